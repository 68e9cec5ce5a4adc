"""Whether a council was called in time, and how that is counted."""

from __future__ import annotations

from datetime import date

from bot.domain.deadlines import Deadline
from bot.domain.wordings import Wording
from bot.render import dates
from bot.render import deadlines as words
from bot.render.texts import Texts


def line(sent: date, counted: Deadline | None, texts: Texts) -> str:
    """`**Convocation** envoyée à temps, le mardi 8 décembre 2026`; whether it was in time is not
    said where no rule counts it."""
    day = dates.day(sent, texts.locale, year=True)
    if counted is None:
        return texts.say("**Convocation** envoyée le {day}", day=day)
    if counted.is_kept(sent):
        return texts.say("**Convocation** envoyée à temps, le {day}", day=day)
    due = dates.day(counted.due, texts.locale, year=True)
    return texts.say(
        "**Convocation** ⚠️ envoyée trop tard, le {day} : c'était au plus tard le {due}",
        day=day,
        due=due,
    )


def told(sent: date | None, counted: Deadline, always: Wording, texts: Texts) -> list[str]:
    """When the notice was to be sent, whether it was, and how the rule counts."""
    if sent is None:
        due = dates.day(counted.due, texts.locale, year=True)
        said = texts.say("**Convocation** à envoyer au plus tard le {due}", due=due)
    else:
        said = line(sent, counted, texts)
    steps = enumerate(words.reasoning(counted, texts), start=1)
    return [
        said,
        *(f"{place}. {sentence}" for place, sentence in steps),
        f"-# {words.footing(counted, texts)}",
        f"-# {words.caveat(counted, always, texts)}",
    ]
