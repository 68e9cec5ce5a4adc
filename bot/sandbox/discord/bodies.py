"""What requests carry: JSON, or a form with files beside it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.discord.errors import ApiError, NotServedError, bad_json

LARGEST = 10 * 1024**2  # bytes of one file, as interactions are told
PART = re.compile(r"files\[(\d{1,9})\]")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    filename: str
    data: bytes
    description: str | None = None


Uploads = dict[int, Upload]  # by the n of files[n]


async def read_body(request: web.Request) -> tuple[Any, Uploads]:
    """The JSON, None for none, and the files beside it.

    Raises ApiError 50109 for what is not JSON, 40005 for what is too large, NotServedError for
    forms that spell out their fields.
    """
    if not request.can_read_body:
        return None, {}
    try:
        if request.content_type == "multipart/form-data":
            return await _form(request)
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise _too_large() from None
    if not raw:
        return None, {}
    if request.content_type != "application/json":
        raise ApiError(400, 50035, "Invalid Form Body")
    return _parsed(raw), {}


async def _form(request: web.Request) -> tuple[Any, Uploads]:
    try:
        form = await request.post()
    except ValueError:
        raise ApiError(400, 50035, "Invalid Form Body") from None
    uploads: Uploads = {}
    for name, value in form.items():
        place = PART.fullmatch(name)
        if place and isinstance(value, web.FileField):
            uploads[int(place[1])] = _upload(value)
        elif name != "payload_json":
            raise NotServedError(f"form field {name}")
    payload = form.get("payload_json")
    if payload is None:
        return {}, uploads
    if isinstance(payload, web.FileField):
        raise bad_json()
    return _parsed(payload), uploads


def _upload(field: web.FileField) -> Upload:
    with field.file as file:
        data = file.read()
    if len(data) > LARGEST:
        raise _too_large()
    return Upload(field.filename, data)


def _parsed(raw: str | bytes | bytearray) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise bad_json() from None


def _too_large() -> ApiError:
    return ApiError(413, 40005, "Request entity too large")
