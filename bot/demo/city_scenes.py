"""Cities in the story: what is known of them, what is not, and who adds to it."""

from __future__ import annotations

from typing import Any

from bot.demo.story import BOT, MEMBER, ORGANISER, TOPIC, Scene, Story, is_vigie

_UNKNOWN, _OURS = "fr:12203", "fr:13055"
_CONFIRM = "vigie:project:yes:"


async def known_city(story: Story) -> Scene:
    """The card of a city of which the base tells something, asked in one's own words."""
    mention = f"<@{story.people[BOT]}>"
    question = story.says.say("{bot} où en est Nice ?", bot=mention)
    await story.desk.say(story.people[MEMBER], story.channel, question)
    answer = await story.seen(lambda one: one["content"].startswith("Nice ("))
    return Scene(
        story.says.say("Ou le demande avec ses mots"),
        f"{MEMBER} : {question.replace(mention, f'@{BOT}')}",
        _with_picture(answer),
    )


async def unknown_city(story: Story) -> Scene:
    """The card of a city of which nobody told anything yet."""
    told = await story.command(MEMBER, "ville statut", ville=_UNKNOWN)
    return Scene(
        story.says.say("D'une ville sans rien, Vigie dit qu'on ne sait rien, et comment aider"),
        f"{MEMBER} : {story.typed('ville statut')} Roquefort-sur-Soulzon",
        _with_picture(told["message"]),
    )


async def suggestion(story: Story) -> Scene:
    """A member proposes a project, an organiser confirms it, and the card has it."""
    title, source = story.says.say("Caméras du port"), story.says.say("ordre du jour du conseil")
    facts = {"ville": _OURS, "thème": "videosurveillance", "titre": title, "état": "announced"}
    await story.command(MEMBER, "projet ajouter", **facts, source=source)
    asked = await story.seen(lambda one: _first_action(one).startswith(_CONFIRM))
    button = asked["components"][0]["components"][0]
    await story.desk.click(story.people[ORGANISER], story.channel, asked["id"], button["custom_id"])
    decided = await story.seen(lambda one: one["id"] == asked["id"] and not one["components"])
    card = await story.command(MEMBER, "ville statut", ville=_OURS)
    line = next(one for one in card["message"]["content"].splitlines() if title in one)
    return Scene(
        story.says.say("Une personne propose un projet, un·e référent·e confirme"),
        f"{MEMBER} : {story.typed('projet ajouter')} {title}\n  {ORGANISER} : [{button['label']}]",
        f"{decided['content']}\n{line}",
    )


async def watch_city(story: Story) -> Scene:
    """The card's button: what is said of the city comes in private."""
    private = await story.desk.private(story.people[MEMBER], story.people[BOT])
    card = (await story.command(MEMBER, "ville statut", ville=_OURS))["message"]
    button = card["components"][0]["components"][0]
    told = await story.desk.click(
        story.people[MEMBER], story.channel, card["id"], button["custom_id"]
    )
    text = story.says.say("La réunion publique est jeudi à 19h.")
    await story.desk.reply_on_forum("forum", TOPIC, "lina", text)
    await story.desk.advance(60)
    came = await story.seen(lambda one: text in one["content"], private)
    return Scene(
        story.says.say("Un bouton de la carte, et la ville est suivie en privé"),
        f"{MEMBER} : [{button['label']}]",
        f"{told['message']['content']}\n{came['content']}",
    )


def _first_action(message: Any) -> str:
    """What the first button under a message does; empty without one."""
    rows = message["components"] if is_vigie(message) else []
    return str(rows[0]["components"][0].get("custom_id", "")) if rows else ""


def _with_picture(message: Any) -> str:
    """What is said, and what the picture shows in words."""
    pictures = [one.get("description") or one["filename"] for one in message["attachments"]]
    return "\n".join([message["content"], *(f"🖼 {words}" for words in pictures)])
