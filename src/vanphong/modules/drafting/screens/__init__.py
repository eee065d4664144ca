"""Screens of drafts."""

from vanphong.modules.drafting.screens import drafts, files, keys, papers

__all__ = ["drafts", "files", "keys", "papers"]
