"""Cards: what is known, what is not, and what one can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.communes import Commune
from bot.ports.chat import Button, Message, Style
from bot.ports.forum import Health, Topic
from bot.render import dates
from bot.render.markdown import escape
from bot.render.shortening import fitting, shorten
from bot.render.texts import Texts

CITY_ACTION = "vigie:city:"
HELP_ACTION = "vigie:help"
_MOST_THREADS = 5
_TITLE = 80
_ROOM = 1300  # characters for the threads, of the 2,000 that a message holds
_MOST_CHOICES = 25  # buttons that a message holds


@dataclass(frozen=True, slots=True)
class CityCard:
    """What a city's card is made of.

    `threads` carry the city's tag, the latest first; the tag is `ambiguous` when several communes
    have that name.
    """

    commune: Commune
    threads: tuple[Topic, ...]
    sources: tuple[Health, ...]
    ambiguous: bool = False


def city(card: CityCard, texts: Texts, now: datetime) -> Message:
    """Where a city stands."""
    lines = [_headline(card, texts), *_threads(card, texts)]
    if not card.threads:
        lines.append(
            texts.say(
                "Il y a peut-être des caméras. Pour commencer : lire l'ordre du jour du conseil."
            )
        )
    elif card.ambiguous:
        lines.append(texts.say("-# Leur étiquette peut désigner une autre commune du même nom."))
    lines += dict.fromkeys(_source(source, card, texts, now) for source in card.sources)
    if not card.sources:
        lines.append(texts.say("-# Aucun forum n'est relié : je n'ai rien pu lire."))
    return Message("\n".join(lines))


def _headline(card: CityCard, texts: Texts) -> str:
    name = place(card.commune, texts)
    if not card.threads:
        return texts.say("{city} : on ne sait encore rien", city=name)
    return texts.count(
        "{city} : {n} fil du forum en parle",
        "{city} : {n} fils du forum en parlent",
        len(card.threads),
        city=name,
    )


def city_added(commune: Commune, texts: Texts) -> Message:
    """A commune that Vigie knows from now on."""
    return Message(
        texts.say(
            "{city} est ajoutée (code NIS {code}). On peut demander où elle en est, et la suivre.",
            city=escape(commune.label),
            code=commune.insee,
        ),
        buttons=(
            Button(texts.say("Où en est {city} ?", city=commune.name), CITY_ACTION + commune.code),
        ),
    )


def place(commune: Commune, texts: Texts) -> str:
    """`Nice (Alpes-Maritimes)`: the department tells homonyms apart."""
    return texts.say("{name} ({department})", name=commune.name, department=commune.department_name)


def _threads(card: CityCard, texts: Texts) -> list[str]:
    lines = (
        f"- [{escape(shorten(topic.title, _TITLE))}](<{topic.url}>)"
        for topic in card.threads[:_MOST_THREADS]
    )
    shown = fitting(lines, _ROOM)
    more = len(card.threads) - len(shown)
    if more:
        shown.append(texts.count("et {n} autre", "et {n} autres", more))
    return shown


def _source(source: Health, card: CityCard, texts: Texts, now: datetime) -> str:
    alone = len(card.sources) == 1
    name = texts.say("Forum") if alone else escape(shorten(source.title or source.name, _TITLE))
    if source.trouble is not None:
        return _unread(source, name, texts, now)
    if source.last_success is None:
        return texts.say("-# {name} pas encore lu : on ne sait pas s'il en parle.", name=name)
    ago = dates.ago(now - source.last_success, texts)
    if card.threads:
        return texts.say("-# {name} lu {ago}.", name=name, ago=ago)
    return texts.say(
        "-# {name} lu {ago} : aucun fil récent ne porte son étiquette.", name=name, ago=ago
    )


def _unread(source: Health, name: str, texts: Texts, now: datetime) -> str:
    if source.last_success is None:
        return texts.say("⚠️ {name} illisible : on ne sait pas s'il en parle.", name=name)
    return texts.say(
        "⚠️ {name} illisible, dernière lecture {ago} : on ne sait pas s'il y a du nouveau.",
        name=name,
        ago=dates.ago(now - source.last_success, texts),
    )


def which_city(name: str, choices: list[Commune], texts: Texts) -> Message:
    """Several communes: homonyms told apart by their department, others by their name."""
    shown = choices[:_MOST_CHOICES]
    names = {commune.name for commune in choices}
    question = (
        texts.say("Il y a plusieurs {name}. Laquelle ?", name=escape(choices[0].name))
        if len(names) == 1
        else texts.say("« {name} » désigne plusieurs communes. Laquelle ?", name=escape(name))
    )
    return Message(
        question,
        buttons=tuple(
            Button(_label(commune, choices), f"{CITY_ACTION}{commune.code}") for commune in shown
        ),
    )


def _label(commune: Commune, among: list[Commune]) -> str:
    namesakes = [one.department for one in among if one.name == commune.name]
    if len(namesakes) < len(among):
        return commune.name if len(namesakes) == 1 else commune.label
    if namesakes.count(commune.department) == 1:
        return commune.department_name
    return f"{commune.department_name} ({commune.insee})"


def unknown_city(name: str, texts: Texts) -> Message:
    return Message(
        texts.say(
            "Je ne connais pas de commune « {name} ». Essaie son nom officiel ou son code postal.",
            name=escape(name),
        )
    )


def not_understood(examples: list[Commune], texts: Texts) -> Message:
    """Three examples as buttons, never silence."""
    buttons = [
        Button(texts.say("Où en est {city} ?", city=one.name), f"{CITY_ACTION}{one.code}")
        for one in examples
    ]
    return Message(
        texts.say("Je n'ai pas compris. Voici ce que tu peux me demander :"),
        buttons=(*buttons, Button(texts.say("Aide"), HELP_ACTION, Style.MAIN)),
    )


def help_(texts: Texts) -> Message:
    """What Vigie can do, by what people want."""
    return Message(
        "\n".join(
            [
                texts.say("Je guette le forum et je réponds sur les villes."),
                texts.say("**Savoir** `/ville statut` : où en est une ville"),
                texts.say("**Suivre** `/fil suivre` · `/fil liste` · `/fil arrêter`"),
                texts.say("**Me parler** « @Vigie où en est Nice ? », ou la même phrase en privé"),
                texts.say("-# Rien de vos discussions ne sort d'ici sans vous."),
            ]
        )
    )
