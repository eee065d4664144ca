"""Reads of case files, their items and the file plan."""
