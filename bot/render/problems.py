"""What is wrong with the configuration, and how to mend it: one sentence each."""

from __future__ import annotations

from typing import Final

from bot.config import Fault, Problem
from bot.render.texts import N_, Texts

_SENTENCES: Final = {
    Problem.NO_FILE: N_(
        "{key} : ce fichier n'existe pas. "
        "Copiez le config.toml du projet, ou donnez le vôtre avec --config."
    ),
    Problem.UNREADABLE_FILE: N_(
        "{key} : ce fichier ne se lit pas. Vérifiez que c'en est un, et ses droits."
    ),
    Problem.NOT_TOML: N_("{key} : ce n'est pas du TOML ({value})."),
    Problem.UNKNOWN_KEY: N_("{key} : clé inconnue. Vouliez-vous dire : {expected} ?"),
    Problem.MISSING: N_("{key} : valeur manquante. Ajoutez-la au fichier."),
    Problem.WRONG_TYPE: N_("{key} = {value} : il faut {expected}."),
    Problem.BAD_URL: N_(
        "{key} = {value} : il faut une adresse qui commence par http:// ou https://"
    ),
    Problem.NOT_LOOPBACK: N_(
        "{key} = {value} : seule une adresse de cette machine (127.0.0.1) est permise."
    ),
    Problem.UNKNOWN_ZONE: N_("{key} = {value} : fuseau horaire inconnu. Exemple : Europe/Paris."),
    Problem.NOT_A_MOMENT: N_(
        "{key} = {value} : il faut une date et une heure, comme 2026-11-23T10:00."
    ),
    Problem.NOT_ALLOWED: N_("{key} = {value} : valeur refusée. Ce qui convient : {expected}."),
    Problem.DUPLICATE: N_("{key} = {value} : ce nom sert déjà. Changez-en un."),
    Problem.NO_SECRET: N_(
        "{key} : secret manquant. Mettez-le dans l'environnement, "
        "ou le chemin de son fichier dans {key}_FILE."
    ),
    Problem.UNREADABLE_SECRET: N_(
        "{key} = {value} : fichier illisible. Vérifiez le chemin et les droits."
    ),
    Problem.EMPTY_SECRET: N_("{key} = {value} : fichier vide. Mettez-y le secret."),
    Problem.MALFORMED_SECRET: N_(
        "{key} : un secret tient en une ligne, sans espace ni accent. Recopiez-le."
    ),
    Problem.SECRET_IN_FILE: N_(
        "{key} : pas de secret dans ce fichier. "
        "Il vient de l'environnement : VIGIE_DISCORD_TOKEN, VIGIE_FORUM_TOKEN."
    ),
    Problem.NOT_AN_ID: N_(
        "{key} = {value} : il faut l'identifiant du serveur, un nombre "
        "(clic droit sur le serveur > Copier l'identifiant)."
    ),
}

_EXPECTED: Final = {
    "text": N_("un texte entre guillemets"),
    "number": N_("un nombre entier"),
    "boolean": N_("true ou false"),
    "list": N_("une liste entre crochets"),
    "section": N_("une section entre crochets"),
    "sections": N_("une section entre doubles crochets, [[forum]]"),
    "5-3600": N_("de 5 à 3600 secondes"),
    "1-168": N_("de 1 à 168 heures"),
    "0-65535": N_("de 0 à 65535"),
    "slug": N_("lettres minuscules sans accent, chiffres, - et _"),
    "path": N_("un chemin de fichier"),
}


def problem(fault: Fault, texts: Texts) -> str:
    """Key, value, remedy."""
    known = _EXPECTED.get(fault.expected)
    expected = texts.say(known) if known else fault.expected
    sentence = _SENTENCES[fault.problem]
    return texts.say(sentence, key=fault.key, value=fault.value, expected=expected)
