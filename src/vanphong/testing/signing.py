"""Signed PDFs for tests: an authority of our own, its people, and their signatures."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vanphong.lib.reading.signatures import apart

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
"""When papers of tests are signed, unless told otherwise."""


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _issued(
    common: str,
    organisation: str,
    since: dt.datetime,
    until: dt.datetime,
    by: Holder | None,
) -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    name, signs = _name(common, organisation), by is None
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if by is None else by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=signs, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(not signs, not signs, False, False, False, signs, signs, False, False),
            critical=True,
        )
    )
    if by is not None:
        # Where its authority says what was taken back: real certificates tell it; nobody here asks there.
        place = x509.DistributionPoint(
            [x509.UniformResourceIdentifier("http://ca.invalid/l.crl")], None, None, None
        )
        built = built.add_extension(x509.CRLDistributionPoints([place]), critical=False)
    return Holder(built.sign(key if by is None else by.key, hashes.SHA256()), key)


@cache
def authority(name: str = "CA thử nghiệm") -> Holder:
    """An authority that issues certificates; the same one for the same name."""
    return _issued(name, "Cơ quan chứng thực", NOW - dt.timedelta(days=4000), NOW + dt.timedelta(4000), None)


@cache
def person(
    common: str = "Nguyễn Văn Khang",
    organisation: str = "Ban Tổ chức Tỉnh ủy Sơn Hà",
    *,
    until: dt.datetime = NOW + dt.timedelta(days=400),
    by: str = "CA thử nghiệm",
) -> Holder:
    """A person with a certificate of the authority `by`."""
    return _issued(common, organisation, NOW - dt.timedelta(days=1000), until, authority(by))


def signed(
    pdf: bytes,
    who: Holder | None = None,
    *,
    field: str = "ChuKy1",
    at: dt.datetime = NOW,
    box: tuple[int, int, int, int] = (300, 100, 500, 160),
    timestamper: Any = None,
) -> bytes:
    """The PDF with one more signature on its first page, in a new revision."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    who = who or person()
    private: Any = who.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(who.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec(field, on_page=0, box=box))

    class At(signers.PdfSigner):
        """A signer whose clock says what the test wants."""

        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = at
            return session

    told = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    made = At(told, signer, timestamper=timestamper)
    return bytes(apart(lambda: made.sign_pdf(writer)).getvalue())


def authorities(folder: Path, *names: str) -> Path:
    """A folder with the certificates of the authorities named."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names or ("CA thử nghiệm",)):
        (folder / f"ca-{number}.pem").write_bytes(authority(name).pem())
    return folder


def clock(moment: dt.datetime, by: str = "CA thử nghiệm") -> Any:
    """A time-stamp authority whose certificate `by` issued, telling always the same moment."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko.sign.timestamps import DummyTimeStamper

    issuer = authority(by)
    key = rsa.generate_private_key(65537, 2048)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("Dấu thời gian thử nghiệm", "Cơ quan chứng thực"))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=1000))
        .not_valid_after(NOW + dt.timedelta(days=1000))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(issuer.key, hashes.SHA256())
    )
    private: Any = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        tsa_cert=asn1.Certificate.load(certificate.public_bytes(Encoding.DER)),
        tsa_key=keys.PrivateKeyInfo.load(private),
        fixed_dt=moment,
    )


def clocked(pdf: bytes, clock: Any) -> bytes:
    """The PDF with a time stamp over the whole file, as archives add it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfTimeStamper

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    stamper = PdfTimeStamper(clock, field_name="DauThoiGian")
    made = apart(lambda: stamper.timestamp_pdf(writer, "sha256"))
    return bytes(made.getvalue())


def revoked(pdf: bytes, who: Holder, since: dt.datetime, by: str = "CA thử nghiệm") -> bytes:
    """The signed PDF with the authority's list in it that says the certificate was taken back."""
    from asn1crypto import crl
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    issuer = authority(by)
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(who.certificate.serial_number)
        .revocation_date(since)
        .build()
    )
    told = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(NOW - dt.timedelta(days=2))
        .next_update(NOW + dt.timedelta(days=5))
        .add_revoked_certificate(entry)
        .sign(issuer.key, hashes.SHA256())
    )
    out = io.BytesIO(pdf)
    DocumentSecurityStore.supply_dss_in_writer(
        writer := IncrementalPdfFileWriter(out, strict=False),
        None,
        crls=[crl.CertificateList.load(told.public_bytes(Encoding.DER))],
    )
    writer.write_in_place()  # type: ignore[no-untyped-call]
    return out.getvalue()
