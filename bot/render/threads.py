"""What is said of the threads that a collective follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.routing import Mode, Scope
from bot.ports.chat import Message
from bot.render.markdown import escape
from bot.render.shortening import fitting, shorten
from bot.render.texts import Texts

_ROOM = 1900  # characters, of the 2,000 that a message holds
_TITLE = 80


class Followed(Protocol):
    """What a channel follows."""

    @property
    def channel(self) -> str: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def mode(self) -> Mode: ...


def followed(
    follow: Followed, texts: Texts, *, here: bool, changed: bool, again: int, can_open: bool
) -> Message:
    """What will arrive where, and what will not. `here`: said in the very channel."""
    title = escape(shorten(follow.title, _TITLE))
    where = _where(follow, texts, here=here)
    if follow.mode is Mode.MUTE:
        first = texts.say("💬 {where} n'entend plus rien de « {title} »", where=where, title=title)
    elif changed:
        first = texts.say(
            "💬 {where} suit maintenant « {title} » autrement", where=where, title=title
        )
    else:
        first = texts.say("💬 {where} suit maintenant « {title} »", where=where, title=title)
    lines = [first, *_promises(follow, texts, can_open)]
    if again:
        lines.append(
            texts.count("{n} message du passé arrive.", "{n} messages du passé arrivent.", again)
        )
    if follow.url:
        lines.append(texts.say("[Voir sur le forum](<{url}>)", url=follow.url))
    return Message("\n".join(fitting(lines, _ROOM)))


def _where(follow: Followed, texts: Texts, *, here: bool) -> str:
    return texts.say("Ce salon") if here else f"<#{follow.channel}>"


def _promises(follow: Followed, texts: Texts, can_open: bool) -> list[str]:
    if follow.mode is Mode.MUTE:
        return []
    if follow.mode is Mode.ANNOUNCE:
        return [
            texts.say("Chaque nouveau message y sera annoncé. Rien de ce salon ne part au forum.")
        ]
    said = [
        texts.say("Chaque nouveau message arrivera dans un fil. Rien de ce salon ne part au forum.")
    ]
    if not can_open:
        said.append(
            texts.say(
                "⚠️ Il me manque un droit : Modifier le salon > Permissions > Vigie > « Créer des "
                "fils publics », « Envoyer des messages dans les fils ». D'ici là, j'écris à la "
                "suite."
            )
        )
    return said


def mode_name(mode: Mode, texts: Texts) -> str:
    match mode:
        case Mode.THREAD:
            return texts.say("fil")
        case Mode.ANNOUNCE:
            return texts.say("annonce")
        case Mode.MUTE:
            return texts.say("muet")


def choice(scope: Scope, title: str, texts: Texts) -> str:
    """A suggestion, told apart by what it is."""
    match scope:
        case Scope.TOPIC:
            return texts.say("Fil : {title}", title=title)
        case Scope.CATEGORY:
            return texts.say("Catégorie : {title}", title=title)
        case Scope.TAG:
            return texts.say("Étiquette : {title}", title=title)
        case Scope.CITY:
            return texts.say("Ville : {title}", title=title)
        case Scope.ALL:
            return texts.say("Tout le forum : {title}", title=title)


def stopped(follow: Followed, texts: Texts, *, here: bool) -> Message:
    return Message(
        texts.say(
            "💬 {where} ne suit plus « {title} ». Pour reprendre : `/fil suivre`",
            where=_where(follow, texts, here=here),
            title=escape(shorten(follow.title, _TITLE)),
        )
    )


def listed(follows: Sequence[Followed], texts: Texts) -> Message:
    if not follows:
        return Message(
            texts.say(
                "Rien n'est suivi. `/fil suivre` et l'adresse d'un fil du forum pour commencer."
            )
        )
    head = texts.say("Suivi par le collectif :")
    lines = fitting((_line(one, texts) for one in follows), _ROOM - len(head))
    if more := len(follows) - len(lines):
        lines.append(texts.count("et {n} autre", "et {n} autres", more))
    return Message("\n".join([head, *lines]))


def _line(follow: Followed, texts: Texts) -> str:
    title = escape(shorten(follow.title, _TITLE))
    linked = f"[{title}](<{follow.url}>)" if follow.url else title
    return f"- <#{follow.channel}> · {linked} · {mode_name(follow.mode, texts)}"
