"""Why Vigie declines, and what to do: one short sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Final, assert_never

from bot.domain.alerts import AlertState
from bot.domain.projects import ProjectStatus
from bot.domain.refusals import Reason, Refused
from bot.domain.tasks import TaskStatus
from bot.domain.vague import from_iso
from bot.domain.wordings import Wording
from bot.ports.forum import Trouble
from bot.render import dates, recurrences, vague, votes, whens
from bot.render.alerts import STATE_NAMES
from bot.render.escaping import neutral
from bot.render.markdown import escape
from bot.render.projects import number, status_name
from bot.render.refusal_sentences import SENTENCES
from bot.render.shortening import shorten
from bot.render.task_cards import STATUS_NAMES as TASK_STATUS_NAMES
from bot.render.texts import Texts

_LONGEST: Final = 500  # characters of what people called something
_LONGEST_TYPED: Final = 80  # of what was to be a code or a number
_TYPED: Final = frozenset(
    {
        Reason.RULE_UNKNOWN,
        Reason.RULE_NEAR,
        Reason.RULE_SEVERAL,
        Reason.DEPARTMENT_UNKNOWN,
        Reason.POPULATION_UNREADABLE,
        Reason.COUNT_UNREADABLE,
    }
)
_VAGUE: Final = {Reason.NO_SUCH_DAY: "month", Reason.PROJECT_SINCE: "since"}


def refusal(refused: Refused, texts: Texts) -> str:
    """The sentence for whoever asked."""
    return _worded(refused, texts, escape)


def plain_refusal(refused: Refused, texts: Texts) -> str:
    """The same for a terminal, on one line."""
    if refused.reason is Reason.POPULATION_NEEDED:
        return texts.say(
            "Il faut la population de la commune, avec --population : {title}, le délai change à "
            "{limit} habitant·es.",
            **_by_population(refused, texts),
        )
    return _worded(refused, texts, lambda value: " ".join(neutral(value).split()))


def refused_as_json(refused: Refused, texts: Texts) -> dict[str, Any]:
    """`error` is the sentence, `reason` what a program can tell it by."""
    return {"ok": False, "error": plain_refusal(refused, texts), "reason": refused.reason}


def _by_population(refused: Refused, texts: Texts) -> dict[str, str]:
    fr, en, limit = (refused.facts[name] for name in ("fr", "en", "limit"))
    people = number(int(limit), texts)
    return {
        "title": texts.pick(Wording(fr, en)),
        "limit": people.replace("\u202f", " ") if texts.is_plain else people,
    }


def _worded(refused: Refused, texts: Texts, shown: Callable[[str], str]) -> str:
    if whens.is_about_dates(refused):
        return whens.refusal(refused, texts, shown=shown)
    if recurrences.is_about_recurrences(refused):
        return recurrences.refusal(refused, texts, shown=shown)
    if refused.reason is Reason.RULE_SAYS:
        return texts.pick(Wording(**refused.facts))
    most = _LONGEST_TYPED if refused.reason in _TYPED else _LONGEST
    facts = {name: shown(shorten(value, most)) for name, value in refused.facts.items()}
    if "choices" in facts:
        lines = refused.facts["choices"].split("\n")
        said = (_with_day(one, texts) for one in lines)
        facts["choices"] = texts.either(shown(shorten(one, _LONGEST)) for one in said)
    if refused.reason is Reason.TOPIC_UNREADABLE:
        return unreadable(Trouble(refused.facts["trouble"]), texts)
    if refused.reason is Reason.PROJECT_STATE_SOURCE:
        return _state_without_source(facts, texts)
    if refused.reason in {Reason.DEADLINE_WITHOUT_WHAT, Reason.DEADLINE_OF_TWO}:
        parts = [facts[name] for name in ("city", "day", "rule", "title") if facts[name]]
        return _with_typed(texts.say(SENTENCES[refused.reason]), parts, texts)
    if refused.reason is Reason.POPULATION_NEEDED:
        facts |= _by_population(refused, texts)
    if (name := _VAGUE.get(refused.reason)) is not None:
        facts[name] = vague.written(from_iso(refused.facts[name]), texts)
    if refused.reason is Reason.PROJECT_STATE:
        states = {name: ProjectStatus(refused.facts[name]) for name in ("before", "after")}
        facts |= {name: status_name(state, texts) for name, state in states.items()}
    if refused.reason in {Reason.DEADLINE_PAST, Reason.DEADLINE_OVER}:
        days = {name: date.fromisoformat(day) for name, day in refused.facts.items()}
        facts |= {name: dates.day(day, texts.locale, year=True) for name, day in days.items()}
    facts |= _of_a_task(refused, texts)
    if refused.reason is Reason.ALERT_STATE:
        facts["state"] = texts.say(STATE_NAMES[AlertState(refused.facts["state"])])
    return texts.say(SENTENCES[refused.reason], **(facts | votes.facts_of(refused, texts)))


def _of_a_task(refused: Refused, texts: Texts) -> dict[str, str]:
    """What is told of tasks and of what is counted, in words."""
    if refused.reason is Reason.TASK_STATE:
        return {"status": texts.say(TASK_STATUS_NAMES[TaskStatus(refused.facts["status"])])}
    if refused.reason in {Reason.COUNT_RANGE, Reason.COUNT_UNREADABLE, Reason.TASK_TARGET}:
        return {"last": number(int(refused.facts["last"]), texts)}
    return {}


def _state_without_source(facts: Mapping[str, str], texts: Texts) -> str:
    """What is missing, and what was typed, so that nobody has to remember it."""
    happened = facts["happened"]
    state = status_name(ProjectStatus(facts["after"]), texts)
    typed = [facts["title"], state, vague.written(from_iso(happened), texts) if happened else ""]
    missing = texts.say(SENTENCES[Reason.PROJECT_STATE_SOURCE], after=state)
    return _with_typed(missing, [one for one in (*typed, facts["why"]) if one], texts)


def _with_day(choice: str, texts: Texts) -> str:
    """One of several, with its day in words."""
    return " · ".join(_in_words(part, texts) for part in choice.split(" · "))


def _in_words(part: str, texts: Texts) -> str:
    """A day may have the place behind it of one that reads the same."""
    day, space, place = part.partition(" (")
    with suppress(ValueError):
        return f"{dates.listed(date.fromisoformat(day), texts.locale)}{space}{place}"
    return part


def _with_typed(sentence: str, parts: Sequence[str], texts: Texts) -> str:
    said = texts.say("-# Tu avais écrit : {typed}.", typed=" · ".join(parts))
    return f"{sentence}\n{said}"


def unreadable(trouble: Trouble, texts: Texts) -> str:
    """Why a forum could not be read, and what to do."""
    match trouble:
        case Trouble.UNREACHABLE | Trouble.TIMEOUT | Trouble.SERVER | Trouble.BUSY:
            return texts.say("Le forum ne répond pas pour l'instant. Réessaie dans 10 minutes.")
        case Trouble.GARBLED:
            return texts.say("Le forum a répondu une page illisible. Réessaie dans 10 minutes.")
        case Trouble.MISSING:
            return texts.say("Ce fil n'existe pas, ou plus. Vérifie l'adresse.")
        case Trouble.FORBIDDEN:
            return texts.say("Ce fil n'est pas public : je ne peux pas le lire.")
        case Trouble.WALLED:
            return texts.say(
                "Ce forum filtre les robots : il faut demander une exception à son équipe."
            )
        case Trouble.OTHER_ENGINE:
            return texts.say(
                "Un autre logiciel de forum y répond : la personne qui m'héberge doit le relier."
            )
        case Trouble.NOT_A_FORUM:
            return texts.say("Cette adresse n'est pas celle d'un forum que je sais lire.")
        case _:
            assert_never(trouble)
