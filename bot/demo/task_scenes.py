"""The tasks of a vote in the story: a kit, three people who share it out, what it came to."""

from __future__ import annotations

from typing import Any, Final

from bot.demo.story import MEMBER, ORGANISER, Scene, Story, is_vigie
from bot.render.bilans import SHOW_ACTION as PUBLISH_ACTION
from bot.render.kits import MAKE_ACTION
from bot.render.task_answers import SHOW_ACTION
from bot.render.task_cards import ADD_ACTION, TAKE_ACTION

_OWNER: Final = "Boussole"
_NAME: Final = "Forcalquier"


async def make_kit(story: Story) -> Scene:
    """An organiser makes the usual tasks of the vote in one go, after having seen them."""
    shown = await story.command(
        ORGANISER, "tâche kit", kit="conseil-municipal", vote=_NAME, campagne="Stop VSA"
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
    bilan = await story.command(ORGANISER, "tâche bilan", campagne="Stop VSA")
    await _press(story, ORGANISER, bilan["message"], PUBLISH_ACTION)
    public = await story.seen(lambda one: is_vigie(one) and _is_bilan(one))
    files = [f"📎 {one['filename']}" for one in public["attachments"]]
    return Scene(
        story.says.say("Le bilan s'additionne par semaine et par tâche, sans aucun nom"),
        f"{ORGANISER} : {story.typed('tâche bilan')} Stop VSA",
        "\n".join([public["content"], *files]),
    )


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
    return f" {total} " in message["content"].replace("\u00a0", " ").replace("\u202f", " ")


def _is_bilan(message: Any) -> bool:
    """Shown to everybody: its picture comes with it, and nothing below it."""
    named = "Stop VSA" in message["content"].splitlines()[0] if message["content"] else False
    return named and bool(message["attachments"]) and not message["components"]
