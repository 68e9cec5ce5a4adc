"""What Vigie answers about itself, and what it asks back."""

from __future__ import annotations

from bot.domain.communes import Commune, typographic
from bot.ports.chat import Button, Message
from bot.render.markdown import escape
from bot.render.texts import Texts
from bot.render.towns import at_town

CITY_ACTION = "vigie:city:"
HELP_ACTION = "vigie:help"
_NAME = 100  # characters of what was typed
_MOST_CHOICES = 25  # buttons that a message holds


def city_added(commune: Commune, texts: Texts) -> Message:
    """A commune that Vigie knows from now on."""
    return Message(
        texts.say(
            "{city} est ajoutée (code NIS {code}). On peut demander où elle en est, et la suivre.",
            city=escape(commune.label),
            code=commune.insee,
        ),
        buttons=(
            Button(texts.say("Où en est {city} ?", city=commune.shown), CITY_ACTION + commune.code),
        ),
    )


def which_city(
    name: str,
    choices: list[Commune],
    texts: Texts,
    *,
    more: int = 0,
    leads: str = CITY_ACTION,
) -> Message:
    """Several communes: homonyms told apart by their department, others by their name; how many
    `more` bear it is said. `leads`: the action that the choice of one completes."""
    shown = choices[:_MOST_CHOICES]
    more += len(choices) - len(shown)
    names = {commune.name for commune in choices}
    question = (
        texts.say("Il y a plusieurs {name}. Laquelle ?", name=escape(choices[0].shown))
        if len(names) == 1
        else texts.say("« {name} » désigne plusieurs communes. Laquelle ?", name=escape(name))
    )
    if more:
        rest = texts.count(
            "et {n} autre : ajoute son département", "et {n} autres : ajoute le département", more
        )
        question = f"{question}\n-# {rest}"
    return Message(
        question,
        buttons=tuple(
            Button(_label(commune, choices), f"{leads}{commune.code}") for commune in shown
        ),
    )


def _label(commune: Commune, among: list[Commune]) -> str:
    namesakes = [one.department for one in among if one.name == commune.name]
    if len(namesakes) < len(among):
        in_one_area = len({one.department for one in among}) == 1
        return commune.shown if in_one_area and len(namesakes) == 1 else commune.label[:80]
    if namesakes.count(commune.department) == 1:
        return typographic(commune.department_name)
    return f"{typographic(commune.department_name)} ({commune.insee})"


def unknown_city(name: str, nearest: list[Commune], texts: Texts) -> Message:
    """No commune has this name; those nearest to it are offered, never taken for it."""
    if nearest:
        return Message(
            texts.say(
                "Je ne connais pas « {name} ». Est-ce une de ces communes ?",
                name=escape(name[:_NAME]),
            ),
            buttons=_choices(nearest),
        )
    return Message(
        texts.say(
            "Je ne connais pas de commune « {name} ». Son nom officiel ou son code postal "
            "m'aideraient.",
            name=escape(name),
        )
    )


def more_cities(choices: list[Commune], texts: Texts) -> Message:
    """Who asks about more cities at once than are answered may ask about each of the others."""
    if not choices:
        return Message(
            texts.say("Je réponds pour trois villes à la fois. Redemande-moi les autres.")
        )
    return Message(
        texts.say("Je réponds pour trois villes à la fois. Les autres :"),
        buttons=_choices(choices),
    )


def which_of_ours(choices: list[Commune], texts: Texts) -> Message:
    """« Chez nous » is several cities."""
    question = texts.say("Plusieurs villes sont suivies ici. Laquelle ?")
    if more := len(choices[_MOST_CHOICES:]):
        rest = texts.count("et {n} autre, par son nom", "et {n} autres, par leur nom", more)
        question = f"{question}\n-# {rest}"
    return Message(
        question,
        buttons=_choices(choices),
    )


def _choices(communes: list[Commune]) -> tuple[Button, ...]:
    shown = communes[:_MOST_CHOICES]
    return tuple(Button(one.label[:80], f"{CITY_ACTION}{one.code}") for one in shown)


def no_city_of_ours(texts: Texts) -> Message:
    return Message(
        texts.say(
            "Aucune ville n'est suivie ici. Pour commencer : `/ville suivre`, ou la même question "
            "avec un nom de ville."
        )
    )


def not_understood(examples: list[Commune], buttons: tuple[Button, ...], texts: Texts) -> Message:
    """Examples of each thing that is understood, some of them as buttons, never silence."""
    lines = [
        texts.say("Je n'ai pas compris. Voici ce qu'on peut me demander :"),
        *(
            texts.say("- « prochain vote {at} ? »", at=at_town(one.shown, texts))
            for one in examples[:1]
        ),
        texts.say("- « rappelle-moi demain à 18h : imprimer les tracts »"),
        texts.say("- « quel délai pour contester la délibération du 3 mars ? »"),
        texts.say("- « qu'est-ce que je peux faire ? »"),
    ]
    return Message("\n".join(lines), buttons=buttons)


def help_(texts: Texts) -> Message:
    """What Vigie can do, by what people want."""
    return Message(
        "\n".join(
            [
                texts.say("Je guette le forum et les votes, et je dis où en sont les villes."),
                texts.say("**Savoir** `/ville statut` · `/vote liste` · `/projet liste`"),
                texts.say("**Suivre** `/ville suivre`, une ville · `/fil suivre`, un fil du forum"),
                texts.say("**Signaler** `/vote signaler` · `/projet ajouter`, avec la source"),
                texts.say("**Agir** `/tâche liste` · `/tâche bilan` · `/échéance liste`"),
                texts.say("**Se souvenir** `/rappel moi`, ou « rappelle-moi jeudi : imprimer »"),
                texts.say("**Annoncer** `/alerte programmer`, une fois ou régulièrement"),
                texts.say(
                    "**Comprendre** `/pourquoi` un message · `/mes-données`, ce que je sais de toi"
                ),
                texts.say("**Me parler** « @Vigie où en est Nice ? », ou la même phrase en privé"),
                texts.say("-# Rien de vos discussions ne sort d'ici sans vous."),
            ]
        )
    )
