"""Whether a webhook comes from the forum that knows the secret."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Final

# Header, prefix of its value, hash: Discourse's own, and NodeBB's webhook plugin's.
SIGNATURES: Final = (
    ("x-discourse-event-signature", "sha256=", hashlib.sha256),
    ("x-webhook-signature", "sha1=", hashlib.sha1),
)

_NOBODYS: Final = secrets.token_hex()


def is_genuine(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Whether one of the signatures is that of the raw body; never with an empty secret.

    Names of headers in any case. Takes as long whatever the signature is, and whether there is a
    secret: how long it takes tells nobody which forums there are.
    """
    given = {name.lower(): value for name, value in headers.items()}
    fitting = [
        hmac.compare_digest(_bytes(given.get(header, "")), signed)
        for header, signed in _signatures(body, secret or _NOBODYS)
    ]
    return bool(secret) and any(fitting)


def _signatures(body: bytes, secret: str) -> list[tuple[str, bytes]]:
    return [
        (header, f"{prefix}{hmac.new(_bytes(secret), body, kind).hexdigest()}".encode())
        for header, prefix, kind in SIGNATURES
    ]


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")
