"""Writes on drafts."""
