"""The shape of `data/rules.toml`, part by part, and what each part becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.domain import counting
from bot.domain.calendars import DEPARTMENTS, Holiday, HolidayList
from bot.domain.counting import Count, Method
from bot.domain.rules import Choice, Elsewhere, Ending, Note, Pack, Rule, Variant
from bot.domain.wordings import Confidence, Wording

_FACT: Final = re.compile(r"\{([a-z]*)\}")
_PLAIN: Final = re.compile(r"[^\u00a0\u202f’{}]*[^\u00a0\u202f’{}\s][^\u00a0\u202f’{}]*")
_ID: Final = r"^(fr|eu|be)(\.[a-z0-9_]+)+$"


def _plain(text: str) -> str:
    """Typography is set when it is shown, and a brace would be a place for a fact."""
    if not _PLAIN.fullmatch(text):
        raise ValueError("some words, with plain spaces, straight apostrophes and no brace")
    return text


def _with_facts(text: str) -> str:
    _plain(_FACT.sub("", text))
    return text


def _count(written: object) -> object:
    return counting.parse(written) if isinstance(written, str) else written


def _departments(codes: frozenset[str]) -> frozenset[str]:
    if unknown := sorted(codes - DEPARTMENTS):
        raise ValueError(f"{', '.join(unknown)} is no department")
    return codes


Plain = Annotated[str, AfterValidator(_plain)]
WithFacts = Annotated[str, AfterValidator(_with_facts)]
Counts = Annotated[Count, BeforeValidator(_count)]
Departments = Annotated[frozenset[str], Field(min_length=1), AfterValidator(_departments)]
RuleId = Annotated[str, Field(pattern=_ID)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Part):
    fr: Plain
    en: Plain

    def wording(self) -> Wording:
        return Wording(self.fr, self.en)


class Result(_Part):
    fr: WithFacts
    en: WithFacts

    @model_validator(mode="after")
    def _same_facts(self) -> Self:
        if self.facts != set(_FACT.findall(self.en)):
            raise ValueError("fr and en have not the same facts")
        return self

    @property
    def facts(self) -> set[str]:
        return set(_FACT.findall(self.fr))

    def wording(self) -> Wording:
        return Wording(self.fr, self.en)


class NamedHoliday(Said):
    confidence: Confidence = Confidence.HIGH

    def holiday(self) -> Holiday:
        return Holiday(self.wording(), self.confidence)


class National(_Part):
    holidays: list[str]


class Local(National):
    departments: Departments
    subdivision: str


class Calendars(_Part):
    fr: National
    be: National
    local: list[Local]


class VariantPart(_Part):
    departments: Departments
    population_below: int | None = None
    count: Counts | None = None
    source: Plain
    confidence: Confidence
    because: Said | None = None

    @model_validator(mode="after")
    def _count_is_explained(self) -> Self:
        if self.count is not None and self.because is None:
            raise ValueError("another count needs its because")
        return self

    def variant(self) -> Variant:
        because = self.because.wording() if self.because else None
        limit = self.population_below
        return Variant(self.departments, limit, self.count, self.source, self.confidence, because)


class ElsewherePart(_Part):
    departments: Departments
    because: Said

    def elsewhere(self) -> Elsewhere:
        return Elsewhere(self.departments, self.because.wording())


class RulePart(_Part):
    title: Said
    short: Said
    trigger: Said
    count: Counts
    ending: Ending
    result: Result
    source: Plain
    confidence: Confidence
    caveat: str
    caveat_followed: str = ""
    reviewed: date | None = None
    eve: bool = False
    variants: list[VariantPart] = []
    elsewhere: ElsewherePart | None = None

    @property
    def caveats(self) -> Iterator[tuple[str, str]]:
        """By the fields that name them."""
        yield "caveat", self.caveat
        if self.caveat_followed:
            yield "caveat_followed", self.caveat_followed

    @model_validator(mode="after")
    def _result_says_the_day(self) -> Self:
        allowed = {"due", "next", "prudent"} if self.count.extended else {"due", "next"}
        if wrong := sorted(self.result.facts - allowed):
            raise ValueError(f"{{{wrong[0]}}} is no fact of this result")
        if not self.result.facts or (self.count.extended and "prudent" not in self.result.facts):
            raise ValueError("the result does not say the day, or not the prudent one")
        return self

    @model_validator(mode="after")
    def _variants_end_alike(self) -> Self:
        """The result is one for all: it says the prudent day, or does not."""
        counts = [one.count for one in self.variants if one.count is not None]
        if any(count.extended != self.count.extended for count in counts):
            raise ValueError("a variant is extended where its rule is, and only there")
        return self

    @model_validator(mode="after")
    def _silence_is_in_plain_months(self) -> Self:
        plainly = self.count.method is Method.MONTHS and not self.count.extended
        if self.ending is Ending.BORN and not plainly:
            raise ValueError("a refusal is born after plain months: M, without +")
        return self


class ChoicePart(_Part):
    title: Said
    population: Annotated[int, Field(gt=0)]
    enough: RuleId
    below: RuleId


class NotePart(_Part):
    title: Said
    text: Said


class RuleFile(_Part):
    reviewed: date
    always: str
    caveats: dict[str, Said]
    holidays: dict[str, NamedHoliday]
    calendars: Calendars
    choices: dict[RuleId, ChoicePart]
    rules: Annotated[dict[RuleId, RulePart], Field(min_length=1)]
    notes: dict[RuleId, NotePart]

    def loose_ends(self) -> Iterator[str]:
        """What one part of the file calls and no other one is, each named with its place."""
        for id_, rule in self.rules.items():
            for field, caveat in rule.caveats:
                if caveat not in self.caveats:
                    yield f"rules > {id_} > {field}: there is no {caveat!r}"
        for id_, choice in self.choices.items():
            for target in {choice.enough, choice.below} - set(self.rules):
                yield f"choices > {id_}: there is no rule {target!r}"
        if self.always not in self.caveats:
            yield f"always: there is no {self.always!r}"
        for calendar in (self.calendars.fr, self.calendars.be, *self.calendars.local):
            for name in set(calendar.holidays) - set(self.holidays):
                yield f"calendars: there is no holiday {name!r}"
        codes = [code for local in self.calendars.local for code in sorted(local.departments)]
        for code in {one for one in codes if codes.count(one) > 1}:
            yield f"calendars > local: {code} is there twice"
        ids = [*self.rules, *self.choices, *self.notes]
        for id_ in {one for one in ids if ids.count(one) > 1}:
            yield f"{id_}: it is there twice"

    def pack(self) -> Pack:
        """To be asked for where there are no loose ends."""
        return Pack(
            rules={id_: self._rule(id_, part) for id_, part in self.rules.items()},
            choices={
                id_: Choice(id_, part.title.wording(), part.population, part.enough, part.below)
                for id_, part in self.choices.items()
            },
            notes={
                id_: Note(id_, part.title.wording(), part.text.wording())
                for id_, part in self.notes.items()
            },
            always=self.caveats[self.always].wording(),
            french=HolidayList("FR", None, self._holidays(self.calendars.fr)),
            belgian=HolidayList("BE", None, self._holidays(self.calendars.be)),
            local={
                department: HolidayList("FR", local.subdivision, self._holidays(local))
                for local in self.calendars.local
                for department in local.departments
            },
        )

    def _rule(self, id_: str, part: RulePart) -> Rule:
        return Rule(
            id=id_,
            title=part.title.wording(),
            short=part.short.wording(),
            trigger=part.trigger.wording(),
            count=part.count,
            ending=part.ending,
            result=part.result.wording(),
            source=part.source,
            confidence=part.confidence,
            caveat=self.caveats[part.caveat].wording(),
            reviewed=part.reviewed or self.reviewed,
            eve=part.eve,
            variants=tuple(one.variant() for one in part.variants),
            elsewhere=part.elsewhere.elsewhere() if part.elsewhere else None,
            caveat_followed=self._said(part.caveat_followed),
        )

    def _said(self, caveat: str) -> Wording | None:
        return self.caveats[caveat].wording() if caveat else None

    def _holidays(self, calendar: National) -> Mapping[str, Holiday]:
        """What a department has, it has beside the whole country's."""
        national = self.calendars.fr.holidays if isinstance(calendar, Local) else []
        return {name: self.holidays[name].holiday() for name in (*national, *calendar.holidays)}
