"""The doctor: what would keep Vigie from working, found before it starts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.ports.forum import Forum, Unreadable
from bot.ports.login import Login, LoginTrouble
from bot.store import follows
from bot.store.base import Unusable, look, read_from
from bot.store.migrations import NewerBase


class Subject(StrEnum):
    CONFIGURATION = "configuration"
    DATABASE = "database"
    FORUM = "forum"
    CHAT = "chat"


class Ailment(StrEnum):
    """What is wrong; a forum's and a chat's own troubles keep their names."""

    UNUSABLE = "unusable"
    NEWER = "newer"
    NO_TOKEN = "no_token"
    TOKEN_IGNORED = "token_ignored"
    ORPHANED = "orphaned"  # followed, and no longer in the configuration


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine when `ailment` is empty."""

    subject: Subject
    name: str
    ailment: str = ""
    detail: str = ""

    @property
    def ok(self) -> bool:
        return not self.ailment


def database(path: Path) -> Finding:
    """Looks at the base without changing it; where there is none yet, at its folder."""
    try:
        look(path)
    except Unusable as error:
        return Finding(Subject.DATABASE, str(path), Ailment.UNUSABLE, error.why)
    except NewerBase:
        return Finding(Subject.DATABASE, str(path), Ailment.NEWER)
    return Finding(Subject.DATABASE, str(path))


async def forums(
    opened: Mapping[str, Forum], with_token: frozenset[str], path: Path
) -> list[Finding]:
    """Which engine answers, and whether it accepts the token; what follows a forum that is not
    configured any more."""
    looked = [await _forum(forum, forum.name in with_token) for forum in opened.values()]
    orphans = read_from(path, lambda tx: follows.orphans(tx, opened)) or {}
    return looked + [
        Finding(Subject.FORUM, name, Ailment.ORPHANED, str(count))
        for name, count in orphans.items()
    ]


async def _forum(forum: Forum, with_token: bool) -> Finding:
    identity = await forum.identify()
    if isinstance(identity, Unreadable):
        return Finding(Subject.FORUM, forum.name, identity.trouble, forum.url)
    if with_token and not identity.logged_in:
        return Finding(Subject.FORUM, forum.name, Ailment.TOKEN_IGNORED, forum.url)
    return Finding(Subject.FORUM, forum.name, detail=f"{identity.engine}, {identity.title}")


async def chat(login: Callable[[], Awaitable[Login | LoginTrouble]] | None) -> Finding:
    """Whether the token opens an account; None when there is no token."""
    if login is None:
        return Finding(Subject.CHAT, "discord", Ailment.NO_TOKEN)
    result = await login()
    if isinstance(result, LoginTrouble):
        return Finding(Subject.CHAT, "discord", result)
    return Finding(Subject.CHAT, "discord", detail=result.account)
