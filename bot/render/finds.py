"""What forums tell of votes and towns, put to organisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.votes import CouncilVote
from bot.ports.chat import Button, Message, Style
from bot.render import sittings
from bot.render.escaping import neutral
from bot.render.links import linked
from bot.render.shortening import shorten
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.vote_questions import CONFIRM_ACTION, DROP_ACTION

LINK_ACTION: Final = "vigie:link:yes:"  # a link follows
IGNORE_ACTION: Final = "vigie:link:no:"
_TITLE: Final = 100
_MOST_SHOWN: Final = 5  # with two buttons each


@dataclass(frozen=True, slots=True)
class FoundThread:
    """A thread that may be a town's: its title and address, empty where nobody may know;
    `is_linked` None until an organiser decides."""

    id: int
    commune: Commune
    title: str
    url: str
    is_linked: bool | None


def proposed(found: FoundThread, texts: Texts) -> Message:
    """Is the thread about the town? Then what was decided."""
    town, named = found.commune.label, _named(found)
    if found.is_linked is None:
        head = texts.say("💬 Ce fil parle-t-il de {city} ?", city=town)
        ask = texts.say(
            "Relié, il est sur la fiche de la ville, et ses messages vont où elle est suivie."
        )
        buttons = (
            Button(texts.say("Relier"), f"{LINK_ACTION}{found.id}", Style.MAIN),
            Button(texts.say("Ignorer"), f"{IGNORE_ACTION}{found.id}"),
        )
        return Message("\n".join([head, *named, ask]), buttons=buttons)
    if found.is_linked:
        head = texts.say("💬 Fil relié à {city}", city=town)
        undo = Button(texts.say("Ne plus relier"), f"{IGNORE_ACTION}{found.id}")
    else:
        head = texts.say("💬 Fil laissé à part : {city}", city=town)
        undo = Button(texts.say("Relier quand même"), f"{LINK_ACTION}{found.id}")
    return Message("\n".join([head, *named]), buttons=(undo,) if named else ())


def _named(found: FoundThread) -> list[str]:
    if not found.title:
        return []
    return [linked(neutral(shorten(found.title, _TITLE)), found.url, quiet=True)]


def rest(
    votes: Sequence[tuple[CouncilVote, str]],
    threads: Sequence[FoundThread],
    texts: Texts,
    zone: ZoneInfo,
) -> Message:
    """What is more than a few a day: the first with their buttons, the others counted. Each vote
    with what its town is called; it is read in `zone`."""
    count = len(votes) + len(threads)
    if not count:
        return Message(texts.say("💬 Aussi lu sur le forum aujourd'hui : tout est vérifié"))
    lines = [
        texts.count(
            "💬 Aussi lu sur le forum aujourd'hui : {n} message à vérifier",
            "💬 Aussi lu sur le forum aujourd'hui : {n} messages à vérifier",
            count,
        )
    ]
    asked = [*(_vote(one, texts, zone) for one in votes), *(_thread(one, texts) for one in threads)]
    buttons = list[Button]()
    for number, (said, yes, no) in enumerate(asked[:_MOST_SHOWN], 1):
        lines.append(f"{number}. {said}")
        buttons += [_numbered(number, yes), _numbered(number, no)]
    if asked[_MOST_SHOWN:]:
        lines.append(
            texts.count(
                "Et {n} autre : il vient ici quand ceux-là ont leur réponse.",
                "Et {n} autres : ils viennent ici quand ceux-là ont leur réponse.",
                count - _MOST_SHOWN,
            )
        )
    lines.append(texts.say("Rien n'est annoncé ni relié avant."))
    return Message("\n".join(lines), buttons=tuple(buttons))


def _vote(
    told: tuple[CouncilVote, str], texts: Texts, zone: ZoneInfo
) -> tuple[str, Button, Button]:
    vote, town = told
    said = texts.say(
        "Un vote {at}, {when} : {source}",
        at=at_town(town, texts),
        when=sittings.moment(vote.sitting, texts, zone),
        source=linked(neutral(shorten(vote.source, _TITLE)), vote.url, quiet=True),
    )
    return (
        said,
        Button(texts.say("Confirmer"), f"{CONFIRM_ACTION}{vote.id}"),
        Button(texts.say("Écarter"), f"{DROP_ACTION}{vote.id}"),
    )


def _thread(found: FoundThread, texts: Texts) -> tuple[str, Button, Button]:
    said = texts.say(
        "Un fil sur {city} : {source}", city=found.commune.name, source="".join(_named(found))
    )
    return (
        said,
        Button(texts.say("Relier"), f"{LINK_ACTION}{found.id}"),
        Button(texts.say("Ignorer"), f"{IGNORE_ACTION}{found.id}"),
    )


def _numbered(number: int, button: Button) -> Button:
    return Button(f"{number}. {button.label}", button.action, button.style)


def decided(found: FoundThread, texts: Texts) -> Message:
    """To the organiser who answered."""
    if found.is_linked:
        return Message(
            texts.say(
                "C'est relié à {city} : les prochains messages du fil y seront entendus.",
                city=found.commune.label,
            )
        )
    return Message(
        texts.say("C'est noté : ce fil n'est pas relié à {city}.", city=found.commune.label)
    )
