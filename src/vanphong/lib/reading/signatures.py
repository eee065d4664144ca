"""Digital signatures of a PDF: who signed, when, whether the file is still what was signed, and who vouches for it.

Nothing is fetched: certificates of authorities are those of a folder the office keeps, revocation is what the
file brings along. Without such certificates a signature may be intact, but nobody's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, TypeVar

import pikepdf

from vanphong.lib.reading.model import Box

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature
    from pyhanko_certvalidator import ValidationContext

Integrity = Literal["intact", "extended", "changed", "broken", "unknown"]
"""intact: nothing came after; extended: only signatures, form fields or notes did; changed: the text was altered
after signing; broken: the very bytes that were signed are others, or the signature is not the certificate's."""
Trust = Literal["trusted", "unchecked", "unknown_root", "expired", "revoked", "unfit"]
"""Who vouches: unchecked where no certificate of an authority is kept; expired: the certificate was not valid
on the day of signing; unfit: it is not one to sign documents with."""
Verdict = Literal["valid", "unchecked", "untrusted", "invalid", "unknown"]
"""The two together, in one word."""

MOST: Final = 50
"""Signatures looked at in one file."""
ENDINGS: Final = (".pem", ".crt", ".cer", ".der")
"""Files of certificates in the folder of the authorities."""
_MARK: Final = b"/ByteRange"
_PIECE: Final = 1 << 20
UNREADABLE: Final = "Chữ ký số bị hỏng, máy không đọc được. Đề nghị đồng chí xin nơi gửi tệp gốc."
_UNKNOWN_KIND: Final = (
    "Kiểu chữ ký này máy chưa kiểm được. Đề nghị đồng chí kiểm bằng phần mềm của nơi cấp chữ ký."
)
_TOO_MANY: Final = f"Tệp có hơn {MOST} chữ ký số; máy chỉ kiểm {MOST} chữ ký đầu."
WORDS: Final[dict[Verdict, str]] = {
    "valid": "hợp lệ",
    "unchecked": "còn nguyên, chưa kiểm được chuỗi tin cậy",
    "untrusted": "còn nguyên, chứng thư không tin cậy được",
    "invalid": "đã bị sửa sau khi ký",
    "unknown": "không kiểm được",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature as found; `message` says in Vietnamese what could not be checked."""

    field: str
    kind: Literal["signature", "timestamp"] = "signature"
    signer: str = ""
    organisation: str = ""
    authority: str = ""
    """Who issued the certificate."""
    claimed_at: datetime | None = None
    """When, by the signer's own clock."""
    stamped_at: datetime | None = None
    """When, by a time stamp that is whole."""
    stamp_trusted: bool = False
    covers_whole: bool = False
    integrity: Integrity = "unknown"
    trust: Trust = "unchecked"
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revocation_checked: bool = False
    page: int | None = None
    box: Box | None = None
    message: str = ""

    @property
    def verdict(self) -> Verdict:
        if self.integrity in ("broken", "changed"):
            return "invalid"
        if self.integrity == "unknown":
            return "unknown"
        if self.trust == "trusted":
            return "valid"
        return "unchecked" if self.trust == "unchecked" else "untrusted"

    def as_json(self) -> dict[str, Any]:
        """The signature as plain values, with its verdict; moments as ISO 8601."""
        plain = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(self).items()
        }
        return plain | {"box": list(self.box) if self.box else None, "verdict": self.verdict}


def summary(found: Sequence[Signature]) -> str:
    """The signatures in one short line: who, and how it stands."""
    return "; ".join(f"{one.signer or one.field}: {WORDS[one.verdict]}" for one in found)


def is_signed(path: Path) -> bool:
    """Whether a PDF holds a signature; asked of its bytes, since a signature can stand in no compressed object."""
    kept = b""
    with path.open("rb") as file:
        # Piece by piece, not mapped: a mapped scan would count as memory of the worker.
        while piece := file.read(_PIECE):
            seam = kept + piece
            if _MARK in seam:
                return True
            kept = seam[-len(_MARK) :]
    return False


def read_signatures(path: Path, authorities: Path | None = None) -> tuple[Signature, ...]:
    """Every signature of the PDF at `path`, in the order of signing; empty for a file without any.

    `authorities` is a folder of certificates that are trusted. Never raises for what the file holds.
    """
    if not is_signed(path):
        return ()
    # What the library minds about a signature is the answer here, not a line of the log.
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    roots = tuple(trusted_certificates(authorities)) if authorities is not None else ()
    places = _places(path)
    try:
        with path.open("rb") as file:
            found = tuple(_checked(file, roots, places))
    except OSError:
        raise
    except Exception:
        # What a parser raises on damage is its own; the mark was there, so a signature was.
        return (Signature("", message=UNREADABLE),)
    return found


