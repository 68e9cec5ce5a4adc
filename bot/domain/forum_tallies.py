"""A campaign's tally that one post of a forum keeps showing, as long as organisers want it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.forum_writes import Denial, mark
from bot.domain.ids import ChannelId, CollectiveId
from bot.domain.publishing import Where
from bot.domain.refusals import Reason, Refused

LEAST: Final = timedelta(minutes=10)  # between two changes of a post
USUAL: Final = timedelta(hours=1)
_GONE: Final = frozenset({Denial.DELETED, Denial.MISSING})
# Only people can say what is to be done.
ASKED_ABOUT: Final = _GONE | {Denial.CHANGED}


class TallyState(StrEnum):
    LIVE = "live"
    ASKING = "asking"  # its organisers, what is to be done
    STOPPED = "stopped"


class Outcome(StrEnum):
    """What an organiser's answer comes to."""

    NOTED = "noted"  # it goes on
    OUTDATED = "outdated"  # it was to a question of before
    STANDS = "stands"  # stopped, as below: what the forum has stays as it is
    NOTHING = "nothing"  # the forum has nothing of it
    RECALLED = "recalled"  # the forum may get it yet: it is then taken back
    UNSURE = "unsure"  # the forum may have it, only people can tell


NEXT: Final = {
    TallyState.LIVE: {TallyState.ASKING, TallyState.STOPPED},
    TallyState.ASKING: {TallyState.LIVE, TallyState.STOPPED},
    TallyState.STOPPED: set[TallyState](),
}


@dataclass(frozen=True, slots=True)
class ForumTally:
    """`scope` says what is counted, to who words it; `mark` recognises what stands in the post.

    `counted` recognises what is counted there, without its last paragraph, which says when. `name`
    is the collective's. `channel` is where its organisers hear of it. `reason` is what kept the
    last change from being made, or the post from being written.
    """

    id: int
    collective: CollectiveId
    scope: str
    channel: ChannelId
    where: Where
    every: timedelta
    state: TallyState
    due: datetime
    version: int
    post: int | None = None
    url: str = ""
    mark: str | None = None
    reason: Denial | None = None
    name: str = ""
    counted: str | None = None

    @property
    def is_unpublished(self) -> bool:
        """Whether the forum never took it, and organisers are asked what is to be done."""
        return self.state is TallyState.ASKING and self.post is None

    @property
    def is_declined(self) -> bool:
        """Whether, on top of that, nothing of it may stand there."""
        return self.is_unpublished and self.reason is not Denial.UNCERTAIN

    @property
    def is_gone(self) -> bool:
        """Whether the forum, when last asked, had its post no more."""
        return self.post is not None and self.reason in _GONE

    def become(self, state: TallyState) -> ForumTally:
        """Raises Refused(NO_FORUM_TALLY)."""
        if state not in NEXT[self.state]:
            raise Refused(Reason.NO_FORUM_TALLY)
        return replace(self, state=state, version=self.version + 1)


def counted(markdown: str) -> str:
    """Recognises what a post counts: its last paragraph says whose it is and when it changed, which
    changes nothing."""
    paragraphs = markdown.rpartition("\n\n")
    return mark(paragraphs[0] or markdown)


def sound_interval(every: timedelta) -> timedelta:
    """Raises Refused where a forum would see it change too often."""
    if every < LEAST:
        raise Refused(Reason.FORUM_TALLY_OFTEN, most=str(LEAST // timedelta(minutes=1)))
    return every
