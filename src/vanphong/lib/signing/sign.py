"""One more signature on a PDF, in a revision of its own: PAdES B-B, B-T or B-LT."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from vanphong.lib.reading.signatures import apart
from vanphong.lib.signing.appearance import Appearance
from vanphong.lib.signing.errors import CertificateRefused, FileRefused, SigningError
from vanphong.lib.signing.keys import SoftKey
from vanphong.lib.signing.placing import Place
from vanphong.lib.signing.validation import Validation

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Level = Literal["B-B", "B-T", "B-LT"]
"""B-B: who signed; B-T: and when, by a time stamp; B-LT: and what is needed to check it without a network."""

_BROKEN: Final = (
    "Tệp không phải PDF, hoặc bị hỏng nên không ký được. Đề nghị đồng chí xuất lại PDF từ văn bản gốc."
)
_LOCKED: Final = "Tệp PDF có mật khẩu nên không ký được. Đề nghị đồng chí bỏ mật khẩu rồi ký lại."
_CLOSED: Final = (
    "Tệp đã được khóa bằng chữ ký trước, không nhận thêm chữ ký. Đề nghị đồng chí ký vào bản chưa khóa."
)
_NO_PAGE: Final = "Văn bản chỉ có {count} trang, không có trang {page}. Đồng chí chỉ lại trang đặt chữ ký."
_UNTRUSTED: Final = (
    "Chứng thư của {who} không do nơi cấp đang được tin cậy cấp, hoặc đã bị thu hồi. Đề nghị đồng chí kiểm tra "
    "chứng thư của nơi cấp trong thư mục authorities."
)
_NO_STAMP: Final = (
    "Không lấy được dấu thời gian. Đề nghị đồng chí kiểm tra địa chỉ máy chủ cấp dấu thời gian, "
    "hoặc ký không kèm dấu."
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed file; its first bytes are those of the file before, to the last one."""

    pdf: bytes
    level: Level
    field: str


def sign(
    pdf: bytes,
    key: SoftKey,
    *,
    place: Place | None = None,
    appearance: Appearance | None = None,
    reason: str = "",
    location: str = "",
    timestamper: Any = None,
    validation: Validation | None = None,
    at: datetime | None = None,
) -> Signed:
    """Sign `pdf`; seen at `place`, or not seen where there is none.

    `timestamper` is a time stamp server of pyHanko's kind; with `validation` the file carries what it is checked
    with later. `at` is the moment told, now unless given. Raises a SigningError; the bytes given stay as they were.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError as PyhankoError
    from pyhanko.sign.timestamps import TimestampRequestError
    from pyhanko_certvalidator.errors import PathError, ValidationError

    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    moment = at or datetime.now(UTC)
    key.check(moment)
    writer = _opened(pdf)
    name = _free_name(writer)
    told = _metadata(key, name, reason, location, validation, moment)
    spec, style = _seen(writer, name, place, appearance, key, moment)
    made = _clocked(moment)(told, key.signer, timestamper=timestamper, stamp_style=style, new_field_spec=spec)
    try:
        content = bytes(apart(lambda: made.sign_pdf(writer).getvalue()))
    except TimestampRequestError as error:
        raise SigningError(_NO_STAMP) from error
    except (PathError, ValidationError) as error:
        raise CertificateRefused(_UNTRUSTED.format(who=key.holder)) from error
    except PyhankoError as error:
        if isinstance(error.__cause__, PathError | ValidationError):
            raise CertificateRefused(_UNTRUSTED.format(who=key.holder)) from error
        raise FileRefused(_CLOSED) from error
    except PdfError as error:
        raise FileRefused(_BROKEN) from error
    return Signed(content, _level(content, timestamper is not None, validation), name)


def _opened(pdf: bytes) -> IncrementalPdfFileWriter:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError

    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        locked = writer.prev.encrypted
        pages = int(writer.root["/Pages"]["/Count"])
    except (PdfError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise FileRefused(_BROKEN) from error
    if locked:
        raise FileRefused(_LOCKED)
    if pages < 1:
        raise FileRefused(_BROKEN)
    return writer


def _free_name(writer: IncrementalPdfFileWriter) -> str:
    from pyhanko.sign.fields import enumerate_sig_fields

    taken = {name for name, _, _ in enumerate_sig_fields(writer.prev)}
    number = len(taken) + 1
    while f"ChuKy{number}" in taken:
        number += 1
    return f"ChuKy{number}"


def _metadata(
    key: SoftKey, name: str, reason: str, location: str, validation: Validation | None, moment: datetime
) -> Any:
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    return PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        reason=reason or None,
        location=location or None,
        name=key.holder,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=validation is not None,
        validation_context=validation.context(moment) if validation is not None else None,
    )


def _seen(
    writer: IncrementalPdfFileWriter,
    name: str,
    place: Place | None,
    appearance: Appearance | None,
    key: SoftKey,
    moment: datetime,
) -> tuple[Any, Any]:
    """The field of the signature, and how it is drawn."""
    from pyhanko.sign.fields import SigFieldSpec

    if place is None:
        return SigFieldSpec(name), None
    spec = SigFieldSpec(name, on_page=place.page - 1, box=_points(writer, place))
    return spec, (appearance or Appearance()).style(key, moment)


def _clocked(moment: datetime) -> Any:
    """A signer that tells the moment asked for and not that of the last call of the clock."""
    from pyhanko.sign.signers import PdfSigner

    class At(PdfSigner):
        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = moment
            return session

    return At


def _points(writer: IncrementalPdfFileWriter, place: Place) -> tuple[int, int, int, int]:
    """The box in points from the bottom left corner of the page as it lies in the file."""
    count = int(writer.root["/Pages"]["/Count"])
    if not 1 <= place.page <= count:
        raise FileRefused(_NO_PAGE.format(count=count, page=place.page))
    found: Any = writer.find_page_for_modification(place.page - 1)  # type: ignore[no-untyped-call]
    page = found[0].get_object()
    box = page
    while "/MediaBox" not in box:
        box = box["/Parent"]
    left, bottom, right, top = (float(one) for one in box["/MediaBox"])
    wide, high = right - left, top - bottom
    x0, y0, x1, y1 = place.box
    return (
        round(left + x0 * wide),
        round(top - y1 * high),
        round(left + x1 * wide),
        round(top - y0 * high),
    )


def _level(content: bytes, stamped: bool, validation: Validation | None) -> Level:
    """What was reached, told from the file: B-LT only where it holds a word on withdrawals."""
    if not stamped:
        return "B-B"
    if validation is None:
        return "B-T"
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError

    try:
        store = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(content), strict=False))
    except NoDSSFoundError:
        return "B-T"
    return "B-LT" if store.crls or store.ocsps else "B-T"