def trusted_certificates(folder: Path) -> Iterator[x509.Certificate]:
    """The certificates in the files of a folder; what is none is passed over."""
    from pyhanko.keys import load_certs_from_pemder

    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() not in ENDINGS:
            continue
        try:
            yield from list(load_certs_from_pemder([str(path)]))  # type: ignore[no-untyped-call]
        except (ValueError, TypeError, OSError):
            continue


def _checked(
    file: BinaryIO, roots: tuple[x509.Certificate, ...], places: dict[str, tuple[int, Box | None]]
) -> Iterator[Signature]:
    # Loaded only for a file that is signed: it takes half a second and 45 MB.
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(file, strict=False)
    if reader.encrypted:
        reader.decrypt("")
    for number, one in enumerate(reader.embedded_signatures, start=1):
        if number > MOST:
            yield Signature("", message=_TOO_MANY)
            return
        page, box = places.get(str(one.field_name), (None, None))
        yield replace(_one(reader, one, roots), page=page, box=box)


def _one(reader: PdfFileReader, one: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> Signature:
    from pyhanko.sign.validation.errors import SignatureValidationError

    found = Signature(str(one.field_name))
    try:
        found = _signer(found, one)
        if one.sig_object_type == "/DocTimeStamp":
            return _timestamp(replace(found, kind="timestamp"), reader, one, roots)
        return _signature(found, reader, one, roots)
    except SignatureValidationError:
        return replace(found, integrity="unknown", message=_UNKNOWN_KIND)
    except Exception:
        # Damage within the signature: whatever the parser of certificates raises.
        return replace(found, integrity="unknown", message=UNREADABLE)


def _signer(found: Signature, one: EmbeddedPdfSignature) -> Signature:
    certificate = one.signer_cert
    validity = certificate["tbs_certificate"]["validity"]
    claimed = one.self_reported_timestamp
    return replace(
        found,
        signer=_name(certificate.subject, "common_name"),
        organisation=_name(certificate.subject, "organization_name")
        or _name(certificate.subject, "organizational_unit_name"),
        authority=_name(certificate.issuer, "common_name"),
        claimed_at=claimed if claimed is None or claimed.tzinfo else claimed.replace(tzinfo=UTC),
        valid_from=validity["not_before"].native,
        valid_until=validity["not_after"].native,
    )


def _name(name: x509.Name, part: str) -> str:
    value = name.native.get(part, "")
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(words.split())[:300]


T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """Do it in a thread of its own: pyHanko starts an event loop, which a thread that has one refuses."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(work).result()


def _signature(
    found: Signature,
    reader: PdfFileReader,
    one: EmbeddedPdfSignature,
    roots: tuple[x509.Certificate, ...],
) -> Signature:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    usage = KeyUsageConstraints(
        key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
    )
    moment = _stamped_moment(one) or found.claimed_at
    store = _store(reader)
    context = _context(roots, moment, store)
    status = apart(
        lambda: validate_pdf_signature(
            one,
            signer_validation_context=context,
            ts_validation_context=_context(roots, moment, store),
            key_usage_settings=usage,
        )
    )
    stamp = status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid:
        found = replace(found, stamped_at=stamp.timestamp, stamp_trusted=bool(stamp.trusted))
    found = replace(found, revocation_checked=bool(context.crls or context.ocsps))
    return _judged(found, reader, status, moment, roots)


def _timestamp(
    found: Signature,
    reader: PdfFileReader,
    one: EmbeddedPdfSignature,
    roots: tuple[x509.Certificate, ...],
) -> Signature:
    from pyhanko.sign.validation import validate_pdf_timestamp

    moment = _moment_in(one.signed_data)
    context = _context(roots, moment, _store(reader))
    status = apart(lambda: validate_pdf_timestamp(one, validation_context=context))
    if status.intact and status.valid:
        found = replace(found, stamped_at=status.timestamp, stamp_trusted=bool(status.trusted))
    return _judged(found, reader, status, moment, roots)


def _stamped_moment(one: EmbeddedPdfSignature) -> datetime | None:
    """The moment a time stamp on the signature tells, whole or not."""
    for attribute in one.signer_info["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            return _moment_in(attribute["values"][0]["content"])
    return None


def _moment_in(signed_data: Any) -> datetime | None:
    moment = signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    return moment if isinstance(moment, datetime) else None


def _store(reader: PdfFileReader) -> Any:
    """What the file brings along for checking it offline (certificates, words on revocation), or None."""
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError

    try:
        return DocumentSecurityStore.read_dss(reader)
    except (NoDSSFoundError, ValueError, KeyError):
        return None


def _context(roots: tuple[x509.Certificate, ...], moment: datetime | None, store: Any) -> ValidationContext:
    """What certificates are judged by, as of the day of signing; nothing is fetched."""
    from pyhanko_certvalidator import ValidationContext

    settings: dict[str, Any] = {
        "trust_roots": list(roots),
        "moment": moment,
        "allow_fetching": False,
        "revocation_mode": "soft-fail",
        "retroactive_revinfo": True,
    }
    made: ValidationContext = (
        ValidationContext(**settings) if store is None else store.as_validation_context(settings)
    )
    return made


def _judged(
    found: Signature,
    reader: PdfFileReader,
    status: Any,
    moment: datetime | None,
    roots: tuple[x509.Certificate, ...],
) -> Signature:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    integrity = _integrity(status, whole)
    if integrity in ("intact", "extended") and not whole and reader.xrefs.hybrid_xrefs_present:
        # Two tables of contents may show two documents: such a file is not judged beyond what was signed.
        return replace(found, covers_whole=whole, integrity="unknown", message=_UNKNOWN_KIND)
    return replace(found, covers_whole=whole, integrity=integrity, trust=_trust(found, status, moment, roots))


def _integrity(status: Any, whole: bool) -> Integrity:
    from pyhanko.sign.diff_analysis import ModificationLevel

    if not (status.intact and status.valid):
        return "broken"
    if whole:
        return "intact"
    level = status.modification_level
    if level is None or level == ModificationLevel.OTHER or status.docmdp_ok is False:
        return "changed"
    return "intact" if level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES) else "extended"


def _trust(
    found: Signature, status: Any, moment: datetime | None, roots: tuple[x509.Certificate, ...]
) -> Trust:
    from pyhanko.sign.ades.report import AdESIndeterminate

    day = moment or datetime.now(UTC)
    if found.valid_from and found.valid_until and not found.valid_from <= day <= found.valid_until:
        return "expired"
    if status.revoked:
        return "revoked"
    if not roots:
        return "unchecked"
    if status.trusted:
        return "trusted"
    problem = status.trust_problem_indic
    if problem in (
        AdESIndeterminate.EXPIRED,
        AdESIndeterminate.NOT_YET_VALID,
        AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
        AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
    ):
        return "expired"
    return "unknown_root" if problem == AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND else "unfit"


def _places(path: Path) -> dict[str, tuple[int, Box | None]]:
    """Page and box of each signature field, by its whole name; no box for one that shows nothing."""
    places: dict[str, tuple[int, Box | None]] = {}
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            for number, page in enumerate(pdf.pages, start=1):
                for widget in page.get("/Annots", ()):
                    if widget.get("/Subtype") == pikepdf.Name.Widget and _inherited(widget, "/FT") == "/Sig":
                        places.setdefault(_full_name(widget), (number, _box(page, widget)))
    except Exception:
        # Only where it stands is lost with a damaged list of fields.
        return places
    return places


def _inherited(field: Any, key: str, steps: int = 20) -> Any:
    while field is not None and key not in field and steps:
        field, steps = field.get("/Parent"), steps - 1
    return field.get(key) if field is not None else None


def _full_name(field: Any, steps: int = 20) -> str:
    parts: list[str] = []
    while field is not None and steps:
        if "/T" in field:
            parts.append(str(field.T))
        field, steps = field.get("/Parent"), steps - 1
    return ".".join(reversed(parts))


def _box(page: pikepdf.Page, widget: Any) -> Box | None:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    edges = [float(edge) for edge in widget.Rect]
    wide, high = right - left, top - bottom
    if wide <= 0 or high <= 0 or edges[0] == edges[2] or edges[1] == edges[3]:
        return None
    x0, x1 = sorted(((edges[0] - left) / wide, (edges[2] - left) / wide))
    y0, y1 = sorted(((top - edges[1]) / high, (top - edges[3]) / high))
    turn = int(_inherited(page.obj, "/Rotate") or 0) % 360
    if turn == 90:
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    elif turn == 180:
        x0, y0, x1, y1 = 1 - x1, 1 - y1, 1 - x0, 1 - y0
    elif turn == 270:
        x0, y0, x1, y1 = y0, 1 - x1, y1, 1 - x0
    box = tuple(round(min(1.0, max(0.0, edge)), 4) for edge in (x0, y0, x1, y1))
    return box if box[0] < box[2] and box[1] < box[3] else None  # type: ignore[return-value]
