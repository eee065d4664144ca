"""The rules of PDF/A-2b (ISO 19005-2) that a PDF of an office breaks: found, mended where nothing is lost.

These are the main rules, not all of a validator's: fonts, colours, filters, actions, attachments, encryption,
optional content, metadata and output intent. What cannot be mended is named, and the caller sets the pages
as pictures instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import ImageCms

from vanphong.lib.dates import VIETNAM_TIME

_ROOT_OUT: Final = (
    "AA", "AcroForm", "AF", "Collection", "JavaScript", "Metadata", "NeedsRendering", "OpenAction",
    "OutputIntents", "Perms", "PieceInfo", "Requirements", "Threads", "AlternatePresentations",
)  # fmt: skip
_NAMES_OUT: Final = ("JavaScript", "EmbeddedFiles", "AlternatePresentations", "Renditions")
_PARTS_OUT: Final = {
    "/Image": ("Interpolate", "Alternates", "OPI"),
    "/Form": ("OPI", "PS"),
    # These must name every letter of the font if they are there at all; they need not be.
    "/FontDescriptor": ("CIDSet", "CharSet"),
}
_ACTIONS: Final = frozenset({"/GoTo", "/URI"})
_FILTERS: Final = frozenset(
    {"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/RunLengthDecode", "/ASCIIHexDecode", "/ASCII85Decode",
     "/LZWDecode", "/JBIG2Decode"}
)  # fmt: skip
"""Filters that are allowed, or decoded when the file is written; JPEG 2000 has rules of its own."""
CMYK: Final = "CMYK without a profile"
_DEEPEST: Final = 28
_LEAST, _MOST = 3, 14_400


def mend(pdf: Pdf) -> None:
    """Take out of an open PDF what PDF/A forbids and nobody reads on paper; what is seen stays."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")
    for key in _ROOT_OUT:
        _without(pdf.Root, key)
    for key in _NAMES_OUT:
        _without(pdf.Root.get("/Names", Dictionary()), key)
    for page in pdf.pages:
        _mend_page(page.obj)
    for item in list(_holders(pdf)):
        _mend_object(item)
    if pdf.trailer.get("/Info") is not None:
        del pdf.trailer["/Info"]


