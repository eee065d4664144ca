"""Screens of case files and the file plan."""

from vanphong.modules.records.screens import case_files, file_plan, papers

__all__ = ["case_files", "file_plan", "papers"]
