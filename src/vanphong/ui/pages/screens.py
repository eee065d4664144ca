"""Everything this package puts at an address."""

from vanphong.ui.pages import jobs, notices, options, searching, showing, suggesting

__all__ = ["jobs", "notices", "options", "searching", "showing", "suggesting"]
