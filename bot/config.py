"""`config.toml` and the secrets beside it, checked whole before anything starts.

A problem is a fact (key, value, what is wrong); its sentence is worded in `bot.render.problems`.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.functional_validators import AfterValidator, BeforeValidator
from pydantic_core import ErrorDetails, PydanticCustomError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Problem(StrEnum):
    """What can be wrong with a setting."""

    NO_FILE = "no_file"
    UNREADABLE_FILE = "unreadable_file"
    NOT_TOML = "not_toml"
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    BAD_URL = "bad_url"
    NOT_LOOPBACK = "not_loopback"
    UNKNOWN_ZONE = "unknown_zone"
    NOT_A_MOMENT = "not_a_moment"
    NOT_ALLOWED = "not_allowed"
    DUPLICATE = "duplicate"
    NO_SECRET = "no_secret"
    UNREADABLE_SECRET = "unreadable_secret"
    EMPTY_SECRET = "empty_secret"
    MALFORMED_SECRET = "malformed_secret"
    SECRET_IN_FILE = "secret_in_file"
    NOT_AN_ID = "not_an_id"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: dotted key, value as written, what is wrong, what is expected."""

    key: str
    problem: Problem
    value: str = ""
    expected: str = ""


class Misconfigured(Exception):
    """Every fault found, in the order of the file."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(", ".join(f"{fault.key}: {fault.problem}" for fault in faults))
        self.faults = faults


def _address(value: str) -> str:
    parts = urlsplit(value)
    try:
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that cannot be
        sound = False
    if parts.username or parts.password:
        raise PydanticCustomError(Problem.SECRET_IN_FILE.value, "a password in an address")
    sound = sound and not (parts.query or parts.fragment)
    if not sound:
        raise PydanticCustomError(Problem.BAD_URL.value, "not a web address")
    return value.rstrip("/")


def _loopback(value: str) -> str:
    if urlsplit(value).hostname not in LOOPBACK:
        raise PydanticCustomError(Problem.NOT_LOOPBACK.value, "not on this machine")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise PydanticCustomError(Problem.UNKNOWN_ZONE.value, "no such zone")
    return value


def _text(value: object) -> object:
    """A server's id is text to us; in the file it may be a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _variable(value: str) -> str:
    """A token pasted where the name of its variable goes must not pass for a name."""
    if not _VARIABLE.fullmatch(value):
        raise PydanticCustomError(Problem.SECRET_IN_FILE.value, "not the name of a variable")
    return value


_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*", re.ASCII)


def _id(value: str) -> str:
    if not value.isdecimal():
        raise PydanticCustomError(Problem.NOT_AN_ID.value, "not a number")
    return value


Address = Annotated[str, AfterValidator(_address)]
Variable = Annotated[str, AfterValidator(_variable)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DiscordSettings(_Section):
    api_base: Address | None = None
    guilds: list[Annotated[str, BeforeValidator(_text), AfterValidator(_id)]] = []


class ForumSettings(_Section):
    name: str = Field(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9_-]*$")
    url: Address
    token_env: Variable = "VIGIE_FORUM_TOKEN"
    user: str = ""
    every_s: int = Field(default=60, ge=5, le=3600)
    webhook_secret_env: Variable = "VIGIE_WEBHOOK_SECRET"
    tell_after_h: int = Field(default=3, ge=1, le=168)


class StorageSettings(_Section):
    path: str = Field(default="data/vigie.db", min_length=1)


class ClockSettings(_Section):
    follow: Annotated[Address, AfterValidator(_loopback)] | None = None


class CollectiveSettings(_Section):
    """What a collective is until its organisers say otherwise."""

    locale: Literal["fr", "en"] = "fr"
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Paris"
    most_an_hour: int = Field(default=30, ge=1, le=1000)


class WebSettings(_Section):
    """Where Vigie listens for its forums' webhooks; nowhere while there is no port."""

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int | None = Field(default=None, ge=0, le=65535)


class LogSettings(_Section):
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Section):
    """The whole file. Relative paths count from `folder`, where the file lies."""

    discord: DiscordSettings = DiscordSettings()
    forum: list[ForumSettings] = []
    storage: StorageSettings = StorageSettings()
    clock: ClockSettings = ClockSettings()
    collective: CollectiveSettings = CollectiveSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()
    folder: Path = Field(default=Path(), exclude=True)

    @property
    def database(self) -> Path:
        return (self.folder / self.storage.path).resolve()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.collective.timezone)


_TYPES = {
    "string_type": "text",
    "int_type": "number",
    "bool_type": "boolean",
    "list_type": "list",
    "dict_type": "section",
    "model_type": "section",
    "model_attributes_type": "section",
}


_SECRETS = {"token", "secret", "password"}


def _key(loc: tuple[int | str, ...]) -> str:
    """`discord.guilds`; for one of several sections, `[[forum]] 1, url`, counted from 1."""
    if len(loc) > 1 and isinstance(loc[1], int) and loc[0] == "forum":
        return ", ".join([f"[[forum]] {loc[1] + 1}", *map(str, loc[2:])])
    return ".".join(str(part) for part in loc)


def _shown(value: object) -> str:
    """A value as the file has it, short."""
    if isinstance(value, str | int | float | bool):
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
    return "{…}" if isinstance(value, dict) else "[…]" if isinstance(value, list) else str(value)


