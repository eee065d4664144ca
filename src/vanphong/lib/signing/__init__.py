"""Digital signatures put on PDF files: PAdES, with soft keys and an authority for trying out.

Signatures are read and judged by `vanphong.lib.reading.signatures`.
"""

from __future__ import annotations

from vanphong.lib.signing.appearance import Appearance
from vanphong.lib.signing.authority import TrialAuthority
from vanphong.lib.signing.errors import SigningError
from vanphong.lib.signing.keys import SoftKey
from vanphong.lib.signing.placing import Place, place_of_seal, place_of_signature
from vanphong.lib.signing.sign import Level, Signed, sign
from vanphong.lib.signing.validation import Validation

__all__ = [
    "Appearance",
    "Level",
    "Place",
    "Signed",
    "SigningError",
    "SoftKey",
    "TrialAuthority",
    "Validation",
    "place_of_seal",
    "place_of_signature",
    "sign",
]
