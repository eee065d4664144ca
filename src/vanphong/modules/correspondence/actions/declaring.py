"""How an action on an incoming document is declared."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from vanphong.kernel.actions import Action, declare_action
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError
from vanphong.kernel.files.store import staging
from vanphong.modules.correspondence.channels.examining import examine, release
from vanphong.modules.correspondence.models import (
    IncomingDocument,
)


def with_product(command: Any) -> Any:
    """Look into an uploaded product and keep its bytes before the command; they go again if it refuses."""

    def run(actor: Actor, /, *, product: UploadedFile[bytes] | None = None, **given: Any) -> Any:
        if product is None:
            return command(actor, **given)
        with tempfile.NamedTemporaryFile(dir=staging()) as kept:
            for piece in product.chunks():
                kept.write(piece)
            kept.flush()
            file = examine(Path(kept.name), product.name or "tep")
        try:
            return command(actor, product=file, **given)
        except DomainError:
            release([file])
            raise

    return run


def act(name: str, label: str, ability: Any, run: Any, **more: Any) -> Action:
    return declare_action(
        Action(name, IncomingDocument, label, ability, run, argument=more.pop("argument", "document"), **more)
    )
