"""Calling the API in tests: keys for people, a client that speaks JSON, a paper to register."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.test import Client

from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.tokens import create_token
from vanphong.kernel.organisation.queries import actor_for
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.rest.operations import Operation
from vanphong.testing import recording
from vanphong.testing.personas import Office


class Api:
    """Calls of one person by a key."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=True)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.key}"} if self.key else {}) | headers

    def get(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(path, data or {}, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        content = body if isinstance(body, bytes | str) else json.dumps(body or {})
        return self.client.post(
            path, content, content_type="application/json", headers=self._headers(headers)
        )


def address_of(operation: Operation, pk: int = 1) -> str:
    """An address the operation answers to: `pk` for the record, anything of the right kind elsewhere."""
    here = operation.shape
    for name, kind in operation.path_parameters():
        value = str(uuid.UUID(int=1)) if kind == "uuid" else str(pk if name == "id" else 1)
        here = here.replace(f"{{{name}}}", value)
    return here


def key_for(user: User, *scopes: str) -> str:
    """A key of the person with the scopes (write without any)."""
    _, key = create_token(actor_for(user), user=user, name="thử", scopes=scopes or ("write",))
    return key


def received(office: Office, agency: str = "vptu") -> IncomingDocument:
    """A paper at «Chờ vào sổ»."""
    with recording():
        document = IncomingDocument(agency=office.units[agency], channel="upload")
        document.save()
    return document


def header(**more: Any) -> dict[str, Any]:
    """What stands in the book, as a client sends it."""
    return {
        "reference_code": "12-CV/BTCTW",
        "issued_on": "20/11/2026",
        "issuer_name": "Ban Tổ chức Trung ương",
        "subject": "Về việc chuẩn bị hội nghị tổng kết",
        **more,
    }
