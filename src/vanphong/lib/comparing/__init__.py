"""Two versions of a Word file compared: as data, as HTML, as a Word file with tracked changes."""

from vanphong.lib.comparing.differences import compare
from vanphong.lib.comparing.markup import as_html, summary
from vanphong.lib.comparing.model import Comparison
from vanphong.lib.comparing.tracking import Tracked, track_changes

__all__ = ["Comparison", "Tracked", "as_html", "compare", "summary", "track_changes"]
