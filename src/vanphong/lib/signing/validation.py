"""What a signature carries so that it can be checked without a network: authorities and their lists of withdrawals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vanphong.lib.reading.signatures import trusted_certificates

if TYPE_CHECKING:
    from asn1crypto import crl, x509


@dataclass(frozen=True, slots=True)
class Validation:
    """Certificates that are trusted, and lists of certificates taken back."""

    roots: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()

    @classmethod
    def of_folder(cls, folder: Path) -> Validation:
        """Certificates (.pem, .crt, .cer, .der) and lists (.crl) of a folder; what is neither is passed over."""
        from asn1crypto import crl

        lists = []
        for path in sorted(folder.glob("*.crl")):
            made = crl.CertificateList.load(path.read_bytes())
            try:
                made["tbs_cert_list"].native  # noqa: B018 - parsed only when asked
            except ValueError:
                continue
            lists.append(made)
        return cls(tuple(trusted_certificates(folder)), tuple(lists))

    def context(self, moment: datetime) -> Any:
        """The same for pyHanko; nothing is fetched."""
        from pyhanko_certvalidator import ValidationContext

        return ValidationContext(
            trust_roots=list(self.roots),
            crls=list(self.lists),
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
            retroactive_revinfo=True,
        )
