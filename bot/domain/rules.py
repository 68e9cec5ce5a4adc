"""The rule pack: what each rule of law counts from, how, says who, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from bot.domain.calendars import HolidayList, Place
from bot.domain.counting import Count
from bot.domain.refusals import Reason, Refused
from bot.domain.wordings import Confidence, Wording

_EXAMPLES: Final = 3  # rules named to whoever wrote something else altogether
_READ_MAX: Final = 60  # characters of a rule's id that are compared


class Ending(StrEnum):
    """What the day is, for whoever reads it first."""

    LATEST = "latest"  # the last day to act, for somebody
    BORN = "born"  # the day a silence becomes a refusal
    ENDS = "ends"  # the day something stops
    ABOUT = "about"  # an indication


@dataclass(frozen=True, slots=True)
class Variant:
    """What changes in some departments, below some population where one is told."""

    departments: frozenset[str]
    population_below: int | None
    count: Count | None
    source: str
    confidence: Confidence
    because: Wording | None

    def holds(self, place: Place) -> bool:
        if place.department not in self.departments:
            return False
        limit = self.population_below
        return limit is None or (place.population is not None and place.population < limit)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a rule does not hold, and the sentence that says so."""

    departments: frozenset[str]
    because: Wording


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law; `short` is what it is about, in few words, in the middle of a sentence.
    `result` has the places {due}, {next} (the day after) and {prudent}."""

    id: str
    title: Wording
    short: Wording
    trigger: Wording
    count: Count
    ending: Ending
    result: Wording
    source: str
    confidence: Confidence
    caveat: Wording
    reviewed: date
    eve: bool = False  # readings differ by a day: to act by the day before loses no right
    variants: tuple[Variant, ...] = ()
    elsewhere: Elsewhere | None = None
    caveat_followed: Wording | None = None  # beside a request for documents, where it is another

    @property
    def is_belgian(self) -> bool:
        return self.id.startswith("be.")

    def at(self, place: Place) -> tuple[Rule, Wording | None]:
        """The rule as it holds at a place, and why it differs there, where it does.

        Raises Refused(RULE_SAYS) where it does not hold, Refused(RULE_BELGIAN) for a French
        department, Refused(RULE_FRENCH) for a Belgian place.
        """
        if place.is_belgian and self.id.startswith("fr."):
            raise Refused(Reason.RULE_FRENCH, rule=self.id)
        if self.elsewhere is not None and place.department in self.elsewhere.departments:
            raise says(self.elsewhere.because)
        if self.is_belgian and place.department is not None:
            raise Refused(Reason.RULE_BELGIAN, rule=self.id, department=place.department)
        for variant in self.variants:
            if variant.holds(place):
                local = replace(
                    self,
                    count=variant.count or self.count,
                    source=variant.source,
                    confidence=variant.confidence,
                )
                return local, variant.because
        return self, None


@dataclass(frozen=True, slots=True)
class Choice:
    """Two rules, one by the number of inhabitants: `enough` from `population` up, else `below`."""

    id: str
    title: Wording
    population: int
    enough: str
    below: str


@dataclass(frozen=True, slots=True)
class Note:
    """What is said when somebody asks for a deadline that nobody can compute."""

    id: str
    title: Wording
    text: Wording


@dataclass(frozen=True, slots=True)
class Pack:
    """All rules by their ids, in the order of the file."""

    rules: Mapping[str, Rule]
    choices: Mapping[str, Choice]
    notes: Mapping[str, Note]
    always: Wording  # the caveat that no deadline goes without
    french: HolidayList
    local: Mapping[str, HolidayList]  # by department
    belgian: HolidayList

    @property
    def computed(self) -> tuple[Choice | Rule, ...]:
        """What a day can be computed for: all but the notes."""
        return (*self.choices.values(), *self.rules.values())

    def find(self, written: str) -> Rule | Choice:
        """Raises Refused: RULE_UNKNOWN, RULE_NEAR, RULE_SAYS for what is only said."""
        rule = written.strip().lower()
        if rule in self.notes:
            raise says(self.notes[rule].text)
        found = self.rules.get(rule) or self.choices.get(rule)
        if found is not None:
            return found
        if nearest := self._nearest(rule):
            raise Refused(Reason.RULE_NEAR, rule=written, nearest=nearest)
        examples = ", ".join(one.id for one in self.computed[:_EXAMPLES])
        raise Refused(Reason.RULE_UNKNOWN, rule=written, examples=examples)

    def _nearest(self, rule: str) -> str:
        """The country may be left out, and an underscore be a dot, a hyphen or a space."""
        known = {_flat(one): one for one in (*self.choices, *self.rules, *self.notes)}
        known |= {flat.partition(" ")[2]: one for flat, one in known.items()}
        near = get_close_matches(_flat(rule[:_READ_MAX]), known, n=1, cutoff=0.6)
        return known[near[0]] if near else ""

    def holiday_list(self, rule: Rule, place: Place) -> HolidayList:
        if rule.is_belgian or place.is_belgian:
            return self.belgian
        return self.local.get(place.department or "", self.french)


def says(text: Wording) -> Refused:
    """A refusal in the pack's own words."""
    return Refused(Reason.RULE_SAYS, fr=text.fr, en=text.en)


def _flat(rule: str) -> str:
    return " ".join(rule.translate(_SEPARATORS).split())


_SEPARATORS: Final = str.maketrans("._-/", "    ")
