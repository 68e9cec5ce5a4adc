"""Nonces: the same send twice gives one message, when its sender asks for that."""

from __future__ import annotations

import time

from bot.sandbox.discord.checks import Draft
from bot.sandbox.discord.models import Application, Message

NONCE_S = 300.0  # real seconds during which a nonce is unique


def same_nonce(app: Application, draft: Draft) -> Message | None:
    """The message that the application sent with this nonce lately, when it asks to enforce it."""
    now = time.monotonic()
    while app.recent_nonces and app.recent_nonces[0][0] < now - NONCE_S:
        sent, old = app.recent_nonces.popleft()
        if app.nonces[old][0] == sent:
            del app.nonces[old]
    if not draft.enforce_nonce or draft.nonce is None or draft.nonce not in app.nonces:
        return None
    return app.nonces[draft.nonce][1]


def remember_nonce(app: Application, message: Message) -> None:
    if message.nonce is not None:
        now = time.monotonic()
        app.nonces[message.nonce] = (now, message)
        app.recent_nonces.append((now, message.nonce))
