"""A small authenticator in software: makes and uses a passkey as a browser would hand it over."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as b64


class Authenticator:
    """One key pair for one site, with a counter."""

    def __init__(self, domain: str, origin: str) -> None:
        self.domain, self.origin = domain, origin
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _head(self, flags: int) -> bytes:
        self.count += 1
        return hashlib.sha256(self.domain.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, Any]) -> str:
        return json.dumps(
            {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response}
        )

    def register(self, options: str) -> str:
        """The answer to registration options."""
        client = self._client("webauthn.create", json.loads(options)["challenge"])
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        shown = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._head(0x45) + attested})
        return self._answer(
            {"clientDataJSON": b64(client), "attestationObject": b64(shown), "transports": ["usb"]}
        )

    def sign(self, options: str) -> str:
        """The answer to sign-in options."""
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        head = self._head(0x05)
        signature = self.key.sign(head + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": b64(client), "authenticatorData": b64(head), "signature": b64(signature)}
        )