_MOST_SHOWN = 60


def _fault(error: ErrorDetails) -> Fault:
    key = _key(error["loc"])
    kind, value = error["type"], _shown(error["input"])
    if kind == "extra_forbidden" and str(error["loc"][-1]) in _SECRETS:
        return Fault(key, Problem.SECRET_IN_FILE)
    if kind == "extra_forbidden":
        return Fault(key, Problem.UNKNOWN_KEY, value, _nearest(error["loc"]))
    if kind == "list_type" and error["loc"] == ("forum",):
        return Fault(key, Problem.WRONG_TYPE, value, "sections")
    if kind == "missing":
        return Fault(key, Problem.MISSING)
    if kind in _TYPES:
        return Fault(key, Problem.WRONG_TYPE, value, _TYPES[kind])
    if kind in set(Problem):
        return Fault(key, Problem(kind), value)
    return Fault(key, Problem.NOT_ALLOWED, value, _allowed(error))


def _allowed(error: ErrorDetails) -> str:
    """What a key takes: a word that is put into a sentence elsewhere, or the values themselves."""
    match error["loc"][-1]:
        case "every_s":
            return "5-3600"
        case "tell_after_h":
            return "1-168"
        case "most_an_hour":
            return "1-1000"
        case "port":
            return "0-65535"
        case "name":
            return "slug"
        case "path":
            return "path"
        case _:
            return str(error.get("ctx", {}).get("expected", "")).replace("' or '", "', '")


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    model: Any = Settings
    for part in loc[:-1]:
        if isinstance(part, str):
            model = {"forum": ForumSettings}.get(part) or model.model_fields[part].annotation
    return [name for name in model.model_fields if name != "folder"]


def _nearest(loc: tuple[int | str, ...]) -> str:
    known = _known_keys(loc)
    return next(iter(get_close_matches(str(loc[-1]), known, 1)), ", ".join(known))


def load(path: Path, *, secrets: Sequence[str] = ()) -> Settings:
    """The settings in `path`, for a command that needs these `secrets`.

    Raises Misconfigured with every fault at once.
    """
    missing = _missing(secrets)
    try:
        settings = _read(path)
    except Misconfigured as error:
        raise Misconfigured(error.faults + missing) from error
    if faults := missing + _unusable(settings):
        raise Misconfigured(faults)
    return settings


def _unusable(settings: Settings) -> list[Fault]:
    """What is wrong with the secrets that forums may have."""
    names = {name for one in settings.forum for name in (one.token_env, one.webhook_secret_env)}
    faults: list[Fault] = []
    for name in sorted(names):
        try:
            secret(name)
        except Misconfigured as error:
            faults += error.faults
    return faults


def _missing(secrets: Sequence[str]) -> list[Fault]:
    faults: list[Fault] = []
    for name in secrets:
        try:
            needed_secret(name)
        except Misconfigured as error:
            faults += error.faults
    return faults


def _read(path: Path) -> Settings:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise Misconfigured([Fault(str(path), Problem.NO_FILE)]) from error
    except OSError as error:
        raise Misconfigured([Fault(str(path), Problem.UNREADABLE_FILE)]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured([Fault(str(path), Problem.NOT_TOML, str(error))]) from error
    faults: list[Fault] = []
    if "folder" in written:  # set by this function, not by the file
        written.pop("folder")
        faults.append(Fault("folder", Problem.UNKNOWN_KEY, "", _nearest(("folder",))))
    try:
        settings = Settings.model_validate(written)
    except ValidationError as error:
        faults += [_fault(one) for one in error.errors(include_url=False)]
        raise Misconfigured(faults + _duplicates(written)) from error
    faults += _duplicates(written)
    if faults:
        raise Misconfigured(faults)
    return settings.model_copy(update={"folder": path.resolve().parent})


def _duplicates(written: Mapping[str, Any]) -> list[Fault]:
    sections = written.get("forum")
    names = [one.get("name") for one in sections or () if isinstance(one, dict)]
    return [
        Fault(_key(("forum", number, "name")), Problem.DUPLICATE, _shown(name))
        for number, name in enumerate(names)
        if isinstance(name, str) and name in names[:number]
    ]


def secret(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """The secret `name`, from the environment or from the file that `name`_FILE names.

    Raises Misconfigured when the file cannot be read or holds no secret, or when what is given
    cannot be one.
    """
    environ = os.environ if environ is None else environ
    value = environ.get(name, "").strip() or _from_file(f"{name}_FILE", environ)
    if value is not None and not (value.isascii() and value.isprintable() and " " not in value):
        raise Misconfigured([Fault(name, Problem.MALFORMED_SECRET)])
    return value


def _from_file(variable: str, environ: Mapping[str, str]) -> str | None:
    file = environ.get(variable, "")
    if not file:
        return None
    try:
        value = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured([Fault(variable, Problem.UNREADABLE_SECRET, file)]) from error
    if not value:
        raise Misconfigured([Fault(variable, Problem.EMPTY_SECRET, file)])
    return value


def needed_secret(name: str, environ: Mapping[str, str] | None = None) -> str:
    """Like `secret`. Raises Misconfigured when there is none."""
    value = secret(name, environ)
    if value is None:
        raise Misconfigured([Fault(name, Problem.NO_SECRET)])
    return value
