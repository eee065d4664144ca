"""Signed PDFs for tests: an authority of our own, its people, and their signatures."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from vanphong.lib.reading.signatures import apart
from vanphong.lib.signing import SoftKey, TrialAuthority

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
"""When papers of tests are signed, unless told otherwise."""
_PIN = "135790"


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="vanphong-authorities-")


def authority(name: str = "CA thử nghiệm") -> TrialAuthority:
    """An authority that issues certificates; the same one for the same name."""
    folder = Path(_folder().name) / name
    return TrialAuthority(folder) if folder.exists() else _made(folder)


def _made(folder: Path) -> TrialAuthority:
    return TrialAuthority.make(folder, folder.name, at=NOW - dt.timedelta(days=1500))


@cache
def person(
    common: str = "Nguyễn Văn Khang",
    organisation: str = "Ban Tổ chức Tỉnh ủy Sơn Hà",
    *,
    until: dt.datetime = NOW + dt.timedelta(days=400),
    by: str = "CA thử nghiệm",
) -> SoftKey:
    """A person with a certificate of the authority `by`."""
    since = NOW - dt.timedelta(days=1000)
    return SoftKey.open(authority(by).issue(common, organisation, _PIN, since=since, until=until), _PIN)


def signed(
    pdf: bytes,
    who: SoftKey | None = None,
    *,
    field: str = "ChuKy1",
    at: dt.datetime = NOW,
    box: tuple[int, int, int, int] = (300, 100, 500, 160),
    timestamper: Any = None,
) -> bytes:
    """The PDF with one more signature on its first page, in a new revision."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec(field, on_page=0, box=box))

    class At(signers.PdfSigner):
        """A signer whose clock says what the test wants."""

        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = at
            return session

    told = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    made = At(told, (who or person()).signer, timestamper=timestamper)
    return bytes(apart(lambda: made.sign_pdf(writer)).getvalue())


def authorities(folder: Path, *names: str) -> Path:
    """A folder with the certificates of the authorities named."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names or ("CA thử nghiệm",)):
        shutil.copy(authority(name).folder / "authority.pem", folder / f"ca-{number}.pem")
    return folder


def clock(moment: dt.datetime) -> Any:
    """A time-stamp authority that tells always the same moment."""
    return authority().clock(moment)


def clocked(pdf: bytes, clock: Any) -> bytes:
    """The PDF with a time stamp over the whole file, as archives add it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfTimeStamper

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    stamper = PdfTimeStamper(clock, field_name="DauThoiGian")
    made = apart(lambda: stamper.timestamp_pdf(writer, "sha256"))
    return bytes(made.getvalue())


def revoked(pdf: bytes, who: SoftKey, since: dt.datetime) -> bytes:
    """The signed PDF with the authority's list in it that says the certificate was taken back."""
    from asn1crypto import crl
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    issuer = authority()
    issuer.revoke(who.certificate.serial_number, since=since, at=NOW)
    told = (issuer.folder / "authority.crl").read_bytes()
    out = io.BytesIO(pdf)
    writer = IncrementalPdfFileWriter(out, strict=False)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, crls=[crl.CertificateList.load(told)])
    writer.write_in_place()  # type: ignore[no-untyped-call]
    return out.getvalue()
