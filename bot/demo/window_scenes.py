"""What follows an adopted vote in the story: its publication, then the window to challenge it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.demo.desk import NotSeen
from bot.demo.story import MEMBER, ORGANISER, Scene, Story, is_vigie
from bot.demo.vote_scenes import NAME, press
from bot.render import dates
from bot.render.deadline_cards import DONE_ACTION, TAKE_ACTION
from bot.render.vote_questions import FINAL_ACTION

_ZONE: Final = ZoneInfo("Europe/Paris")
_PUBLISHED: Final = datetime(2026, 12, 21, 9, 1, tzinfo=_ZONE)
_LAST_DAY: Final = datetime(2027, 2, 22, 9, 1, tzinfo=_ZONE)  # two months and a day, no Sunday
_PRUDENT: Final = datetime(2027, 2, 19, 9, 1, tzinfo=_ZONE)  # two months, before the weekend
_LIST_DAY, _WINDOW_DAY = date(2026, 12, 23), _LAST_DAY.date()
_DAYS_BEFORE: Final = (14, 7, 2)


async def publication(story: Story) -> Scene:
    """The list is due within a week of the sitting; its reminder comes, and then it is out."""
    await story.desk.move_to(_PUBLISHED)
    [reminded] = await _reminded(story, _days(story, 2, _LIST_DAY), 1)
    told = await press(story, ORGANISER, reminded, DONE_ACTION)
    done = story.says.say("C'est fait")
    return Scene(
        story.says.say("La liste des délibérations est due, Vigie la rappelle : elle est affichée"),
        f"{ORGANISER} : [{done}]",
        f"{_head(reminded)}\n{told['message']['content']}",
    )


async def window(story: Story) -> Scene:
    """Once the deliberation is public, the window in which it is challenged opens."""
    day = f"{_PUBLISHED:%d/%m/%Y}"
    await story.command(ORGANISER, "vote étape", vote=NAME, état="published", date=day)
    due = _day(story, _WINDOW_DAY)
    told = await story.seen(lambda one: _plain(one).startswith("🗳️") and due in _plain(one))
    return Scene(
        story.says.say("La délibération est publiée : le délai pour la contester s'ouvre"),
        f"{ORGANISER} : {story.typed('vote étape')} {NAME}, {day}",
        told["content"],
    )


async def reminders(story: Story) -> Scene:
    """Two weeks, one week and two days before its prudent day it is recalled; somebody takes it."""
    saw, said = list[str](), ""
    for days in _DAYS_BEFORE:
        await story.desk.move_to(_PRUDENT - timedelta(days=days))
        found = await _reminded(story, _days(story, days, _PRUDENT.date()), 1)
        saw += [_head(one) for one in found]
        if not said:
            told = await press(story, MEMBER, found[0], TAKE_ACTION)
            take = story.says.say("Je m'en charge")
            said = f"{MEMBER} : [{take}]"
            saw.append(told["message"]["content"])
    return Scene(
        story.says.say("Deux semaines, une semaine et deux jours avant la fin, Vigie le rappelle"),
        said,
        "\n".join(saw),
    )


async def end(story: Story) -> Scene:
    """On its prudent day and its last it is recalled; on the next, the window is over."""
    await story.desk.move_to(_PRUDENT)
    last = await _reminded(story, _days(story, 0, _PRUDENT.date()), 1)
    await story.desk.move_to(_LAST_DAY)
    last += await _reminded(story, _days(story, 0, _WINDOW_DAY), 1)
    await story.desk.move_to(_LAST_DAY + timedelta(days=1))
    asked = await story.seen(lambda one: is_vigie(one) and _asks(one, FINAL_ACTION))
    told = await press(story, ORGANISER, asked, FINAL_ACTION)
    every = await _recalled(story, _day(story, _WINDOW_DAY))
    if len([one for one in every if one["id"] != asked["id"]]) != len(_DAYS_BEFORE) + len(last):
        raise NotSeen(f"{_WINDOW_DAY} × {len(every)}")
    final = story.says.say("Aucun recours connu")
    return Scene(
        story.says.say("Le dernier jour, un dernier rappel ; le lendemain, le délai est clos"),
        f"{ORGANISER} : [{final}]",
        "\n".join([*map(_head, last), _head(asked), told["message"]["content"]]),
    )


def _asks(message: Any, action: str) -> bool:
    """Whether one of its buttons does `action`."""
    buttons = (one for row in message["components"] for one in row["components"])
    return any(one["custom_id"].startswith(action) for one in buttons)


async def _reminded(story: Story, said: tuple[str, str], count: int) -> list[Any]:
    """The reminders whose first line says so, once there are as many. Raises NotSeen."""
    found = dict[str, Any]()

    def is_new(one: Any) -> bool:
        head = _bare(_head(one)) if is_vigie(one) else ""
        is_reminder = head.startswith("⏰") and all(part in head for part in said)
        return is_reminder and one["id"] not in found

    while len(found) < count:
        one = await story.seen(is_new)
        found[one["id"]] = one
    return list(found.values())


async def _recalled(story: Story, day: str) -> list[Any]:
    """Every reminder of what is due on that day."""
    messages = await story.desk.carried(story.people[MEMBER], story.channel)
    return [one for one in messages if _plain(one).startswith("⏰") and day in _plain(one)]


def _days(story: Story, count: int, day: date) -> tuple[str, str]:
    """What the first line of a reminder says so many days before, and of which day."""
    says = story.says
    last = says.say("dernier jour") if day == _WINDOW_DAY else says.say("aujourd'hui")
    left = says.count("demain", "dans {n} jours", count) if count else last
    return _bare(left), _day(story, day)


def _day(story: Story, day: date) -> str:
    return _bare(dates.day(day, story.says.locale, weekday=True, year=True))


def _plain(message: Any) -> str:
    """What Vigie says there, with plain spaces; nothing of what others say."""
    return _bare(message["content"]) if is_vigie(message) else ""


def _bare(text: str) -> str:
    return " ".join(text.split())


def _head(message: Any) -> str:
    """Its first line, and what it is about."""
    return "\n".join(message["content"].splitlines()[:2])
