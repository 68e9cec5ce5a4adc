"""What a message's body says of its files, judged as the real server does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.sandbox.discord.bodies import Upload
from bot.sandbox.discord.errors import ApiError, Form, Json
from bot.sandbox.discord.models import Attachment
from bot.sandbox.discord.snowflakes import parse

MOST, NAME, DESCRIPTION = 10, 1_024, 1_024
ODD = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(slots=True)
class Attached:
    """The files to add, and those to keep: what is said of each, by id.

    `kept` is None where nothing is said of them, and all stay.
    """

    new: list[Upload] = field(default_factory=list)
    kept: dict[int, Json] | None = None


def read_attached(form: Form, value: object, uploads: Mapping[int, Upload]) -> Attached:
    """Files that the list does not name are left out; without a list all are taken."""
    if value is None:
        return Attached([_named(each, {}) for each in uploads.values()])
    read = Attached(kept={})
    for place, each in enumerate(form.items("attachments", value, MOST)):
        path = f"attachments.{place}"
        said = _read_one(form, path, form.mapping(path, each))
        number = parse(said.get("id"))
        if number is None:
            form.required(f"{path}.id")
        elif number in uploads:
            read.new.append(_named(uploads[number], said))
        elif read.kept is not None:
            read.kept[number] = said
    return read


def _read_one(form: Form, path: str, said: Json) -> Json:
    longest = {"filename": NAME, "description": DESCRIPTION}
    texts = {
        key: form.text(f"{path}.{key}", said[key], most)
        for key, most in longest.items()
        if said.get(key) is not None
    }
    return said | texts


def safe_name(name: str) -> str:
    """The name without what addresses would have to encode."""
    return ODD.sub("_", name).strip(".") or "unknown"


def _named(upload: Upload, said: Json) -> Upload:
    """With a name that fits an address, as the server writes them."""
    name = safe_name(said.get("filename") or upload.filename)
    return replace(upload, filename=name, description=said.get("description") or None)


def staying(held: list[Attachment], said: Attached) -> list[Attachment]:
    """Which of the files held stay. Raises ApiError for one that is not there, and for too many."""
    kept = {one.id: one for one in held}
    if said.kept is not None:
        form = Form()
        for number in said.kept.keys() - kept.keys():
            form.wrong("attachments", "ATTACHMENT_NOT_FOUND", f"Unknown attachment {number}")
        form.check()
        kept = {number: kept[number] for number in said.kept}
    if len(kept) + len(said.new) > MOST:
        message = f"Maximum number of attachments in a message reached ({MOST})"
        raise ApiError(400, 30015, message)
    return list(kept.values())
