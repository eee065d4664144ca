"""What other modules may use of incoming documents."""

from vanphong.modules.correspondence.channels.examining import examine, examined, release
from vanphong.modules.correspondence.channels.reader import SecretFound, read_files
from vanphong.modules.correspondence.commands.delivering import record_reply, take_delivery
from vanphong.modules.correspondence.commands.intake import IncomingFile, refuse_unfit, refuses_secrets
from vanphong.modules.correspondence.commands.reading import DocumentRead, FileRead
from vanphong.modules.correspondence.commands.registration import HeaderFields
from vanphong.modules.correspondence.models import IncomingDocument, Urgency

__all__ = [
    "DocumentRead",
    "FileRead",
    "HeaderFields",
    "IncomingDocument",
    "IncomingFile",
    "SecretFound",
    "Urgency",
    "examine",
    "examined",
    "read_files",
    "record_reply",
    "refuse_unfit",
    "refuses_secrets",
    "release",
    "take_delivery",
]
