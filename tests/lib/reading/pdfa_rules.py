"""The main rules of PDF/A-2b (ISO 19005-2), asked of a finished file a second time, apart from what made it.

No validator is packaged for these machines: this is not one. It reads the file from the disk as it lies there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

FORBIDDEN = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|XFA|RichMedia|Movie|Sound|SubmitForm|ImportData|ResetForm|Encrypt"
    rb"|OpenAction|AA|AcroForm|OCProperties|LZWDecode|Crypt|JPXDecode|DeviceCMYK|Alternates|FileAttachment)"
    rb"(?![A-Za-z0-9])"
)


def broken(path: Path) -> set[str]:
    """The rules that the file breaks; empty for a sound one."""
    return set(_broken(path))


def _broken(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    if not re.match(rb"%PDF-1\.[4-7]\r?\n%[\x80-\xff]{4}", content):
        yield "header"
    if not re.search(rb'<pdfaid:part[^>]*>2<|pdfaid:part="2"', content):
        yield "metadata that can be read without decoding"
    with pikepdf.open(path) as pdf:
        if pdf.is_encrypted:
            yield "encryption"
        if "/ID" not in pdf.trailer:
            yield "id"
        with pdf.open_metadata() as metadata:
            if (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) != ("2", "B"):
                yield "what it says of itself"
        yield from _intent(pdf)
        for item in pdf.objects:
            yield from _of_object(item)
        for page in pdf.pages:
            for note in page.obj.get("/Annots", []):
                if note.get("/Subtype") != pikepdf.Name.Link or int(note.get("/F", 0)) & 4 == 0:
                    yield "annotation"


def _of_object(item: Any) -> Iterator[str]:
    if not isinstance(item, pikepdf.Object):
        return
    written = (item.stream_dict if isinstance(item, pikepdf.Stream) else item).unparse()
    yield from (name.decode() for name in FORBIDDEN.findall(written))
    if isinstance(item, pikepdf.Dictionary):
        if item.get("/Type") == pikepdf.Name.Font:
            yield from _font(item)
        if not isinstance(item.get("/TR", pikepdf.Name.TR), pikepdf.Name):
            yield "transfer function"
    if b"/Interpolate true" in written:
        yield "interpolation"


def _intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    if len(intents) != 1 or intents[0].S != pikepdf.Name.GTS_PDFA1:
        yield "output intent"
        return
    profile = intents[0].DestOutputProfile.read_bytes()
    if (profile[36:40], profile[16:20], profile[12:16], profile[8] < 5) != (b"acsp", b"RGB ", b"mntr", True):
        yield "colour profile"


def _font(font: Any) -> Iterator[str]:
    if font.Subtype in (pikepdf.Name.Type3, pikepdf.Name.Type0):
        return
    descriptor = font.get("/FontDescriptor", {})
    if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield "font that is not in the file"
