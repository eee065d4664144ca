"""Records of incoming documents."""

from vanphong.modules.correspondence.models.assignments import (
    AlertSent,
    Assignment,
    Bookmark,
    Extension,
    HandlingNote,
    Viewing,
)
from vanphong.modules.correspondence.models.documents import DocumentFile, IncomingDocument, Reading, Urgency
from vanphong.modules.correspondence.models.legacy import (
    LegacyImport,
    LegacyIssue,
    LegacyLayout,
    LegacyOrigin,
)
from vanphong.modules.correspondence.models.submissions import Endorsement, Submission

__all__ = [
    "AlertSent",
    "Assignment",
    "Bookmark",
    "DocumentFile",
    "Endorsement",
    "Extension",
    "HandlingNote",
    "IncomingDocument",
    "LegacyImport",
    "LegacyIssue",
    "LegacyLayout",
    "LegacyOrigin",
    "Reading",
    "Submission",
    "Urgency",
    "Viewing",
]
