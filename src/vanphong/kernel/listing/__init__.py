"""Lists, declared once: tabs, filters, columns and order; screens, API and export are made from it."""

from vanphong.kernel.listing.paging import Page, first_page
from vanphong.kernel.listing.spec import Column, Filter, ListSpec, Tab, declare_list, lists

__all__ = ["Column", "Filter", "ListSpec", "Page", "Tab", "declare_list", "first_page", "lists"]
