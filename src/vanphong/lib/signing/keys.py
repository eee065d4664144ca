"""Keys that sign: a soft key in a PKCS#12 file, opened once with its PIN for any number of files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vanphong.lib.signing.errors import CertificateRefused, KeyRefused

if TYPE_CHECKING:
    from asn1crypto import x509

_NO_KEY: Final = (
    "Tệp khóa ký số không mở được: sai mã PIN, hoặc không phải tệp .p12 có khóa. "
    "Đề nghị đồng chí nhập lại mã PIN, hoặc chọn đúng tệp khóa."
)
_EARLY: Final = "Chứng thư của {who} chưa có hiệu lực trước {day}. Đồng chí kiểm tra đồng hồ máy hoặc dùng chứng thư khác."
_LATE: Final = (
    "Chứng thư của {who} đã hết hạn ngày {day}. Đồng chí gia hạn chứng thư rồi ký lại; tệp gốc còn nguyên."
)
_UNFIT: Final = "Chứng thư của {who} không dùng để ký văn bản. Đồng chí chọn chứng thư ký số."
_USES: Final = frozenset({"digital_signature", "non_repudiation"})


@dataclass(frozen=True, slots=True)
class SoftKey:
    """A key held in memory with its certificate and those of the authorities above it."""

    signer: Any
    """What pyHanko signs with."""
    certificate: x509.Certificate

    @classmethod
    def open(cls, p12: bytes, pin: str) -> SoftKey:
        """Open a PKCS#12 file; raises KeyRefused for a wrong PIN or another kind of file."""
        from asn1crypto import keys, x509
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
        from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
        from pyhanko.sign.signers import SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        try:
            found = load_pkcs12(p12, pin.encode())
        except (ValueError, TypeError) as error:
            raise KeyRefused(_NO_KEY) from error
        if found.key is None or found.cert is None:
            raise KeyRefused(_NO_KEY)
        private: Any = found.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        own, *above = (
            x509.Certificate.load(one.certificate.public_bytes(Encoding.DER))
            for one in (found.cert, *found.additional_certs)
        )
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(above)
        signer = SimpleSigner(
            signing_cert=own, signing_key=keys.PrivateKeyInfo.load(private), cert_registry=store
        )
        return cls(signer, own)

    @property
    def holder(self) -> str:
        """The name the certificate is of."""
        return str(self.certificate.subject.native.get("common_name", ""))

    @property
    def organisation(self) -> str:
        return str(self.certificate.subject.native.get("organization_name", ""))

    def check(self, at: datetime) -> None:
        """Raises CertificateRefused where the certificate may not sign at that moment."""
        validity = self.certificate["tbs_certificate"]["validity"]
        since, until = validity["not_before"].native, validity["not_after"].native
        if at < since:
            raise CertificateRefused(_EARLY.format(who=self.holder, day=f"{since:%d/%m/%Y}"))
        if at > until:
            raise CertificateRefused(_LATE.format(who=self.holder, day=f"{until:%d/%m/%Y}"))
        use = self.certificate.key_usage_value
        if use is not None and not _USES & use.native:
            raise CertificateRefused(_UNFIT.format(who=self.holder))
