"""What is known of a surveillance project, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.domain.folding import fold
from bot.domain.vague import VagueDate

TITLE_MAX: Final = 100
SUPPLIER_MAX: Final = 80
COURT_MAX: Final = 100
WORDS_MAX: Final = 300  # a fact, a reason, a source, an outcome
CAMERAS_MAX: Final = 1_000_000
COST_MAX: Final = 100_000_000_000  # euros


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: who says it or where, and as of when."""

    label: str
    as_of: VagueDate
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A project is before a court; `since` and `outcome` as far as they are known."""

    court: str
    since: VagueDate | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a project; None and empty where nobody knows. `cost` in euros."""

    theme: str
    title: str
    supplier: str = ""
    cameras: int | None = None
    cost: int | None = None
    fact: str = ""
    challenge: Challenge | None = None

    def told(self) -> dict[str, str]:
        """Each fact as text, by its name; empty where nobody knows."""
        challenge = self.challenge or Challenge("")
        return {
            "title": self.title,
            "theme": self.theme,
            "supplier": self.supplier,
            "cameras": "" if self.cameras is None else str(self.cameras),
            "cost": "" if self.cost is None else str(self.cost),
            "fact": self.fact,
            "court": challenge.court,
            "challenged": str(challenge.since or ""),
            "outcome": challenge.outcome,
        }


def same_title(one: str, other: str) -> bool:
    """Whether people would take two titles for the same: case and accents are free."""
    return _folded(one) == _folded(other)


def _folded(title: str) -> str:
    return fold(title) or title.strip().casefold()  # of other scripts, nothing may be left


_NAMES: Final = {"title", "theme"}  # what a project is called, of which no source is asked


def claims(before: Facts, after: Facts) -> bool:
    """Whether something is said to be known that was not, or otherwise: that needs a source."""
    known = before.told()
    return any(
        value and value != known[name] for name, value in after.told().items() if name not in _NAMES
    )


def joined(own: Facts, told: Facts) -> Facts:
    """What another tells; where it knows nothing, what was known already stays."""
    return Facts(
        told.theme or own.theme,
        told.title or own.title,
        told.supplier or own.supplier,
        own.cameras if told.cameras is None else told.cameras,
        own.cost if told.cost is None else told.cost,
        told.fact or own.fact,
        _joined(own.challenge, told.challenge),
    )


def _joined(own: Challenge | None, told: Challenge | None) -> Challenge | None:
    """Of the same court, what one of them knows of the date and the outcome."""
    if own is None or told is None or not same_title(own.court, told.court):
        return told or own
    return Challenge(told.court, told.since or own.since, told.outcome or own.outcome)
