"""What a message's body may hold, judged as the real server does, before anything is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.sandbox.discord.attached import Attached, read_attached
from bot.sandbox.discord.bodies import Upload
from bot.sandbox.discord.components import check_components
from bot.sandbox.discord.embeds import check_embeds
from bot.sandbox.discord.errors import ApiError, Form, Json, NotServedError
from bot.sandbox.discord.snowflakes import parse

CONTENT_LENGTH, NONCE_LENGTH = 2_000, 25
NOT_SERVED = ("sticker_ids", "poll", "shared_client_theme")


@dataclass(slots=True)
class Allowed:
    """What a message may ping: kinds as a whole, and persons and roles by their ids."""

    users: bool = True
    roles: bool = True
    everyone: bool = True
    user_ids: frozenset[int] = frozenset()
    role_ids: frozenset[int] = frozenset()
    replied_user: bool = True


@dataclass(slots=True)
class Draft:
    """A message's body after its judgment. None is "not said", which edits leave alone."""

    content: str | None = None
    embeds: list[Json] | None = None
    components: list[Json] | None = None
    attached: Attached = field(default_factory=Attached)
    allowed: Allowed = field(default_factory=Allowed)
    flags: int | None = None
    tts: bool = False
    nonce: str | int | None = None
    enforce_nonce: bool = False
    answers: int | None = None  # the message replied to
    must_exist: bool = True

    @property
    def is_empty(self) -> bool:
        return not (self.content or self.embeds or self.components or self.attached.new)


def read(body: Json, uploads: Mapping[int, Upload] | None = None) -> Draft:
    """The draft in a request's body, with the files beside it.

    Raises ApiError 50035, or NotServedError.
    """
    for key in NOT_SERVED:
        if body.get(key):
            raise NotServedError(f"message {key}")
    form = Form()
    draft = Draft(
        content=_said(form, body, "content"),
        embeds=check_embeds(form, body["embeds"]) if "embeds" in body else None,
        components=check_components(form, body["components"]) if "components" in body else None,
        attached=read_attached(form, body.get("attachments"), uploads or {}),
        allowed=_allowed(form, body.get("allowed_mentions")),
        flags=form.integer("flags", body["flags"]) if body.get("flags") is not None else None,
        tts=bool(body.get("tts")),
        nonce=_nonce(form, body.get("nonce")),
        enforce_nonce=bool(body.get("enforce_nonce")),
    )
    _reference(form, draft, body.get("message_reference"))
    form.check()
    return draft


def refuse_empty(draft: Draft) -> None:
    if draft.is_empty:
        raise ApiError(400, 50006, "Cannot send an empty message")


def _said(form: Form, body: Json, key: str) -> str | None:
    return form.text(key, body[key], CONTENT_LENGTH) if key in body else None


def _nonce(form: Form, value: object) -> str | int | None:
    if isinstance(value, str) and len(value) > NONCE_LENGTH:
        form.wrong("nonce", "NONCE_TYPE_TOO_LONG", "Nonce must be 25 or fewer in length.")
    return value if isinstance(value, str | int) else None


def _allowed(form: Form, value: object) -> Allowed:
    if value is None:
        return Allowed()
    said = form.mapping("allowed_mentions", value)
    kinds = form.items("allowed_mentions.parse", said.get("parse"), 3)
    users = form.items("allowed_mentions.users", said.get("users"), 100)
    roles = form.items("allowed_mentions.roles", said.get("roles"), 100)
    for kind, named in (("users", users), ("roles", roles)):
        if kind in kinds and named:
            form.wrong(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f"parse:['{kind}'] and {kind}: [ids...] are mutually exclusive.",
            )
    return Allowed(
        users="users" in kinds,
        roles="roles" in kinds,
        everyone="everyone" in kinds,
        user_ids=frozenset(parse(each) or 0 for each in users),
        role_ids=frozenset(parse(each) or 0 for each in roles),
        replied_user=bool(said.get("replied_user")),
    )


def _reference(form: Form, draft: Draft, value: object) -> None:
    if value is None:
        return
    said = form.mapping("message_reference", value)
    if said.get("type"):
        raise NotServedError("forwarded messages")
    draft.answers = parse(said.get("message_id"))
    draft.must_exist = said.get("fail_if_not_exists", True) is not False
    if draft.answers is None:
        form.required("message_reference.message_id")
