"""A PDF before it is opened for reading: pages, encryption, and what in it could run."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import BinaryIO, Final

import pikepdf

from vanphong.lib.reading import problems
from vanphong.lib.reading.inspect import EXTENSIONS, PDF, Inspection, Limits

_ACTIVE: Final = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|XFA|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
_NAMES: Final = {
    b"JavaScript": "javascript",
    b"JS": "javascript",
    b"Launch": "launch",
    b"EmbeddedFile": "embedded_file",
    b"EmbeddedFiles": "embedded_file",
    b"XFA": "xfa",
    b"RichMedia": "rich_media",
    b"SubmitForm": "submit_form",
    b"ImportData": "submit_form",
}
_MOST_OBJECTS: Final = 300_000


def inspect_pdf(file: BinaryIO, limits: Limits) -> Inspection:
    """Look at a PDF; one that opens without a password is not refused though it be encrypted."""
    found = Inspection(PDF, EXTENSIONS[PDF][0])
    try:
        pdf = pikepdf.open(file, suppress_warnings=True)
    except pikepdf.PasswordError:
        return replace(found, encrypted=True, problem=problems.ENCRYPTED)
    except Exception:
        return replace(found, problem=problems.BROKEN)
    with pdf:
        try:
            pages = len(pdf.pages)
        except Exception:
            return replace(found, problem=problems.BROKEN)
        found = replace(found, page_count=pages, encrypted=pdf.is_encrypted)
        if pages == 0:
            return replace(found, problem=problems.BROKEN)
        if pages > limits.pages:
            return replace(found, problem=problems.too_many_pages(pages, limits.pages))
        return replace(found, active_content=_active_content(pdf))


def _active_content(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Names of actions and attachments in any object; the written form holds nested dictionaries too."""
    found: set[str] = set()
    for count, item in enumerate(pdf.objects):
        if count > _MOST_OBJECTS:
            break
        try:
            kind = item._type_name
            if kind == "stream":
                written = item.stream_dict.unparse(resolved=True)
            elif kind in ("dictionary", "array"):
                written = item.unparse(resolved=True)
            else:
                continue
        except Exception:  # noqa: S112 - a damaged object can run nothing; the others still count
            continue
        found.update(_NAMES[match] for match in _ACTIVE.findall(written))
    return tuple(sorted(found))
