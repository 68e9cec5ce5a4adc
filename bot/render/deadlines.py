"""A legal deadline told to people: the day first, how it was counted, who says so, how sure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from bot.domain.counting import Method
from bot.domain.deadlines import (
    Began,
    ByPopulation,
    ClearDays,
    Counted,
    DayOff,
    Deadline,
    Ended,
    Extended,
    LocalLaw,
    OneDayMore,
    Step,
)
from bot.domain.hearing import Heard
from bot.domain.ids import ChannelId
from bot.domain.rules import Ending
from bot.domain.wordings import Confidence, Wording
from bot.render import dates
from bot.render.projects import number
from bot.render.texts import N_, Texts

_HEADS: Final = {
    Ending.LATEST: N_("{title} : au plus tard le {day}"),
    Ending.BORN: N_("{title} : refus le {day}"),
    Ending.ENDS: N_("{title} : le {day}"),
    Ending.ABOUT: N_("{title} : vers le {day}"),
}
_CONFIDENCE: Final = {
    Confidence.HIGH: N_("haute"),
    Confidence.MEDIUM: N_("moyenne"),
    Confidence.LOW: N_("faible"),
}
_SPELT: Final = {
    (Method.WEEKS, 1): N_("Une semaine"),
    (Method.MONTHS, 1): N_("Un mois"),
    (Method.MONTHS, 2): N_("Deux mois"),
    (Method.MONTHS, 3): N_("Trois mois"),
    (Method.YEARS, 5): N_("Cinq ans"),
}


def head(deadline: Deadline, texts: Texts) -> str:
    """`Recours contre une délibération : au plus tard le mardi 18 mai 2027`"""
    rule = deadline.rule
    return texts.say(
        _HEADS[rule.ending], title=texts.pick(rule.title), day=_day(deadline.due, texts)
    )


def reasoning(deadline: Deadline, texts: Texts) -> list[str]:
    """One sentence a step, with full dates: start, count, franc, days skipped, result."""
    return [_step(step, deadline, texts) for step in deadline.steps]


def footing(deadline: Deadline, texts: Texts) -> str:
    """`CJA R421-1 · fiabilité haute · revue le 23 novembre 2026`"""
    reviewed = dates.day(deadline.rule.reviewed, texts.locale, weekday=False, year=True)
    return texts.say(
        "{source} · fiabilité {confidence} · revue le {day}",
        source=deadline.rule.source,
        confidence=texts.say(_CONFIDENCE[deadline.confidence]),
        day=reviewed,
    )


def caveat(deadline: Deadline, always: Wording, texts: Texts) -> str:
    """The rule's, then the one that no deadline goes without."""
    return f"{texts.pick(deadline.rule.caveat)} {texts.pick(always)}"


def told(deadline: Deadline, always: Wording, texts: Texts) -> str:
    """For a terminal, on several lines."""
    steps = enumerate(reasoning(deadline, texts), start=1)
    return "\n".join(
        [
            head(deadline, texts),
            *(f"{place}. {sentence}" for place, sentence in steps),
            footing(deadline, texts),
            caveat(deadline, always, texts),
        ]
    )


def as_json(deadline: Deadline, always: Wording, texts: Texts) -> dict[str, Any]:
    """Days are ISO 8601; `prudent` is null for what is not extended; `confidence` H, M or L."""
    rule = deadline.rule
    return {
        "ok": True,
        "rule": rule.id,
        "title": texts.pick(rule.title),
        "due": deadline.due.isoformat(),
        "prudent": deadline.prudent.isoformat() if deadline.prudent else None,
        "reasoning": reasoning(deadline, texts),
        "source": rule.source,
        "reviewed": rule.reviewed.isoformat(),
        "confidence": deadline.confidence,
        "caveat": caveat(deadline, always, texts),
    }


def _step(step: Step, deadline: Deadline, texts: Texts) -> str:
    match step:
        case Began():
            return _began(step, deadline, texts)
        case ByPopulation():
            return _by_population(step, texts)
        case LocalLaw():
            return texts.pick(step.because)
        case ClearDays():
            return _clear_days(step, texts)
        case Counted():
            return _counted(step, texts)
        case OneDayMore():
            return texts.say("Délai franc, un jour de plus : {day}.", day=_day(step.day, texts))
        case Extended():
            return _extended(step, texts)
        case Ended():
            return _ended(step, deadline, texts)


