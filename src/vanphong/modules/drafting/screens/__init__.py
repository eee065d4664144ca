"""Screens of drafts."""

from vanphong.modules.drafting.screens import drafts, files, keys, mistakes, papers, templates

__all__ = ["drafts", "files", "keys", "mistakes", "papers", "templates"]
