"""The tasks of a vote in the story: a kit, three people who share it out, what it came to."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from bot.demo.desk import NotSeen
from bot.demo.story import BOT, MEMBER, ORGANISER, TOPIC, Scene, Story, is_vigie
from bot.render.bilans import SHOW_ACTION as PUBLISH_ACTION
from bot.render.forum_tallies import ACTION as FORUM_ACTION
from bot.render.forum_tallies import START
from bot.render.kits import MAKE_ACTION
from bot.render.task_answers import SHOW_ACTION
from bot.render.task_cards import ADD_ACTION, TAKE_ACTION

_OWNER: Final = "Boussole"
_NAME: Final = "Forcalquier"
_CAMPAIGN: Final = "Stop VSA"
_FORUM: Final = "forum"
_REPLAYED: Final = 2  # times that the chat hands a click over again
_RHYTHM_S: Final = 3_700.0  # a bilan changes every hour at most
_LOOKS, _LOOK_EVERY_S = 75, 0.2


async def make_kit(story: Story) -> Scene:
    """An organiser makes the usual tasks of the vote in one go, after having seen them."""
    shown = await story.command(
        ORGANISER, "tâche kit", kit="conseil-municipal", vote=_NAME, campagne=_CAMPAIGN
    )
    preview = shown["message"]
    await _press(story, ORGANISER, preview, MAKE_ACTION)
    told = await story.seen(lambda one: is_vigie(one) and _has(one, SHOW_ACTION))
    return Scene(
        story.says.say(
            "Un kit crée d'un coup les tâches du vote, dont les dates suivent la séance"
        ),
        f"{ORGANISER} : {story.typed('tâche kit')} conseil-municipal, {_NAME}",
        f"{preview['content']}\n{told['content']}",
    )


async def share_out(story: Story) -> Scene:
    """Three people take and count; the message in the channel is kept in step."""
    told = await story.seen(lambda one: is_vigie(one) and _has(one, SHOW_ACTION))
    taken = await _press(story, MEMBER, await _letters(story, MEMBER, told), TAKE_ACTION)
    said = [taken["content"]]
    for person in (MEMBER, ORGANISER, _OWNER):
        added = await _press(story, person, await _letters(story, person, told), ADD_ACTION, ":5")
        said.append(f"{person} : {added['content']}")
    again = await story.seen(lambda one: one["id"] == told["id"] and _tells(one, "15"))
    return Scene(
        story.says.say("Trois personnes s'y mettent : chaque clic compte une fois, exactement"),
        "",
        "\n".join([*said, again["content"]]),
    )


async def add_up(story: Story) -> Scene:
    """After a stop the old buttons still count; what it all came to is shown to everybody."""
    told = await story.seen(lambda one: is_vigie(one) and _has(one, SHOW_ACTION))
    await _press(story, MEMBER, await _letters(story, MEMBER, told), ADD_ACTION, ":1")
    bilan = await story.command(ORGANISER, "tâche bilan", campagne=_CAMPAIGN)
    await _press(story, ORGANISER, bilan["message"], PUBLISH_ACTION)
    public = await story.seen(lambda one: is_vigie(one) and _is_bilan(one))
    files = [f"📎 {one['filename']}" for one in public["attachments"]]
    return Scene(
        story.says.say("Le bilan s'additionne par semaine et par tâche, sans aucun nom"),
        f"{ORGANISER} : {story.typed('tâche bilan')} {_CAMPAIGN}",
        "\n".join([public["content"], *files]),
    )


async def publish(story: Story) -> Scene:
    """An organiser sees what would be public, and publishes it: one post, which follows."""
    address = f"{story.demo.addresses.forum}/topic/{TOPIC}"
    shown = await story.command(
        ORGANISER, "tâche publier-bilan", adresse=address, campagne=_CAMPAIGN
    )
    await _press(story, ORGANISER, shown["message"], START)
    told = await story.seen(lambda one: is_vigie(one) and _has(one, f"{FORUM_ACTION}stop:"))
    return Scene(
        story.says.say("Le bilan est relu en privé, puis publié sur le forum, sans aucun nom"),
        f"{ORGANISER} : {story.typed('tâche publier-bilan')} {_CAMPAIGN}",
        f"{told['content']}\n{await _on_forum(story, '16')}",
    )


async def keep(story: Story) -> Scene:
    """Three people count on; clicks come twice, Vigie is killed: the forum shows each once."""
    told = await story.seen(lambda one: is_vigie(one) and _has(one, SHOW_ACTION))
    said = list[str]()
    for person in (MEMBER, ORGANISER, _OWNER):
        added = await _press(story, person, await _letters(story, person, told), ADD_ACTION, ":5")
        said.append(f"{person} : {added['content']}")
        for _ in range(_REPLAYED):
            await story.desk.again(story.people[person])
    await story.demo.kill_bot()
    await story.desk.online(BOT, wanted=False)
    await story.demo.start_bot()
    await story.desk.online(BOT)
    await story.desk.advance(_RHYTHM_S)
    return Scene(
        story.says.say("Clics reçus deux fois, Vigie tuée net : le forum suit, au compte exact"),
        "\n  ".join(said),
        await _on_forum(story, "31"),
    )


async def _on_forum(story: Story, total: str) -> str:
    """The bilan on the forum, once it tells this total; there must be exactly one. Raises
    NotSeen."""
    for _ in range(_LOOKS):
        posts = [one["markdown"] for one in await story.desk.posts(_FORUM, TOPIC)]
        bilans = [one for one in posts if _CAMPAIGN in one.partition("\n")[0]]
        if len(bilans) > 1:
            raise NotSeen(f"{_CAMPAIGN} × {len(bilans)}")
        if bilans and f" {total} " in _bare(bilans[0]):
            return str(bilans[0])
        await asyncio.sleep(_LOOK_EVERY_S)
    raise NotSeen(total)


async def _letters(story: Story, person: str, kit: Any) -> Any:
    """The card of the letters, which the second button of the kit shows to a person."""
    [_, button, *_] = _buttons(kit)
    return await _click(story, person, kit, button["custom_id"])


async def _press(story: Story, person: str, message: Any, action: str, end: str = "") -> Any:
    """What comes of the button under a message that does this."""
    actions = [one["custom_id"] for one in _buttons(message)]
    [wanted] = [one for one in actions if one.startswith(action) and one.endswith(end)]
    return await _click(story, person, message, wanted)


async def _click(story: Story, person: str, message: Any, action: str) -> Any:
    where = message.get("channel_id", story.channel)
    told = await story.desk.click(story.people[person], where, message["id"], action)
    return told["message"]


def _buttons(message: Any) -> list[Any]:
    return [one for row in message["components"] for one in row["components"]]


def _has(message: Any, action: str) -> bool:
    return any(one.get("custom_id", "").startswith(action) for one in _buttons(message))


def _tells(message: Any, total: str) -> bool:
    return f" {total} " in _bare(message["content"])


def _bare(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _is_bilan(message: Any) -> bool:
    """Shown to everybody: its picture comes with it, and nothing below it."""
    named = _CAMPAIGN in message["content"].splitlines()[0] if message["content"] else False
    return named and bool(message["attachments"]) and not message["components"]
