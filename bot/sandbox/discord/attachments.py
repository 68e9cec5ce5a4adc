"""Files of messages: kept as long as their message has them, and served to whoever asks."""

from __future__ import annotations

import mimetypes
import warnings
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Final

from aiohttp import web
from PIL import Image

from bot.sandbox.discord.attached import Attached, safe_name
from bot.sandbox.discord.bodies import Upload
from bot.sandbox.discord.models import Attachment, Message, User
from bot.sandbox.discord.world import World

ROUTES: Final = (
    "/attachments/{channel}/{attachment}/{filename}",
    "/ephemeral-attachments/{person}/{attachment}/{filename}",
)
HANDED_FOR: Final = timedelta(hours=24)
HANDED_MOST: Final = 50  # files held at once, of all people
PNG = b"\x89PNG\r\n\x1a\n"
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")  # others are downloaded, never run
FOR_EVER = "private, max-age=31536000, immutable"


def settle(world: World, message: Message, stay: list[Attachment], said: Attached) -> None:
    """Gives the message these files and the new ones; what it had besides is gone."""
    for one in stay:
        about = (said.kept or {}).get(one.id, {})
        one.description = about.get("description", one.description) or None
    forget(world, (one for one in message.attachments if one not in stay))
    message.attachments = stay + [_made(world, message, each) for each in said.new]


def forget(world: World, those: Iterable[Attachment]) -> None:
    for one in list(those):
        world.attachments.pop(one.id, None)


def _made(world: World, message: Message, upload: Upload) -> Attachment:
    number = world.snowflakes.new()
    path = f"/attachments/{message.channel.id}/{number}/{upload.filename}"
    made = _kept(world, number, upload, path)
    made.ephemeral = message.ephemeral_for is not None
    return made


def hand(world: World, person: User, upload: Upload) -> Attachment:
    """Takes a file that the person means to give with a command or a form.

    Its address is good for a day, as the real one's is for a while.
    """
    handed = [one for one in world.attachments.values() if one.expires_at is not None]
    forget(world, handed[: max(0, len(handed) - HANDED_MOST + 1)])
    number, upload = world.snowflakes.new(), replace(upload, filename=safe_name(upload.filename))
    path = f"/ephemeral-attachments/{person.id}/{number}/{upload.filename}"
    made = _kept(world, number, upload, path)
    made.ephemeral, made.expires_at = True, world.clock.now() + HANDED_FOR
    return made


def handed(world: World, number: object) -> Attachment | None:
    """The file that was handed under that number, unless it is gone."""
    text = str(number)
    found = world.attachments.get(int(text)) if text.isdecimal() else None
    return found if found is not None and found.expires_at is not None else None


def _kept(world: World, number: int, upload: Upload, path: str) -> Attachment:
    made = Attachment(
        number,
        upload.filename,
        upload.data,
        world.cdn_url + path,
        mimetypes.guess_type(upload.filename)[0],
        upload.description,
        _size(upload.data),
    )
    world.attachments[number] = made
    return made


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a picture, as its first bytes say; None for other files."""
    if data.startswith(PNG) and data[12:16] == b"IHDR":
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data)) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


class Files:
    """The bytes, at the addresses that messages give. Knowing the address is enough."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.Response:
        asked = request.match_info["attachment"]
        found = self._world.attachments.get(int(asked)) if asked.isdecimal() else None
        if found is None or not found.url.endswith(request.rel_url.raw_path):
            raise web.HTTPNotFound
        if found.expires_at is not None and found.expires_at <= self._world.clock.now():
            raise web.HTTPNotFound
        is_shown = found.content_type in SHOWN
        kind = found.content_type if is_shown else None
        headers = {
            "Content-Type": kind or "application/octet-stream",
            "Content-Disposition": "inline" if is_shown else "attachment",
            "Cache-Control": FOR_EVER,
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=found.data, headers=headers)
