"""Second factors typed by hand: one-time codes (RFC 6238) and recovery codes."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Final, Protocol

import pyotp
from django.utils import timezone

from vanphong.kernel.identity.models import RecoveryCode, User
from vanphong.kernel.identity.sealing import keyed_hash, seal, unseal

PURPOSE: Final = "totp"
STEP_SECONDS: Final = 30
RECOVERY_CODES: Final = 10
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongProof(Exception):
    """A second factor did not hold."""


class Proof(Protocol):
    """A second factor shown at sign-in; `spend` uses it up in the running command and says which it was."""

    def spend(self, user: User) -> str: ...


@dataclass(frozen=True, slots=True)
class Code:
    """A typed code: six digits from the app, or a recovery code."""

    text: str

    def spend(self, user: User) -> str:
        bare = re.sub(r"[\s-]+", "", self.text).lower()
        if user.totp_confirmed and re.fullmatch(r"[0-9]{6}", bare):
            step = matching_step(user, bare)
            if step is None:
                raise WrongProof
            user.totp_last_step = step
            user.save()
            return "mã một lần"
        return _spend_recovery(user, bare)


def new_secret() -> str:
    """A fresh sealed secret for `User.totp_secret`."""
    return seal(pyotp.random_base32(), PURPOSE)


def matching_step(user: User, code: str) -> int | None:
    """The time step whose code this is; None if wrong or used. One step of clock error is forgiven."""
    secret = unseal(user.totp_secret, PURPOSE) if user.totp_secret else None
    if secret is None:
        return None
    present = int(timezone.now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for step in (present - 1, present, present + 1):
        if step > user.totp_last_step and secrets.compare_digest(totp.at(step * STEP_SECONDS), code):
            return step
    return None


def provisioning(user: User, issuer: str) -> tuple[str, str]:
    """The `otpauth:` address for the QR and the secret to type by hand; both empty without a secret."""
    secret = unseal(user.totp_secret, PURPOSE) if user.totp_secret else None
    if secret is None:
        return "", ""
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer), spaced


def fresh_recovery_codes(user: User) -> list[str]:
    """Within a command: replace all recovery codes; the new ones are returned and never shown again."""
    for old in RecoveryCode.objects.filter(user=user):
        old.delete()
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    for code in codes:
        RecoveryCode(user=user, code_hash=_recovery_hash(user, code)).save()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _recovery_hash(user: User, bare: str) -> str:
    return keyed_hash(f"{user.pk}:{bare}", "recovery")


def _spend_recovery(user: User, bare: str) -> str:
    row = (
        RecoveryCode.objects.filter(user=user, code_hash=_recovery_hash(user, bare), used_at=None)
        .select_for_update()
        .first()
    )
    if row is None:
        raise WrongProof
    row.used_at = timezone.now()
    row.save()
    return "mã khôi phục"
