"""Lists, declared once: tabs, filters, columns and order; screens, API and export are made from it."""

from vanphong.kernel.listing.opening import page_of
from vanphong.kernel.listing.paging import Page, first_page
from vanphong.kernel.listing.spec import (
    COUNTED,
    Column,
    Filter,
    ListSpec,
    Tab,
    count_many,
    declare_list,
    lists,
)

__all__ = [
    "COUNTED",
    "Column",
    "Filter",
    "ListSpec",
    "Page",
    "Tab",
    "count_many",
    "declare_list",
    "first_page",
    "lists",
    "page_of",
]
