"""An authority of our own for trying out signatures. Its certificates say so; nobody else trusts them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vanphong.lib.signing.errors import SigningError

NAME: Final = "Nơi cấp chứng thư thử nghiệm Vanphong"
CLOCK: Final = "Dấu thời gian thử nghiệm Vanphong"
_BODY: Final = "Chỉ để dùng thử, không có giá trị pháp lý"
_YEARS: Final = timedelta(days=3650)
_EXISTS: Final = (
    "Thư mục {folder} đã có nơi cấp thử nghiệm. Đồng chí chọn thư mục khác, hoặc dùng nơi cấp đã có."
)
_MISSING: Final = (
    "Thư mục {folder} không có nơi cấp thử nghiệm. Đồng chí tạo trước bằng: vanphong authority make {folder}"
)
_SHORT: Final = "Mã PIN phải có ít nhất 6 ký tự. Đồng chí chọn mã dài hơn."
_PIN: Final = 6


@dataclass(frozen=True, slots=True)
class TrialAuthority:
    """A folder with a root certificate, a clock, the keys of both, and what was taken back."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, name: str = NAME, *, at: datetime | None = None) -> TrialAuthority:
        """Make a new one; raises SigningError where there is one already."""
        if (folder / "authority.pem").exists():
            raise SigningError(_EXISTS.format(folder=folder))
        folder.mkdir(parents=True, exist_ok=True)
        since = (at or datetime.now(UTC)) - timedelta(days=1)
        root = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name, _BODY)
        built = _built(subject, subject, root.public_key(), since, since + _YEARS)
        certificate = (
            built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_use(signs=False, authority=True), critical=True)
            .sign(root, hashes.SHA256())
        )
        # Time stamps are asked for with RSA by every reader.
        clock = rsa.generate_private_key(65537, 2048)
        told = (
            _built(_name(CLOCK, _BODY), subject, clock.public_key(), since, since + _YEARS)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .add_extension(_lists(), critical=False)
            .sign(root, hashes.SHA256())
        )
        _keep(folder / "clock.key", _plain(clock))
        (folder / "clock.cer").write_bytes(told.public_bytes(Encoding.DER))
        _keep(folder / "authority.key", _plain(root))
        (folder / "authority.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        made = cls(folder)
        made.publish(at=at)
        return made

    @classmethod
    def open(cls, folder: Path) -> TrialAuthority:
        """The one kept in a folder; raises SigningError where there is none."""
        if not (folder / "authority.pem").exists():
            raise SigningError(_MISSING.format(folder=folder))
        return cls(folder)

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "authority.pem").read_bytes())

    def issue(
        self,
        name: str,
        organisation: str,
        pin: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> bytes:
        """A key with certificate for a person or a body, as a PKCS#12 file locked with `pin`."""
        if len(pin) < _PIN:
            raise SigningError(_SHORT)
        key = ec.generate_private_key(ec.SECP256R1())
        root = self.certificate
        begin = since or datetime.now(UTC) - timedelta(hours=1)
        certificate = (
            _built(
                _name(name, organisation), root.subject, key.public_key(), begin, until or begin + _YEARS / 2
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_use(signs=True, authority=False), critical=True)
            .add_extension(_lists(), critical=False)
            .sign(self._key(), hashes.SHA256())
        )
        locked = serialization.BestAvailableEncryption(pin.encode())
        return serialize_key_and_certificates(name.encode(), key, certificate, [root], locked)

    def revoke(
        self, serial_number: int, *, since: datetime | None = None, at: datetime | None = None
    ) -> None:
        """Take a certificate back from `since` on and publish the list anew."""
        rows = self._revoked()
        rows[format(serial_number, "x")] = (since or at or datetime.now(UTC)).isoformat()
        _keep(self.folder / "revoked.json", json.dumps(rows, indent=1).encode())
        self.publish(at=at)

    def publish(self, *, at: datetime | None = None) -> None:
        """Write the list of certificates taken back, good for a year."""
        moment = at or datetime.now(UTC)
        told = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(moment - timedelta(hours=1))
            .next_update(moment + timedelta(days=365))
        )
        for serial, day in self._revoked().items():
            entry = x509.RevokedCertificateBuilder().serial_number(int(serial, 16))
            told = told.add_revoked_certificate(entry.revocation_date(datetime.fromisoformat(day)).build())
        made = told.sign(self._key(), hashes.SHA256())
        (self.folder / "authority.crl").write_bytes(made.public_bytes(Encoding.DER))

    def clock(self, at: datetime | None = None) -> Any:
        """A time stamp server within this process; it tells `at`, or the clock of the machine."""
        from asn1crypto import keys
        from asn1crypto import x509 as asn1
        from pyhanko.sign.timestamps import DummyTimeStamper

        private: Any = serialization.load_pem_private_key((self.folder / "clock.key").read_bytes(), None)
        der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return DummyTimeStamper(
            tsa_cert=asn1.Certificate.load((self.folder / "clock.cer").read_bytes()),
            tsa_key=keys.PrivateKeyInfo.load(der),
            fixed_dt=at or datetime.now(UTC),
        )

    def _key(self) -> ec.EllipticCurvePrivateKey:
        key = serialization.load_pem_private_key((self.folder / "authority.key").read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key

    def _revoked(self) -> dict[str, str]:
        path = self.folder / "revoked.json"
        return dict(json.loads(path.read_bytes())) if path.exists() else {}


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _built(
    subject: x509.Name, issuer: x509.Name, key: Any, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _use(*, signs: bool, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(signs, signs, False, False, False, authority, authority, False, False)


def _lists() -> x509.CRLDistributionPoints:
    """That there is a list of what was taken back: without this nobody looks for one. It is never fetched there."""
    address = x509.UniformResourceIdentifier("http://thu-nghiem.invalid/authority.crl")
    return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])


def _plain(key: Any) -> bytes:
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _keep(path: Path, content: bytes) -> None:
    """Write for the owner's eyes only."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
