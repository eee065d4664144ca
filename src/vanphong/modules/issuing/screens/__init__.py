"""Screens of outgoing documents."""

from vanphong.modules.issuing.screens import books, files, groups, outgoing

__all__ = ["books", "files", "groups", "outgoing"]
