"""What Vigie writes on forums, each act once: planned, tried, looked for in doubt, settled."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.delivery import pause
from bot.domain.ids import CollectiveId, PostId, TopicId

PATIENCE: Final = timedelta(days=1)  # how long what passes is waited for
_LOOK_AFTER: Final = timedelta(seconds=45)  # a slow server may still be writing
_QUEUE_LOOKED: Final = timedelta(minutes=15)
QUEUE_PATIENCE: Final = timedelta(days=14)
# Discourse keeps them as plain spaces, those of French typography among them.
_SPACES: Final = re.compile("[\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


class Denial(StrEnum):
    """Why a forum certainly did not take what was written; each has its sentence."""

    LOCKED = "locked"
    DELETED = "deleted"  # the thread or the post is there for nobody but its moderators
    MISSING = "missing"  # no such thread, post or category
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BAD_TITLE = "bad_title"
    TOO_SIMILAR = "too_similar"  # to what the account wrote a while ago
    TOO_SOON = "too_soon"  # after the account's last post
    TOO_LATE = "too_late"  # to change what was written
    NO_RIGHT = "no_right"
    NOT_LOGGED_IN = "not_logged_in"  # no token, or one that is not accepted
    UNREACHABLE = "unreachable"  # it could not be asked
    BUSY = "busy"
    WALLED = "walled"
    OTHER = "other"  # it told a reason that is not understood
    CHANGED = "changed"  # by others, since it was written: nothing was done
    UNCERTAIN = "uncertain"  # it may wait for a moderator: only people can tell


# They pass: the same words may be taken later.
PASSING: Final = frozenset({Denial.TOO_SOON, Denial.UNREACHABLE, Denial.BUSY, Denial.WALLED})


class WriteAct(StrEnum):
    REPLY = "reply"
    OPEN = "open"  # a thread
    EDIT = "edit"
    WITHDRAW = "withdraw"


class WriteState(StrEnum):
    PLANNED = "planned"
    WRITING = "writing"
    DONE = "done"
    QUEUED = "queued"  # a moderator of the forum is to accept it
    FAILED = "failed"


NEXT: Final = {
    # Straight to done when it is found on the forum.
    WriteState.PLANNED: {WriteState.WRITING, WriteState.DONE, WriteState.FAILED},
    WriteState.WRITING: set(WriteState) - {WriteState.WRITING},
    WriteState.QUEUED: {WriteState.DONE, WriteState.FAILED},
    WriteState.DONE: set[WriteState](),
    WriteState.FAILED: set[WriteState](),
}


class WriteNoun(StrEnum):
    """What a write is of."""

    PUBLICATION = "publication"
    TALLY = "tally"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written. `place` is the number of the thread that is answered, of the category
    of a new one, or of the post to change; `expects` recognises what is known to stand there."""

    forum: str
    act: WriteAct
    place: int
    markdown: str = ""
    title: str = ""
    answers: int | None = None
    expects: str | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """A row of the ledger. `key` is the number of its noun; `begun` when it was first tried. What
    is `unwanted` may have arrived: it is looked for, never sent."""

    id: int
    noun: WriteNoun
    key: int
    collective: CollectiveId
    wish: Wish
    state: WriteState
    attempts: int
    doubtful: bool
    planned: datetime
    begun: datetime | None
    post: PostId | None = None
    topic: TopicId | None = None
    url: str = ""
    reason: Denial | None = None
    limit: int | None = None
    unwanted: bool = False

    @property
    def is_given_back(self) -> bool:
        """Whether its words go back to who wrote them: a change that the forum did not take."""
        is_change = self.noun is WriteNoun.PUBLICATION and self.wish.act is WriteAct.EDIT
        return is_change and self.state is WriteState.FAILED

    @property
    def sought(self) -> str:
        """Recognises what is looked for. The words of what nobody wants any more may be gone."""
        kept = self.wish.expects if self.unwanted else None
        return mark(self.wish.markdown) if kept is None else kept


@dataclass(frozen=True, slots=True)
class WriteFate:
    """What became of an attempt; it is tried again at `retry_at` where the state is planned.
    `stands` recognises the text of what was found on the forum."""

    state: WriteState
    reason: Denial | None = None
    limit: int | None = None
    retry_at: datetime | None = None
    doubtful: bool = False
    post: PostId | None = None
    topic: TopicId | None = None
    url: str = ""
    alone: bool = False  # what it answered is gone: it goes on in the thread without
    stands: str | None = None


def mark(markdown: str) -> str:
    """Recognises a text, however a forum trims it and makes its spaces plain."""
    return hashlib.sha256(_trimmed(markdown).encode()).hexdigest()[:32]


def is_same(one: str, other: str) -> bool:
    """Whether two texts are the same, however a forum trims them and makes their spaces plain."""
    return _trimmed(one) == _trimmed(other)


def _trimmed(markdown: str) -> str:
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", markdown.replace("\r\n", "\n")))
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def again_at(attempts: int, spread: float, now: datetime) -> datetime:
    return now + pause(attempts, spread)


def look_at(attempts: int, spread: float, now: datetime) -> datetime:
    """When to look for what may have been written: a forum may be at it still."""
    return now + max(_LOOK_AFTER, pause(attempts, spread))


def look_again_at(now: datetime) -> datetime:
    """When to look whether a moderator accepted it."""
    return now + _QUEUE_LOOKED
