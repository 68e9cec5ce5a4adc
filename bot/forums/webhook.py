"""Whether a webhook comes from the forum that knows the secret, and which thread it names."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Final

# Header, prefix of its value, hash: Discourse's own, and NodeBB's webhook plugin's.
SIGNATURES: Final = (
    ("x-discourse-event-signature", "sha256=", hashlib.sha256),
    ("x-webhook-signature", "sha1=", hashlib.sha1),
)

_NOBODYS: Final = secrets.token_hex()
# New posts and threads come with the forum's newest posts.
_NEW: Final = ("action:post.save", "action:topic.save")
_EVENT: Final = "x-discourse-event"


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


def changed_thread(headers: Mapping[str, str], body: bytes) -> int | None:
    """The number of the thread in which something was edited, deleted or the like, as a webhook
    names it; None where it names none or tells of something new. Nothing else of it is believed.
    """
    given = {name.lower(): value for name, value in headers.items()}
    if given.get(_EVENT, "").endswith("_created"):
        return None
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return next(_threads(said), None)


def _threads(said: object) -> Iterator[int]:
    """NodeBB's plugin puts its things under `params`; Discourse tells one thing."""
    if not isinstance(said, dict) or said.get("hook") in _NEW:
        return
    things = said.get("params") or said
    if not isinstance(things, dict):
        return
    posts = things.get("posts")
    first = posts[0] if isinstance(posts, list) and posts else None
    for thing in (things.get("post"), things.get("topic"), first):
        if isinstance(thing, dict):
            numbers = (thing.get("tid"), thing.get("topic_id"), thing.get("id"))
            yield from (one for one in numbers if type(one) is int and 0 < one < 2**53)
