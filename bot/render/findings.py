"""The doctor's findings, with their remedies."""

from __future__ import annotations

from typing import Final, Protocol

from bot.ports.forum import Trouble
from bot.ports.login import LoginTrouble
from bot.render import probes
from bot.render.texts import Texts

_PASSING: Final = (Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.SERVER, Trouble.BUSY)


class Finding(Protocol):
    @property
    def subject(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def ailment(self) -> str: ...
    @property
    def detail(self) -> str: ...


def finding(one: Finding, texts: Texts) -> str:
    """`✔ forum technopolice : nodebb, …`, or what is wrong and what to do."""
    if one.subject == "configuration" and one.ailment:
        return texts.say("✘ {remedy}", remedy=one.detail)  # which names the key itself
    subject = _subject(one, texts)
    if not one.ailment:
        detail = one.detail or texts.say("en ordre")
        return texts.say("✔ {subject} : {detail}", subject=subject, detail=detail)
    return texts.say("✘ {subject} : {remedy}", subject=subject, remedy=remedy(one, texts))


def _subject(one: Finding, texts: Texts) -> str:
    match one.subject:
        case "configuration":
            return texts.say("configuration {name}", name=one.name)
        case "database":
            return texts.say("base {name}", name=one.name)
        case "forum":
            return texts.say("forum {name}", name=one.name)
        case _:
            return texts.say("chat {name}", name=one.name)


def remedy(one: Finding, texts: Texts) -> str:
    """What is wrong with it and what to do."""
    match one.subject:
        case "database":
            return _database(one, texts)
        case "forum":
            return _forum(one, texts)
        case "chat":
            return _chat(one, texts)
        case _:
            return one.detail


def _database(one: Finding, texts: Texts) -> str:
    if one.ailment == "newer":
        return texts.say(
            "elle vient d'une version plus récente de Vigie. "
            "Mettez Vigie à jour, ou restaurez une sauvegarde."
        )
    return texts.say(
        "elle ne s'ouvre pas ({why}). Vérifiez le chemin [storage] path et ses droits.",
        why=one.detail,
    )


def _forum(one: Finding, texts: Texts) -> str:
    if one.ailment == "token_ignored":
        return texts.say("il n'accepte pas le jeton. Demandez-en un autre à son équipe.")
    if one.ailment == "orphaned":
        return texts.count(
            "il n'est plus dans la configuration, et un suivi en dépend. Remettez son nom.",
            "il n'est plus dans la configuration, et {n} suivis en dépendent. Remettez son nom.",
            int(one.detail),
        )
    sentence = probes.remedy(Trouble(one.ailment), one.detail, texts)
    if one.ailment in _PASSING:
        return texts.say("{remedy} Vigie démarre quand même et réessaiera.", remedy=sentence)
    return sentence


def _chat(one: Finding, texts: Texts) -> str:
    match one.ailment:
        case LoginTrouble.REFUSED:
            return texts.say("le jeton est refusé. Copiez-en un nouveau, page Bot de Discord.")
        case LoginTrouble.NOT_A_CHAT:
            return texts.say("l'adresse ne répond pas comme Discord. Vérifiez [discord] api_base.")
        case LoginTrouble.UNREACHABLE:
            return texts.say("il ne répond pas. Vérifiez la connexion, puis réessayez.")
        case _:
            return texts.say("aucun jeton. Mettez-le dans VIGIE_DISCORD_TOKEN.")
