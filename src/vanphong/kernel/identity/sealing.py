"""Secrets at rest: encrypted when they must be read back, else hashed with a key of the office."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _derived(secret: str | bytes, purpose: str) -> bytes:
    raw = secret.encode() if isinstance(secret, str) else secret
    return HKDF(SHA256(), 32, salt=b"vanphong", info=purpose.encode()).derive(raw)


def _box(purpose: str) -> MultiFernet:
    # Old keys may still open what they sealed while the office changes its key.
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(s, purpose))) for s in secrets])


def seal(text: str, purpose: str) -> str:
    """Encrypt a short secret for the database."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str | None:
    """The secret again; None when it was sealed with a key the office no longer has."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def keyed_hash(text: str, purpose: str) -> str:
    """Hash of a random key or code, useless to who has only a copy of the database."""
    return hmac.new(_derived(settings.SECRET_KEY, purpose), text.encode(), hashlib.sha256).hexdigest()
