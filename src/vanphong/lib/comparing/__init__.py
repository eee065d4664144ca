"""Two versions of a Word file compared: as data, as HTML, as a Word file with tracked changes."""

from vanphong.lib.comparing.differences import compare
from vanphong.lib.comparing.markup import as_html, summary
from vanphong.lib.comparing.model import Comparison

__all__ = ["Comparison", "as_html", "compare", "summary"]
