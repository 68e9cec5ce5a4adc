"""Checks what passes between a bot and the sandbox against Discord's own description.

Requests, answers, and the objects of gateway events that the description knows; READY,
GUILD_CREATE and INTERACTION_CREATE, which it does not know, against the keys listed here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bot.sandbox.discord.api import Exchange
from bot.sandbox.server import Sandbox
from tests.contracts.schema import Description, Json

FILE = Path(__file__).parent / "discord" / "openapi.json"

# What discord.py writes and the real server takes, though the description says otherwise.
TOLERATED = (
    re.compile(r'/(?:permissions|allow|deny): "\d+" is not of type'),  # bits as a string
    re.compile(r"/embeds/\d+: 'flags' is unknown"),
    # files that an edit keeps are given whole, where their ids are enough
    re.compile(r"/attachments/\d+: '(?:size|url|proxy_url|spoiler|content_type|width|height)' is"),
    re.compile(r"^(?:PATCH \S+ /|POST \S+/callback /data): 'tts' is unknown"),
    re.compile(r"^PUT /applications/\d+/\S* /\d+: 'nsfw' is unknown"),
    re.compile(r"^PUT /channels/\d+/permissions/\d+ /: 'id' is unknown"),
    re.compile(r"^POST /channels/\d+/threads (?:/: 'type'|/message: 'tts') is unknown"),
)
TOLERATED_QUERY = re.compile(r"^POST /channels/\d+/threads 'use_nested_fields' is unknown")
TOO_LARGE = 413  # the body was not read
FILES = {f"files[{place}]" for place in range(10)}
GUILD_MEDIA = {"title": "GUILD_MEDIA", "const": 16}
FORUM_POST = re.compile(r"^POST /channels/\d+/threads$")

READY = {"v", "user", "guilds", "session_id", "resume_gateway_url", "application"}
GUILD_CREATE = {
    "id",
    "name",
    "owner_id",
    "member_count",
    "roles",
    "members",
    "channels",
    "threads",
}
INTERACTION = {
    "id",
    "application_id",
    "type",
    "token",
    "version",
    "data",
    "attachment_size_limit",
    "channel",
    "app_permissions",
    "locale",
    "context",
    "entitlements",
    "authorizing_integration_owners",
}
THREADS = (11, 12)
IN_GUILD = {"guild_id", "guild", "guild_locale", "member"}
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE_MENU = 3
DATA = {
    COMMAND: {"id", "name", "type", "options"},
    AUTOCOMPLETE: {"id", "name", "type", "options"},
    COMPONENT: {"custom_id", "component_type"},
    MODAL_SUBMIT: {"custom_id", "components"},
}
MENU_DATA = {"id", "name", "type", "target_id", "resolved"}
RESOLVED = {"messages": "MessageResponse", "attachments": "MessageAttachmentResponse"}


class DiscordContract:
    """Gathers the violations of everything that it is shown."""

    def __init__(self) -> None:
        self.description = description()
        self.requests = description(integer_snowflakes=True)
        self.violations: list[str] = []
        self.forgiven: list[re.Pattern[str]] = []
        self.exchanges = 0
        self.events: dict[str, int] = {}

    def attach(self, sandbox: Sandbox) -> None:
        sandbox.on_exchange.append(self.exchange)
        sandbox.on_event.append(self.event)

    def forgive(self, pattern: str) -> None:
        """For a test that asks for what the description forbids, to see it refused."""
        self.forgiven.append(re.compile(pattern))

    # REST

    def exchange(self, seen: Exchange) -> None:
        """A request and its answer; a route unknown to the description is a violation, too."""
        self.exchanges += 1
        found = operation(self.description, seen.method, seen.path)
        asked = operation(self.requests, seen.method, seen.path)
        where = f"{seen.method} {seen.path}"
        if found is None or asked is None:
            self.violations.append(f"{where}: no such route in the description")
            return
        shared, what = found
        self._note(f"{where} asked", self._request(asked[1], seen))
        self._note(f"{where} query", self._query([*shared, *what.get("parameters", [])], seen))
        self._note(f"{where} answered {seen.status}", self._answer(what, seen))

    def _request(self, what: Json, seen: Exchange) -> Iterator[str]:
        body = what.get("requestBody")
        if body is None:
            if seen.request_json is not None:
                yield "a body where none is described"
            return
        if seen.request_json is None:
            if body.get("required") and seen.status != TOO_LARGE:
                yield "no body"
            return
        if seen.files:
            yield from self._files(body, seen)
        schema = body["content"]["application/json"]["schema"]
        if FORUM_POST.search(f"{seen.method} {seen.path}") and "message" in seen.request_json:
            schema = self.requests.named("CreateForumThreadRequest")
        for fault in self.requests.faults(schema, seen.request_json):
            whole = f"{seen.method} {seen.path} {fault}"
            if not any(pattern.search(whole) for pattern in TOLERATED):
                yield fault

    def _files(self, body: Json, seen: Exchange) -> Iterator[str]:
        """Some routes are described with their parts, others only as taking a form."""
        form = body["content"].get("multipart/form-data")
        if form is None:
            yield "files where no form is described"
        for name in sorted(set(seen.files) - FILES):
            yield f"{name!r} is unknown"

    def _query(self, parameters: list[Json], seen: Exchange) -> Iterator[str]:
        known = {each["name"]: each for each in parameters if each["in"] == "query"}
        for name, text in seen.query.items():
            if name not in known:
                if not TOLERATED_QUERY.search(f"{seen.method} {seen.path} {name!r} is unknown"):
                    yield f"{name!r} is unknown"
                continue
            yield from _as_text(self.description, known[name]["schema"], text, name)

    def _answer(self, what: Json, seen: Exchange) -> Iterator[str]:
        if seen.status == 501:
            yield "not served by the sandbox"
            return
        described = what["responses"].get(str(seen.status))
        if described is None and 400 <= seen.status < 500:
            described = what["responses"]["4XX"]
        if described is None:
            yield "this status is not described"
            return
        if "$ref" in described:
            name = described["$ref"].rsplit("/", 1)[1]
            described = self.description.spec["components"]["responses"][name]
        schema = described.get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            if seen.response_json is not None:
                yield "a body where none is described"
            return
        answer = _with_numbers(seen.response_json)
        answer = dict(answer) if isinstance(answer, dict) else answer
        if seen.status == 201 and FORUM_POST.search(f"{seen.method} {seen.path}"):
            first = answer.pop("message", None)  # documented, though not described
            if first is not None:
                named = self.description.named("MessageResponse")
                yield from self.description.faults(named, first, "/message")
        yield from self.description.faults(schema, answer)

    # gateway

    def event(self, name: str, data: Json, _app_id: str) -> None:
        """The data of a dispatched event."""
        self.events[name] = self.events.get(name, 0) + 1
        check = EVENTS.get(name)
        if check is None:
            self.violations.append(f"{name}: an event that nothing here describes")
        else:
            self._note(name, check(self.description, data))

    def _note(self, where: str, faults: Iterator[str]) -> None:
        for fault in faults:
            violation = f"{where}: {fault}"
            if not any(pattern.search(violation) for pattern in self.forgiven):
                self.violations.append(violation)


@cache
def description(*, integer_snowflakes: bool = False) -> Description:
    """The description; in requests discord.py gives many ids as integers, which are taken."""
    spec: Json = json.loads(FILE.read_text(encoding="utf-8"))
    # documented, though not described; discord.py names it wherever it names forums
    spec["components"]["schemas"]["ChannelTypes"]["oneOf"].append(GUILD_MEDIA)
    if integer_snowflakes:
        spec["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    return Description(spec)


def operation(of: Description, method: str, path: str) -> tuple[list[Json], Json] | None:
    """The shared parameters and the operation of a path, literal paths before templates."""
    parts = path.strip("/").split("/")
    best: tuple[list[bool], Json] | None = None
    for template, item in of.spec["paths"].items():
        names = template.strip("/").split("/")
        is_open = [name.startswith("{") for name in names]
        pairs = zip(names, parts, is_open, strict=False)
        if len(names) != len(parts) or method.lower() not in item:
            continue
        fits = all(free or name == part for name, part, free in pairs)
        if fits and (best is None or is_open < best[0]):
            best = (is_open, item)
    if best is None:
        return None
    return best[1].get("parameters", []), best[1][method.lower()]


def _with_numbers(answer: Any) -> Any:
    """A refusal with numbers for the codes inside its `errors`: the description wants them,
    while the server, and its documentation, give words such as BASE_TYPE_REQUIRED."""

    def counted(part: Any) -> Any:
        if isinstance(part, list):
            return [each | {"code": 0} for each in part]
        return {key: counted(each) for key, each in part.items()}

    if isinstance(answer, dict) and "errors" in answer and "code" in answer:
        return answer | {"errors": counted(answer["errors"])}
    return answer


def _as_text(of: Description, schema: Json, text: str, name: str) -> Iterator[str]:
    kinds = json.dumps(schema)
    value: Any = text
    if '"boolean"' in kinds and text.lower() in ("0", "1", "true", "false"):
        value = text.lower() in ("1", "true")
    elif '"integer"' in kinds and text.isdigit():
        value = int(text)
    yield from of.faults(schema, value, f"/{name}")


def _message(of: Description, data: Json) -> Iterator[str]:
    """The official message, with what only the gateway adds taken off."""
    bare = {key: data[key] for key in data.keys() - {"guild_id", "member", "channel_type"}}
    bare["mentions"] = [
        {key: each[key] for key in each.keys() - {"member"}} for each in data["mentions"]
    ]
    yield from of.faults(of.named("MessageResponse"), bare)
    if "guild_id" in data and "webhook_id" not in data and "member" not in data:
        yield "'member' is missing"


def _without(name: str, *extra: str) -> Callable[[Description, Json], Iterator[str]]:
    def check(of: Description, data: Json) -> Iterator[str]:
        for key in extra:
            if key not in data:
                yield f"{key!r} is missing"
        bare = {key: data[key] for key in data.keys() - set(extra)}
        yield from of.faults(of.named(name), bare)

    return check


def _role(of: Description, data: Json) -> Iterator[str]:
    yield from _exactly(data, {"guild_id", "role"})
    yield from of.faults(of.named("GuildRoleResponse"), data["role"])


def _member_gone(of: Description, data: Json) -> Iterator[str]:
    yield from _exactly(data, {"guild_id", "user"})
    yield from of.faults(of.named("UserResponse"), data["user"])


def _keys(*keys: str) -> Callable[[Description, Json], Iterator[str]]:
    return lambda _, data: _exactly(data, set(keys))


def _gone_message(_: Description, data: Json) -> Iterator[str]:
    yield from _exactly({"guild_id": "", **data}, {"id", "channel_id", "guild_id"})


def _exactly(data: Json, keys: set[str]) -> Iterator[str]:
    for key in keys - data.keys():
        yield f"{key!r} is missing"
    for key in data.keys() - keys:
        yield f"{key!r} is unknown"


def _missing(data: Json, keys: set[str]) -> Iterator[str]:
    yield from (f"{key!r} is missing" for key in keys - data.keys())


def _ready(of: Description, data: Json) -> Iterator[str]:
    yield from _missing(data, READY)
    yield from of.faults(of.named("UserPIIResponse"), data["user"], "/user")
    for guild in data["guilds"]:
        if guild.keys() != {"id", "unavailable"} or guild["unavailable"] is not True:
            yield f"/guilds: {guild} should be an unavailable guild"


def _guild_create(of: Description, data: Json) -> Iterator[str]:
    yield from _missing(data, GUILD_CREATE)
    for name, schema in (
        ("roles", "GuildRoleResponse"),
        ("members", "GuildMemberResponse"),
        ("channels", "GuildChannelResponse"),
        ("threads", "ThreadResponse"),
    ):
        for place, each in enumerate(data[name]):
            yield from of.faults(of.named(schema), each, f"/{name}/{place}")
    if data["id"] not in {role["id"] for role in data["roles"]}:
        yield "/roles: @everyone, whose id is the guild's, is missing"
    if data.get("unavailable", False) is not False:
        yield "/unavailable: should be false, or absent on joining"


def _interaction(of: Description, data: Json) -> Iterator[str]:
    in_guild = "guild_id" in data
    yield from _missing(data, INTERACTION | (IN_GUILD if in_guild else {"user"}))
    yield from _missing(data["channel"], {"id", "type"})
    if data["channel"]["type"] in THREADS:
        yield from of.faults(of.named("ThreadResponse"), data["channel"], "/channel")
    is_menu = data["type"] == COMMAND and data["data"].get("type") == MESSAGE_MENU
    yield from _missing(data["data"], MENU_DATA if is_menu else DATA[data["type"]])
    for name, schema in RESOLVED.items():
        for number, each in data["data"].get("resolved", {}).get(name, {}).items():
            yield from of.faults(of.named(schema), each, f"/data/resolved/{name}/{number}")
    person = data["member"]["user"] if in_guild else data["user"]
    yield from of.faults(of.named("UserResponse"), person, "/user")
    if in_guild and not isinstance(data["member"].get("permissions"), str):
        yield "/member: 'permissions' should be a string"
    if data["type"] == COMPONENT:
        yield from of.faults(of.named("MessageResponse"), data["message"], "/message")
    if data["type"] == AUTOCOMPLETE and _focused(data["data"]["options"]) != 1:
        yield "/data/options: one option should be focused"


def _focused(options: list[Json]) -> int:
    return sum(
        bool(option.get("focused")) + _focused(option.get("options", [])) for option in options
    )


def _new_thread(of: Description, data: Json) -> Iterator[str]:
    bare = {key: data[key] for key in data.keys() - {"newly_created"}}
    yield from of.faults(of.named("ThreadResponse"), bare)


def _thread_list(of: Description, data: Json) -> Iterator[str]:
    yield from _exactly({"channel_ids": [], **data}, {"guild_id", "channel_ids", *SYNCED})
    for name, schema in SYNCED.items():
        for place, each in enumerate(data[name]):
            yield from of.faults(of.named(schema), each, f"/{name}/{place}")


SYNCED = {"threads": "ThreadResponse", "members": "ThreadMemberResponse"}


def _thread_members(of: Description, data: Json) -> Iterator[str]:
    whole = {"added_members": [], "removed_member_ids": []} | data
    yield from _missing(data, {"id", "guild_id", "member_count"})
    yield from _exactly(
        whole, {"id", "guild_id", "member_count", "added_members", "removed_member_ids"}
    )
    for place, each in enumerate(whole["added_members"]):
        yield from _missing(each, {"member"})
        bare = {key: each[key] for key in each.keys() - {"presence"}}
        yield from of.faults(of.named("ThreadMemberResponse"), bare, f"/added_members/{place}")


def _pins(_: Description, data: Json) -> Iterator[str]:
    known = {"guild_id", "channel_id", "last_pin_timestamp"}
    yield from _exactly({"guild_id": "", "last_pin_timestamp": None, **data}, known)


EVENTS: dict[str, Callable[[Description, Json], Iterator[str]]] = {
    "READY": _ready,
    "GUILD_CREATE": _guild_create,
    "GUILD_UPDATE": _without("GuildResponse"),
    "GUILD_DELETE": _keys("id"),
    "GUILD_MEMBER_ADD": _without("GuildMemberResponse", "guild_id"),
    "GUILD_MEMBER_UPDATE": _without("GuildMemberResponse", "guild_id"),
    "GUILD_MEMBER_REMOVE": _member_gone,
    "GUILD_ROLE_CREATE": _role,
    "GUILD_ROLE_UPDATE": _role,
    "GUILD_ROLE_DELETE": _keys("guild_id", "role_id"),
    "CHANNEL_CREATE": _without("GuildChannelResponse"),
    "CHANNEL_UPDATE": _without("GuildChannelResponse"),
    "CHANNEL_DELETE": _without("GuildChannelResponse"),
    "CHANNEL_PINS_UPDATE": _pins,
    "THREAD_CREATE": _new_thread,
    "THREAD_UPDATE": _without("ThreadResponse"),
    "THREAD_DELETE": _keys("id", "guild_id", "parent_id", "type"),
    "THREAD_LIST_SYNC": _thread_list,
    "THREAD_MEMBER_UPDATE": _without("ThreadMemberResponse", "guild_id"),
    "THREAD_MEMBERS_UPDATE": _thread_members,
    "MESSAGE_CREATE": _message,
    "MESSAGE_UPDATE": _message,
    "MESSAGE_DELETE": _gone_message,
    "INTERACTION_CREATE": _interaction,
}
