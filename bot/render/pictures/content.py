"""What a city's picture shows: words that are ready, and the figures of its bars."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The shape of a project's state, beside its word; the value is its name in the template."""

    RUMOURED = "rumoured"  # dotted ring
    PLANNED = "planned"  # ring: announced, tender
    DECIDED = "decided"  # half disc: authorised, voted
    IN_PLACE = "in-place"  # disc: installed, extended
    SUSPENDED = "suspended"  # ring with two bars
    STOPPED = "stopped"  # crossed ring in the accent: cancelled is won


class Mark(StrEnum):
    """What a point of the timeline is; the value is its name in the template."""

    FACT = "fact"
    TODAY = "today"
    STEP = "step"
    VOTE = "vote"


@dataclass(frozen=True, slots=True)
class NextVote:
    """`when`: the full date, with its weekday and time. `days`: how many until then, 0 today.

    `state`: its word, and that the hour is not known; `more` votes come after it.
    """

    when: str
    item: str
    days: int
    state: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """An open deadline. `when`: the full date, with its weekday; `left`: until then, in words.

    `taken`: that somebody takes care of it, or empty.
    """

    when: str
    what: str
    left: str
    taken: str = ""


@dataclass(frozen=True, slots=True)
class ShownProject:
    """`state`: the word for `shape`. `fact`: a sentence or a few words, with their year."""

    title: str
    state: str
    shape: Shape
    fact: str = ""
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A task's tally; `figure` says it in words, such as `31 lettres sur 50`, where that is more
    than its numbers. Without a target, which is then 0, it has no bar."""

    label: str
    done: int
    target: int
    figure: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Some tallies under a title, which the first does without."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """`silent_after`: nothing is known from here to the next point."""

    date: str
    words: str
    mark: Mark
    silent_after: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A source's health in a few words; unless it is `readable`, what is there is not known."""

    words: str
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """All that a picture shows, the most important first.

    `dues` are the nearest deadlines, and `more_dues` come after.
    `known`: the source of the last known fact; `dated`: when that is from, and its age, which is
    `old` or not. `sections`: of a bilan, which has nothing else. `made`: the day of the picture.
    What does not fit is counted in the picture, and told in the alternative text.
    """

    city: str
    department: str
    vote: NextVote | None = None
    dues: tuple[Due, ...] = ()
    more_dues: int = 0
    projects: tuple[ShownProject, ...] = ()
    points: tuple[Point, ...] = ()
    bars: tuple[Bar, ...] = ()
    sections: tuple[Section, ...] = ()
    unknown: tuple[str, ...] = ()
    known: str = ""
    dated: str = ""
    old: bool = False
    sources: tuple[Source, ...] = ()
    made: str = ""

    @property
    def most_bars(self) -> int:
        """How many bars have room: more where there is nothing else."""
        return 2 if self.vote or self.dues or self.projects or self.points else 8

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known."""
        told = (self.vote, self.dues, self.projects, self.points, self.bars, self.sections)
        return not any(told)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of 900 × 1000 pixels, and the same in words, at most 1,024 characters."""

    png: bytes
    alt: str
