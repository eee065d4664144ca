"""Why something is not signed; every message is Vietnamese and says what to do."""

from __future__ import annotations


class SigningError(Exception):
    """A file is not signed; nothing was written."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class KeyRefused(SigningError):
    """The key file cannot be opened: not one, or the PIN is wrong."""


class CertificateRefused(SigningError):
    """The certificate is not one to sign with on that day."""


class FileRefused(SigningError):
    """The PDF cannot take a signature."""


class NoPlace(SigningError):
    """The page does not tell where the signature belongs."""
