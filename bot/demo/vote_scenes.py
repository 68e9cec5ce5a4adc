"""A vote in the story: reported, confirmed, moved, reminded of, decided. Its end is elsewhere."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.demo.story import BOT, MEMBER, ORGANISER, Scene, Story, is_vigie
from bot.render.vote_questions import CONFIRM_ACTION, PHOTO_ACTION, RESULT_ACTION
from bot.render.votes import COMING_ACTION

NAME: Final = "Forcalquier"
_CITY = "fr:04088"
_FIRST, _THEN = "lundi 14 décembre 2026 à 18h30", "mercredi 16 décembre 2026 à 18h30"
_DAY_S: Final = 24 * 3600.0
_A_WEEK_BEFORE: Final = datetime(2026, 12, 9, 18, 31, tzinfo=ZoneInfo("Europe/Paris"))
_TO_ITS_EVENING_S: Final = 7.15 * _DAY_S
# One pixel of a notice board.
_PHOTO: Final = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgjgsAAAExALpJBj1MAAAAAElFTkSuQmCC"
)


async def report(story: Story) -> Scene:
    """A member reports a vote, with a photo; nothing is announced before an organiser, who looks
    at it, confirms."""
    photo = await story.desk.hand(story.people[MEMBER], "affiche.png", _PHOTO)
    told = await story.command(
        MEMBER,
        "vote signaler",
        ville=_CITY,
        quand=_FIRST,
        objet=story.says.say("caméras fixes et mobiles"),
        source=story.says.say("ordre du jour du conseil"),
        point="12",
        photo=photo,
    )
    asked = await story.seen(lambda one: _action(one).startswith(CONFIRM_ACTION))
    shown = await press(story, ORGANISER, asked, PHOTO_ACTION)
    await press(story, ORGANISER, asked, CONFIRM_ACTION)
    announced = await story.seen(lambda one: _action(one).startswith(COMING_ACTION))
    return Scene(
        story.says.say("Une personne signale un vote, une autre le confirme : il est annoncé"),
        f"{MEMBER} : {story.typed('vote signaler')} {NAME}, {_FIRST}",
        "\n".join(
            [
                told["message"]["content"],
                *(f"🖼 {one['description']}" for one in shown["message"]["attachments"]),
                *(announced["content"], *_files(announced)),
            ]
        ),
    )


async def move(story: Story) -> Scene:
    """Who comes is counted; the vote moves, and everyone who was told hears of it."""
    announced = await story.seen(lambda one: _action(one).startswith(COMING_ACTION))
    await press(story, MEMBER, announced, COMING_ACTION)
    await story.command(ORGANISER, "vote déplacer", vote=NAME, quand=_THEN)
    news = await story.seen(lambda one: is_vigie(one) and one["content"].startswith("✏️"))
    again = await story.seen(lambda one: one["id"] == announced["id"] and "16" in one["content"])
    buttons = " ".join(f"[{one['label']}]" for one in again["components"][0]["components"])
    return Scene(
        story.says.say("Le vote est déplacé : l'annonce, le calendrier et les rappels suivent"),
        f"{ORGANISER} : {story.typed('vote déplacer')} {NAME}, {_THEN}",
        f"{news['content']}\n{again['content']}\n{buttons}",
    )


async def remind(story: Story) -> Scene:
    """Vigie is killed; a week before the sitting it is there again, and reminds."""
    await story.demo.kill_bot()
    await story.desk.online(BOT, wanted=False)
    await story.desk.move_to(_A_WEEK_BEFORE)
    await story.demo.start_bot()
    await story.desk.online(BOT)
    reminded = await story.seen(lambda one: _begins(one, f"⏰ {NAME}, vote"))
    return Scene(
        story.says.say("Vigie est tuée et relancée entre-temps : le rappel vient quand même"),
        "",
        reminded["content"],
    )


async def decide(story: Story) -> Scene:
    """After the sitting the result is asked for, given, and told, with what is due next."""
    await story.desk.advance(_TO_ITS_EVENING_S)
    asked = await story.seen(lambda one: _action(one).startswith(RESULT_ACTION))
    await story.command(
        ORGANISER,
        "vote résultat",
        vote=NAME,
        issue="adopted",
        pour="21",
        contre="6",
        abstentions="2",
    )
    told = await story.seen(lambda one: _begins(one, f"🗳️ {NAME}") and "-# " in one["content"])
    return Scene(
        story.says.say("Après la séance, Vigie demande le résultat, puis le dit"),
        f"{ORGANISER} : {story.typed('vote résultat')} {NAME}",
        f"{asked['content']}\n{told['content']}",
    )


async def press(story: Story, person: str, message: Any, action: str) -> Any:
    """Press the first button that does `action`; what comes of it."""
    buttons = (one for row in message["components"] for one in row["components"])
    button = next(one for one in buttons if one["custom_id"].startswith(action))
    where = message.get("channel_id", story.channel)
    return await story.desk.click(story.people[person], where, message["id"], button["custom_id"])


def _action(message: Any) -> str:
    """What the first button under a message of Vigie's does; empty without one."""
    rows = message["components"] if is_vigie(message) else []
    return str(rows[0]["components"][0].get("custom_id", "")) if rows else ""


def _begins(message: Any, words: str) -> bool:
    return is_vigie(message) and message["content"].startswith(words)


def _files(message: Any) -> list[str]:
    return [f"📎 {one['filename']}" for one in message["attachments"]]
