"""What is wrong with the configuration, and how to mend it: one sentence each."""

from __future__ import annotations

from typing import assert_never

from bot.config import Fault, Problem
from bot.render.texts import Texts


def problem(fault: Fault, texts: Texts) -> str:
    """Key, value, remedy."""
    facts = {"key": fault.key, "value": fault.value, "expected": _expected(fault, texts)}
    match fault.problem:
        case Problem.NO_FILE:
            return texts.say(
                "{key} : fichier illisible ({value}). "
                "Copiez le config.toml du projet, ou donnez le vôtre avec --config.",
                **facts,
            )
        case Problem.NOT_TOML:
            return texts.say("{key} : ce n'est pas du TOML ({value}).", **facts)
        case Problem.UNKNOWN_KEY:
            return texts.say("{key} : clé inconnue. Vouliez-vous dire : {expected} ?", **facts)
        case Problem.MISSING:
            return texts.say("{key} : valeur manquante. Ajoutez-la au fichier.", **facts)
        case Problem.WRONG_TYPE:
            return texts.say("{key} = {value} : il faut {expected}.", **facts)
        case Problem.BAD_URL:
            return texts.say(
                "{key} = {value} : il faut une adresse qui commence par http:// ou https://",
                **facts,
            )
        case Problem.NOT_LOOPBACK:
            return texts.say(
                "{key} = {value} : seule une adresse de cette machine (127.0.0.1) est permise.",
                **facts,
            )
        case Problem.UNKNOWN_ZONE:
            return texts.say(
                "{key} = {value} : fuseau horaire inconnu. Exemple : Europe/Paris.", **facts
            )
        case Problem.NOT_ALLOWED:
            return texts.say("{key} = {value} : valeur refusée ({expected}).", **facts)
        case Problem.DUPLICATE:
            return texts.say("{key} = {value} : ce nom sert déjà. Changez-en un.", **facts)
        case Problem.NO_SECRET:
            return texts.say(
                "{key} : secret manquant. Mettez-le dans l'environnement, "
                "ou le chemin de son fichier dans {key}_FILE.",
                **facts,
            )
        case Problem.UNREADABLE_SECRET:
            return texts.say(
                "{key} = {value} : fichier illisible. Vérifiez le chemin et les droits.", **facts
            )
        case _:
            assert_never(fault.problem)


def _expected(fault: Fault, texts: Texts) -> str:
    match fault.expected:
        case "text":
            return texts.say("un texte entre guillemets")
        case "number":
            return texts.say("un nombre entier")
        case "boolean":
            return texts.say("true ou false")
        case "list":
            return texts.say("une liste entre crochets")
        case "section":
            return texts.say("une section entre crochets")
        case _:
            return fault.expected
