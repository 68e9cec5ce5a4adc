"""Files of messages: kept as long as their message has them, and served to whoever asks."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable

from aiohttp import web

from bot.sandbox.discord.attached import Attached
from bot.sandbox.discord.bodies import Upload
from bot.sandbox.discord.models import Attachment, Message
from bot.sandbox.discord.world import World

ROUTE = "/attachments/{channel}/{attachment}/{filename}"
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
    made = Attachment(
        number,
        upload.filename,
        upload.data,
        world.cdn_url + path,
        mimetypes.guess_type(upload.filename)[0],
        upload.description,
        _size(upload.data),
        message.ephemeral_for is not None,
    )
    world.attachments[number] = made
    return made


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG; others are not measured here."""
    if not data.startswith(PNG) or data[12:16] != b"IHDR":
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


class Files:
    """The bytes, at the addresses that messages give. Knowing the address is enough."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.Response:
        asked = request.match_info["attachment"]
        found = self._world.attachments.get(int(asked)) if asked.isdecimal() else None
        if found is None or not found.url.endswith(request.rel_url.raw_path):
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
