"""« Quel jour ? »: today and yesterday in one click, another day by its command."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from bot.ports.chat import Button
from bot.render import dates
from bot.render.texts import Texts

_A_DAY: Final = timedelta(days=1)


def buttons(
    today: date, on: str, other: str, texts: Texts, *, first: date = date.min
) -> tuple[Button, ...]:
    """Each names its day, which holds whenever it is clicked: `on` is an action to which the day is
    added, `other` one by itself; none is before `first`."""
    days = (
        (texts.say("Aujourd'hui, {day}", day=_day(today, texts)), today),
        (texts.say("Hier, {day}", day=_day(today - _A_DAY, texts)), today - _A_DAY),
    )
    named = tuple(Button(name, f"{on}{day.isoformat()}") for name, day in days if day >= first)
    return (*named, Button(texts.say("Un autre jour"), other))


def _day(day: date, texts: Texts) -> str:
    return dates.day(day, texts.locale, weekday=False, year=True)