def _began(step: Began, deadline: Deadline, texts: Texts) -> str:
    what, day = texts.pick(deadline.rule.trigger), _day(step.day, texts)
    if deadline.rule.ending is Ending.BORN:
        return texts.say("{what} le {day}.", what=what, day=day)
    return texts.say("{what} : {day} (ce jour ne compte pas).", what=what, day=day)


def _by_population(step: ByPopulation, texts: Texts) -> str:
    facts = {"n": _number(step.population, texts), "limit": _number(step.limit, texts)}
    if step.population < step.limit:
        return texts.say("Population : {n}, moins de {limit} habitant·es.", **facts)
    return texts.say("Population : {n}, au moins {limit} habitant·es.", **facts)


def _number(value: int, texts: Texts) -> str:
    return number(value, texts).replace("\u202f", " ") if texts.is_plain else number(value, texts)


def _clear_days(step: ClearDays, texts: Texts) -> str:
    if step.n == 1:
        return texts.say(
            "Un jour plein avant : le {day}{counting}.",
            day=_day(step.first, texts),
            counting=_counting(step, texts),
        )
    return texts.say(
        "{n} jours pleins avant : {days}{counting}.",
        n=step.n,
        days=dates.span(step.first, step.last, texts),
        counting=_counting(step, texts),
    )


def _counting(step: ClearDays, texts: Texts) -> str:
    if step.has_weekend and step.has_holiday:
        return texts.say(", week-end et jours fériés compris")
    if step.has_weekend:
        return texts.say(", week-end compris")
    return texts.say(", jours fériés compris") if step.has_holiday else ""


def _counted(step: Counted, texts: Texts) -> str:
    span, day = _span(step, texts), _day(step.day, texts)
    if step.missing:
        return texts.say(
            "{span} : {month} n'a pas de {number}, donc {day}.",
            span=span,
            month=_month(step, texts),
            number=step.missing,
            day=day,
        )
    if step.count.is_in_months:
        return texts.say("{span}, de date à date : {day}.", span=span, day=day)
    return texts.say("{span} : {day}.", span=span, day=day)


def _span(step: Counted, texts: Texts) -> str:
    method, n = step.count.method, step.count.n
    method = Method.MONTHS if method is Method.CLEAR_MONTHS else method
    if spelt := _SPELT.get((method, n)):
        return texts.say(spelt)
    match method:
        case Method.MONTHS:
            return texts.count("{n} mois", "{n} mois", n)
        case Method.YEARS:
            return texts.count("{n} an", "{n} ans", n)
        case Method.WEEKS:
            return texts.count("{n} semaine", "{n} semaines", n)
        case _:
            return texts.count("{n} jour", "{n} jours", n)


def _month(step: Counted, texts: Texts) -> str:
    """`février`; with its year where another year has that day."""
    return dates.month(step.day, texts.locale, year=step.missing == 29)


def _extended(step: Extended, texts: Texts) -> str:
    causes = texts.say(", puis ").join(_cause(day, texts) for day in step.skipped)
    return texts.say("{causes} : reporté.", causes=causes[:1].upper() + causes[1:])


def _cause(off: DayOff, texts: Texts) -> str:
    if not off.holidays:
        return dates.weekday(off.day, texts.locale)
    return texts.say(" et ").join(texts.pick(one.title) for one in off.holidays)


def _ended(step: Ended, deadline: Deadline, texts: Texts) -> str:
    return texts.pick(deadline.rule.result, **dict(_facts(step, texts)))


def _facts(step: Ended, texts: Texts) -> Iterator[tuple[str, str]]:
    yield "due", _day(step.due, texts)
    yield "next", _day(step.due + timedelta(days=1), texts)
    if step.prudent is not None:
        same = step.prudent == step.due
        yield "prudent", texts.say("le même jour") if same else _day(step.prudent, texts)


def _day(day: date, texts: Texts) -> str:
    return dates.day(day, texts.locale, year=True)


def here_alone(heard: Heard, channel: ChannelId, texts: Texts) -> list[str]:
    """That it is told nowhere else, where not everybody reads."""
    if heard is not Heard.HERE:
        return []
    where = f"<#{channel}>"
    return [texts.say("Tout le monde ne lit pas {where} : je n'en parle que là.", where=where)]