def _holders(pdf: Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file, those written within others too."""
    waiting: list[Any] = list(pdf.objects)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Dictionary | pikepdf.Stream):
            yield item
            inside = [item.get(key) for key in item.keys()]  # noqa: SIM118 - not a Python dict
        else:
            inside = list(item) if isinstance(item, Array) else []
        waiting += [one for one in inside if isinstance(one, Dictionary | Array) and not one.is_indirect]


def _without(holder: Any, key: str) -> None:
    if f"/{key}" in holder:
        del holder[f"/{key}"]


def _mend_page(page: Any) -> None:
    for key in ("AA", "PieceInfo", "Metadata", "Thumb", "PresSteps"):
        _without(page, key)
    links = [
        one
        for one in page.get("/Annots", [])
        if one.get("/Subtype") == Name.Link and ("/A" not in one or str(one.A.get("/S")) in _ACTIONS)
    ]
    for link in links:
        link.F = 4
        _without(link, "AA")
    _without(page, "Annots")
    if links:
        page.Annots = Array(links)


def _mend_object(item: Any) -> None:
    for key in (
        "Metadata",
        "PieceInfo",
        "HT",
        *_PARTS_OUT.get(str(item.get("/Subtype", item.get("/Type"))), ()),
    ):
        _without(item, key)
    if item.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in item:
        item.CIDToGIDMap = Name.Identity
    if item.get("/TR") == Name.Identity:
        _without(item, "TR")
    if isinstance(item, pikepdf.Stream) and "/N" in item:
        # What to do without the colour profile; nobody is without it.
        _without(item, "Alternate")
    if _is_action(item.get("/A")) and str(item.A.S) not in _ACTIONS:
        _without(item, "A")
    if _is_action(item):
        _without(item, "Next")


def _is_action(item: Any) -> bool:
    return isinstance(item, Dictionary) and isinstance(item.get("/S"), Name)


def declare(pdf: Pdf, made_at: datetime) -> None:
    """Say that the file is PDF/A-2b: XMP metadata and an sRGB output intent."""
    profile = pdf.make_stream(srgb())
    profile.N = 3
    profile.Alternate = Name.DeviceRGB
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier="sRGB IEC61966-2.1",
                Info="sRGB IEC61966-2.1",
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )
    moment = (made_at if made_at.tzinfo else made_at.replace(tzinfo=VIETNAM_TIME)).isoformat("T", "seconds")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
        metadata["xmp:CreateDate"] = moment
        metadata["xmp:ModifyDate"] = moment
        metadata["xmp:CreatorTool"] = "Vanphong"


def declared(pdf: Pdf) -> bool:
    """Whether the file says of itself that it is PDF/A-2."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        return metadata.get("pdfaid:part") == "2" and "/OutputIntents" in pdf.Root


def srgb() -> bytes:
    """An sRGB profile; its date is blanked, so that equal pages give equal files."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = (2000).to_bytes(2, "big") + (1).to_bytes(2, "big") * 2 + bytes(6)
    return bytes(profile)


def flaws(pdf: Pdf) -> Iterator[str]:
    """What still keeps a mended PDF from being PDF/A-2b, in a word or two each."""
    if "/OCProperties" in pdf.Root:
        yield "optional content"
    for item in _holders(pdf):
        yield from _flaws_of(item)
    if any(isinstance(item, Array) and b"/DeviceCMYK" in item.unparse() for item in pdf.objects):
        yield CMYK
    for page in pdf.pages:
        box = [float(value) for value in page.mediabox]
        sides = (abs(box[2] - box[0]), abs(box[3] - box[1]))
        if not all(_LEAST <= side <= _MOST for side in sides):
            yield "size of a page"
        yield from _flaws_of_content(page)


def _flaws_of(item: Any) -> Iterator[str]:
    if isinstance(item, pikepdf.Stream):
        if "/F" in item or "/FFilter" in item:
            yield "bytes outside the file"
        named = item.get("/Filter", Array([]))
        if {str(one) for one in (named if isinstance(named, Array) else [named])} - _FILTERS:
            yield "filter"
    written = item.stream_dict if isinstance(item, pikepdf.Stream) else item
    if b"/DeviceCMYK" in written.unparse(resolved=False):
        yield CMYK
    if item.get("/Type") == Name.Font:
        yield from _flaws_of_font(item)
    if item.get("/Subtype") == Name.PS or "/Ref" in item:
        yield "PostScript or a foreign page"
    # A name under /TR is a row of a table in the structure of a tagged file.
    if ("/TR" in item and not isinstance(item.TR, Name)) or item.get("/TR2", Name.Default) != Name.Default:
        yield "transfer function"
    if isinstance(item, pikepdf.Stream) and (item.get("/Subtype") == Name.Form or "/PatternType" in item):
        yield from _flaws_of_content(item)


def _flaws_of_font(font: Any) -> Iterator[str]:
    kind = str(font.get("/Subtype"))
    if kind in ("/Type0", "/Type3"):
        return
    descriptor = font.get("/FontDescriptor")
    if descriptor is None or not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
        yield "font that is not in the file"
    elif kind == "/TrueType":
        symbolic = int(descriptor.get("/Flags", 4)) & 4
        encoding = font.get("/Encoding")
        base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
        if symbolic and encoding is not None:
            yield "encoding of a font"
        if not symbolic and base not in (Name.WinAnsiEncoding, Name.MacRomanEncoding):
            yield "encoding of a font"
    if "/Widths" not in font and kind in ("/Type1", "/TrueType", "/MMType1"):
        yield "font without widths"


def _flaws_of_content(holder: Any) -> Iterator[str]:
    """CMYK colours, deep nesting and unfit inline pictures in the drawing of a page or form."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(holder):
        operator = str(instruction.operator)
        if operator == "q":
            depth += 1
        elif operator == "Q":
            depth -= 1
        elif operator in ("k", "K") or Name.DeviceCMYK in (
            instruction.operands if operator in ("cs", "CS") else ()
        ):
            yield CMYK
        elif isinstance(instruction, pikepdf.ContentStreamInlineImage):
            settings = instruction.iimage.obj.stream_dict.unparse()
            if re.search(rb"CMYK|LZW|/I(nterpolate)? true", settings):
                yield "inline picture"
        if depth > _DEEPEST:
            yield "states nested too deep"
            return
