"""Messages of the chat that their authors want on a forum: gathered, read again, agreed to.

Nothing leaves the chat before everybody whose words it holds said so, of the very text that will
be public: a change asks them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId
from bot.domain.refusals import Reason, Refused

MOST_PARTS: Final = 20
MOST_OPEN: Final = 5  # drafts of one person in one collective
LONGEST: Final = 20_000  # characters of a text
LONGEST_NAME: Final = 60
LONGEST_TITLE: Final = 120
SHORTEST_TITLE: Final = 3
NO_CHANNEL: Final = ChannelId("")


class PublicationState(StrEnum):
    OPEN = "open"  # gathered and read again by who wants it
    ASKING = "asking"  # its authors, whether they agree
    SENDING = "sending"
    QUEUED = "queued"  # a moderator of the forum is to accept it
    PUBLISHED = "published"
    STOPPED = "stopped"  # the forum declined it: the text is kept
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


NEXT: Final = {
    PublicationState.OPEN: {
        *(PublicationState.ASKING, PublicationState.SENDING, PublicationState.DROPPED),
    },
    PublicationState.ASKING: {
        *(PublicationState.OPEN, PublicationState.SENDING, PublicationState.DROPPED),
    },
    PublicationState.SENDING: {
        *(PublicationState.PUBLISHED, PublicationState.QUEUED, PublicationState.STOPPED),
        *(PublicationState.OPEN, PublicationState.DROPPED),  # before it arrived
    },
    PublicationState.QUEUED: {
        *(PublicationState.PUBLISHED, PublicationState.STOPPED),
        *(PublicationState.OPEN, PublicationState.DROPPED),
    },
    PublicationState.STOPPED: {
        *(PublicationState.OPEN, PublicationState.ASKING, PublicationState.SENDING),
        PublicationState.DROPPED,
    },
    PublicationState.PUBLISHED: {PublicationState.WITHDRAWN},
    PublicationState.WITHDRAWN: set[PublicationState](),
    PublicationState.DROPPED: set[PublicationState](),
}
DRAFTS: Final = frozenset(
    {PublicationState.OPEN, PublicationState.ASKING, PublicationState.STOPPED}
)
UNDER_WAY: Final = frozenset({PublicationState.SENDING, PublicationState.QUEUED})


class Agreed(StrEnum):
    """Whether the author of a part agrees to what will be public."""

    OWN = "own"  # who publishes wrote it
    NEEDED = "needed"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Part:
    """A message of the chat, as it was typed; forgotten once it is public. `private` is the own
    channel with Vigie of its author, who answered, empty where there is none."""

    message: MessageId
    channel: ChannelId
    author: PersonId
    text: str
    agreed: Agreed
    private: ChannelId = NO_CHANNEL


@dataclass(frozen=True, slots=True)
class Where:
    """Where it goes: the thread that is answered, or the category of a new one with its `title`.
    `answers` is the post answered; `thread` how people call the place."""

    forum: str
    act: WriteAct
    place: int
    answers: int | None = None
    title: str = ""
    thread: str = ""


NOWHERE: Final = Where("", WriteAct.REPLY, 0)


@dataclass(frozen=True, slots=True)
class Publication:
    """A draft, and what became of it. `text` is empty until somebody changed what its parts come
    to; `version` counts what others agree to. `private` is who publishes' own channel with Vigie,
    empty where there is none."""

    id: int
    collective: CollectiveId
    by: PersonId
    channel: ChannelId
    private: ChannelId
    where: Where
    name: str
    text: str
    state: PublicationState
    parts: tuple[Part, ...]
    version: int
    touched: datetime
    reason: Denial | None = None
    limit: int | None = None
    mark: str | None = None  # recognises what stands on the forum
    post: int | None = None
    url: str = ""

    @property
    def others(self) -> tuple[Part, ...]:
        """What others wrote."""
        return tuple(part for part in self.parts if part.author != self.by)

    @property
    def is_refused(self) -> bool:
        """Whether one of its authors would rather not."""
        return any(part.agreed is Agreed.REFUSED for part in self.parts)

    @property
    def needs_others(self) -> bool:
        """Whether somebody else is to agree before it leaves."""
        return any(part.agreed in (Agreed.NEEDED, Agreed.ASKED) for part in self.parts)

    @property
    def is_asked(self) -> bool:
        """Whether its authors may say what they think of it."""
        return self.state is PublicationState.ASKING or self.state in UNDER_WAY

    @property
    def told_in(self) -> ChannelId:
        """Where its own news come."""
        return self.private or self.channel

    def become(self, state: PublicationState, **facts: object) -> Publication:
        """Raises Refused(PUBLICATION_STATE)."""
        if state not in NEXT[self.state]:
            raise Refused(Reason.PUBLICATION_STATE)
        return replace(self, state=state, **facts)  # type: ignore[arg-type]

    def reopened(self) -> Publication:
        """To be changed. Raises Refused where it left already."""
        if self.state is PublicationState.OPEN:
            return self
        if self.state not in DRAFTS:
            raise Refused(Reason.PUBLICATION_STATE)
        return self.become(PublicationState.OPEN)

    def part(self, message: MessageId) -> Part | None:
        """The part that a message is, as it was picked."""
        return next((one for one in self.parts if one.message == message), None)

    def with_part(self, part: Part, text: str = "") -> Publication:
        """With one more message, or one that is there as it reads now. Raises Refused.

        `text` is what the draft says then, where somebody had changed what its parts come to.
        """
        known = self.part(part.message)
        if known is not None and known.text == part.text:
            return self
        others = [one for one in self.parts if one is not known]
        if len(others) >= MOST_PARTS:
            raise Refused(Reason.PUBLICATION_PARTS, most=str(MOST_PARTS))
        if known is not None:
            part = replace(part, agreed=known.agreed)
        parts = tuple(sorted((*others, part), key=lambda one: int(one.message)))
        return replace(self.reopened(), parts=parts, text=text).anew()

    def without(self, author: PersonId) -> Publication:
        """Without what somebody wrote."""
        parts = tuple(part for part in self.parts if part.author != author)
        return replace(self.reopened(), parts=parts, text="").anew()

    def without_message(self, message: MessageId) -> Publication:
        """Without what nobody can read in the chat any more."""
        parts = tuple(part for part in self.parts if part.message != message)
        return replace(self.reopened(), parts=parts, text="").anew()

    def anew(self) -> Publication:
        """Another version: who agreed to the one before is asked again."""
        parts = tuple(
            part if part.agreed in (Agreed.OWN, Agreed.REFUSED) else _with(part, Agreed.NEEDED)
            for part in self.parts
        )
        return replace(self, parts=parts, version=self.version + 1)

    def unasked(self) -> Publication:
        """Where somebody could not be asked: it waits for who publishes. Who agreed was told that
        nothing comes of it, and is asked again."""
        return self.become(PublicationState.OPEN).anew()

    def confirmed(self) -> Publication:
        """Wanted as it is: on its way, or its other authors are asked. Raises Refused."""
        if not self.parts:
            raise Refused(Reason.PUBLICATION_EMPTY)
        if self.where.place == 0:
            raise Refused(Reason.PUBLICATION_WHERE)
        if self.where.act is WriteAct.OPEN and len(self.where.title) < SHORTEST_TITLE:
            raise Refused(Reason.PUBLICATION_TITLE)
        if self.is_refused:
            raise Refused(Reason.PUBLICATION_REFUSED)
        if all(part.agreed in (Agreed.OWN, Agreed.GIVEN) for part in self.parts):
            return self.become(PublicationState.SENDING)
        parts = tuple(
            _with(part, Agreed.ASKED) if part.agreed is Agreed.NEEDED else part
            for part in self.parts
        )
        return self.become(PublicationState.ASKING, parts=parts)

    def waits_for(self, person: PersonId) -> bool:
        """Whether it is not to leave before they agree."""
        is_asked = any(one.author == person and one.agreed is Agreed.ASKED for one in self.parts)
        return self.state is PublicationState.ASKING and is_asked

    def answered(
        self, person: PersonId, version: int, *, agrees: bool, private: ChannelId = NO_CHANNEL
    ) -> Publication:
        """An author agrees, or not, to a version. Raises Refused.

        Once all do it is on its way; once one does not, it is not published as it is. Who agreed
        may think otherwise until it is public: what is on its way is then to be called off.
        """
        asked = [one for one in self.parts if one.author == person and one.agreed is not Agreed.OWN]
        if not asked:
            raise Refused(Reason.PUBLICATION_NOT_AUTHOR)
        wanted = Agreed.GIVEN if agrees else Agreed.REFUSED
        if version == self.version and all(one.agreed is wanted for one in asked):
            return self
        is_late = self.state in UNDER_WAY and not agrees
        if not (self.state is PublicationState.ASKING or is_late) or version != self.version:
            raise Refused(Reason.PUBLICATION_CHANGED)
        parts = tuple(
            replace(part, agreed=wanted, private=private) if part in asked else part
            for part in self.parts
        )
        said = replace(self, parts=parts)
        if is_late:
            return said
        if not agrees:
            return said.become(PublicationState.OPEN)
        if all(part.agreed in (Agreed.OWN, Agreed.GIVEN) for part in parts):
            return said.become(PublicationState.SENDING)
        return said


def asked_of(publication: Publication) -> Sequence[Part]:
    """The first message of each author who is asked."""
    first: dict[PersonId, Part] = {}
    for part in publication.parts:
        if part.agreed is Agreed.ASKED:
            first.setdefault(part.author, part)
    return list(first.values())


def name_of(typed: str) -> str:
    """The name that a post carries, on one line. Raises Refused."""
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(Reason.PUBLICATION_NAME, most=str(LONGEST_NAME))
    return name


def _with(part: Part, agreed: Agreed) -> Part:
    return replace(part, agreed=agreed)
