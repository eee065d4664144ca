"""Digital signatures of a document's files on its pages."""

from __future__ import annotations

from vanphong.kernel.actor import Actor
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.ui.components import Part
from vanphong.ui.screens import Request, signatures


def signature_notice(document: IncomingDocument) -> Part | None:
    """One sentence a signature of any of its files."""
    return signatures.signature_notice([one for file in document.files.all() for one in file.signatures])


def signature_panel(_request: Request, _actor: Actor, document: IncomingDocument) -> Part | None:
    """The same on the record page."""
    return signature_notice(document)
