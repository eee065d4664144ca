"""Screens of outgoing documents."""

from vanphong.modules.issuing.screens import books, files, outgoing

__all__ = ["books", "files", "outgoing"]
