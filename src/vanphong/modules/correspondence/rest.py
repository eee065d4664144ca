"""What the API cannot make from declarations: taking documents in, at once or in pieces."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import Any, Final

from django.conf import settings

from vanphong.kernel.commands import Invalid
from vanphong.kernel.files import names, uploads
from vanphong.modules.correspondence.channels.examining import check_size, examine, receive
from vanphong.modules.correspondence.channels.uploading import (
    BATCHES,
    PIECE,
    PURGED,
    Standing,
    add,
    agency_of,
    batch_of,
    begin,
    find,
    read_piece,
    settle,
    standing,
)
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.policy import INTAKE
from vanphong.rest.operations import BYTES, MULTIPART, PIECES, Call, Done, Operation, Parameter, declare
from vanphong.rest.problems import Problem

_CHOICES: Final = [{"const": name, "title": label} for name, (label, _) in BATCHES.items()]
_AGENCY: Final = {"title": "Cơ quan nhận; bỏ trống là cơ quan của văn thư", "type": "integer"}
_BATCH: Final = {"title": "Cách tách xấp quét; bỏ trống là một văn bản", "oneOf": _CHOICES}
_BODY: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "files": {
            "title": "Tệp: tệp đầu là văn bản, các tệp sau là phụ lục",
            "type": "array",
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
        },
        "agency": _AGENCY,
        "sender_note": {"title": "Người gửi", "type": "string", "maxLength": 300},
        "batch": _BATCH,
    },
    "required": ["files"],
    "additionalProperties": False,
}


def take_in(call: Call) -> Done:
    """Put one document with its files into «Chờ vào sổ»; it is read in the background."""
    given = {name: str(values[-1]).strip() for name, values in call.inputs.items() if values}
    wrong = {name: "Không có ô này." for name in given if name not in _BODY["properties"]}
    wrong |= {name: "Gửi tệp ở ô files." for name in call.request.FILES if name != "files"}
    if (way := given.get("batch", "")) and way not in BATCHES:
        wrong["batch"] = "Chọn một trong: " + ", ".join(BATCHES) + "."
    if (asked := given.get("agency", "")) and not asked.isdecimal():
        wrong["agency"] = "Ô này cần là số nguyên."
    files = call.request.FILES.getlist("files")
    if not files:
        wrong["files"] = "Đồng chí gửi ít nhất một tệp."
    if wrong:
        raise Invalid("Nội dung gửi lên chưa đúng ở: " + ", ".join(sorted(wrong)) + ".", wrong)
    agency = agency_of(call.actor, asked)
    with ExitStack() as stack:
        content = []
        for file in files:
            check_size(file.size or 0)
            path = stack.enter_context(uploads.aside(file.chunks()))
            content.append(examine(path, names.tidy(str(file.name))))
        document = receive(
            call.actor,
            agency=agency,
            channel=IncomingDocument.Channel.API,
            files=content,
            sender_note=given.get("sender_note", ""),
            batch=batch_of(way),
        )
    if document.state == IncomingDocument.State.PURGED:
        return Done(str(PURGED), document, 422, {"purged": True})
    return Done("Đã nhận vào hàng chờ vào sổ.", document, 201)


_UPLOAD: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "name": {"title": "Tên tệp", "type": "string", "minLength": 1, "maxLength": 255},
        "size": {"title": "Dung lượng (byte)", "type": "integer", "minimum": 1},
        "sha256": {"title": "SHA-256 của cả tệp", "type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
        "agency": _AGENCY,
        "batch": _BATCH,
    },
    "required": ["name", "size", "sha256"],
    "additionalProperties": False,
}
_STANDING: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "upload": {"title": "Mã lượt tải lên", "type": "string", "format": "uuid"},
        "offset": {"title": "Số byte đã nhận; gửi tiếp từ đây", "type": "integer"},
        "document": {"title": "Mã văn bản, có khi đã nhận đủ", "type": ["integer", "null"]},
    },
    "required": ["upload", "offset", "document"],
}


def _wrong_in_upload(given: dict[str, Any]) -> dict[str, str]:
    """What is wrong with the announcement of an upload, field by field."""
    wrong = {name: "Không có ô này." for name in given if name not in _UPLOAD["properties"]}
    name, size, digest = (given.get(field) for field in ("name", "size", "sha256"))
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 255:
        wrong["name"] = "Tên tệp dài từ 1 đến 255 ký tự."
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        wrong["size"] = "Dung lượng là số byte, từ 1 trở lên."
    # Without it two files of one name and size would be taken for one.
    if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", digest):
        wrong["sha256"] = "SHA-256 của cả tệp, 64 chữ số hệ mười sáu."
    agency = given.get("agency")
    if agency is not None and (not isinstance(agency, int) or isinstance(agency, bool)):
        wrong["agency"] = "Ô này cần là số nguyên."
    if (way := given.get("batch")) is not None and way not in tuple(BATCHES):
        wrong["batch"] = "Chọn một trong: " + ", ".join(BATCHES) + "."
    return wrong


def start_upload(call: Call) -> Done:
    """Announce a file, or learn how far it came before; the same words find the same upload again."""
    given = call.inputs
    if wrong := _wrong_in_upload(given):
        raise Invalid("Nội dung gửi lên chưa đúng ở: " + ", ".join(sorted(wrong)) + ".", wrong)
    row = begin(
        call.actor,
        agency="" if given.get("agency") is None else str(given["agency"]),
        name=given["name"],
        size=given["size"],
        sha256=given["sha256"],
        way=given.get("batch") or "",
        purpose="intake-api",
    )
    found = settle(call.actor, row) if row is not None else None
    # Answered, not raised: with an idempotency key a refusal would take the record of the purge back.
    if found is None or found.purged:
        return Done(str(PURGED), found.document if found is not None else None, 422, {"purged": True})
    words = "Đã nhận đủ tệp." if found.document is not None else "Gửi tệp từ vị trí offset."
    return Done(words, found.document, 201, _told(found))


def _told(found: Standing) -> dict[str, Any]:
    """Where an upload stands, as the answer tells it."""
    if found.purged:
        raise Invalid(PURGED)
    return {
        "upload": str(found.upload.pk),
        "offset": found.upload.offset,
        "document": found.document.pk if found.document is not None else None,
    }


def add_piece(call: Call) -> dict[str, Any]:
    """Put raw bytes behind those that came; whatever arrived before a broken connection counts."""
    words = call.request.headers.get("Upload-Offset", "")
    if not (words.isascii() and words.isdecimal() and len(words) < 19):
        message = "Đầu mục Upload-Offset là vị trí của byte đầu tiên gửi lên, ví dụ 0."
        raise Invalid(message, {"Upload-Offset": "Cần là số nguyên."})
    upload = call.path["upload"]
    find(call.actor, upload)
    try:
        return _told(add(call.actor, upload, int(words), read_piece(call.request)))
    except uploads.WrongOffset as error:
        message = f"Phần gửi lên không nối tiếp phần đã nhận. Gửi tiếp từ vị trí {error.offset}."
        raise Problem(409, message, facts={"upload": str(upload), "offset": error.offset}) from error


def read_upload(call: Call) -> dict[str, Any]:
    """How far an upload came, for a client that lost its connection."""
    return _told(standing(find(call.actor, call.path["upload"])))


declare(
    Operation(
        "POST",
        "intake/",
        "intake",
        "Tiếp nhận văn bản với các tệp",
        take_in,
        tag="Văn bản đến",
        opens=(IncomingDocument, INTAKE),
        body=_BODY,
        accepts=(MULTIPART,),
        answer={"type": "object", "properties": {"record": {"$record": IncomingDocument}}},
        status=201,
        largest=settings.INTAKE_UPLOAD_BYTES,
        description="Gửi Idempotency-Key để gửi lại an toàn khi đứt đường truyền.",
    )
)
_TAG: Final = "Văn bản đến"
declare(
    Operation(
        "POST",
        "intake/uploads",
        "intake.uploads.start",
        "Tải lên nối tiếp được: báo tệp sắp gửi",
        start_upload,
        tag=_TAG,
        opens=(IncomingDocument, INTAKE),
        body=_UPLOAD,
        answer=_STANDING,
        status=201,
        description="Báo lại cùng tệp thì nhận lại cùng lượt tải và vị trí gửi tiếp.",
    )
)
declare(
    Operation(
        "PATCH",
        "intake/uploads/<uuid:upload>",
        "intake.uploads.add",
        "Tải lên nối tiếp được: gửi một phần tệp",
        add_piece,
        tag=_TAG,
        opens=(IncomingDocument, INTAKE),
        parameters=(
            Parameter("Upload-Offset", "Vị trí của byte đầu tiên", {"type": "integer"}, True, "header"),
        ),
        body={},
        accepts=(PIECES, BYTES),
        answer=_STANDING,
        largest=PIECE,
        description=f"Mỗi phần tối đa {PIECE >> 20} MiB. Sai vị trí thì trả 409 cùng vị trí đúng ở offset; "
        "phần làm tệp đủ thì tạo văn bản, đúng một lần.",
    )
)
declare(
    Operation(
        "GET",
        "intake/uploads/<uuid:upload>",
        "intake.uploads.state",
        "Tải lên nối tiếp được: đã nhận đến đâu",
        read_upload,
        tag=_TAG,
        opens=(IncomingDocument, INTAKE),
        answer=_STANDING,
    )
)
