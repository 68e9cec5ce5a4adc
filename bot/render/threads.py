"""What is said of the threads that a collective follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from bot.domain.routing import Mode, Scope
from bot.ports.chat import Message
from bot.ports.forum import PlaceKind
from bot.render.markdown import escape
from bot.render.shortening import fitting, shorten
from bot.render.texts import Texts

_ROOM = 1900  # characters, of the 2,000 that a message holds
_TITLE = 80
_MOST_FOUND = 10


class Followed(Protocol):
    """What a channel follows."""

    @property
    def channel(self) -> str: ...
    @property
    def forum(self) -> str: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def mode(self) -> Mode: ...


class Named(Protocol):
    """A category or a tag that bears a city's name."""

    @property
    def kind(self) -> PlaceKind: ...
    @property
    def name(self) -> str: ...
    @property
    def forum(self) -> str: ...


def followed(
    follow: Followed,
    texts: Texts,
    *,
    here: bool,
    before: Mode | None,
    again: int,
    can_open: bool,
    found: Sequence[Named] | None = None,
) -> Message:
    """What will arrive where, and what will not. `here`: said in the very channel; `before`: how
    it was heard so far; `found`: what bears the name, where that was looked for."""
    lines = [
        _started(follow, texts, here=here, before=before),
        *_promises(follow, texts, can_open),
        *_found(follow.scope, found, texts),
    ]
    if again:
        lines.append(
            texts.count("{n} message du passé arrive.", "{n} messages du passé arrivent.", again)
        )
    if follow.url:
        lines.append(texts.say("[Voir sur le forum](<{url}>)", url=follow.url))
    return Message("\n".join(fitting(lines, _ROOM)))


def _started(follow: Followed, texts: Texts, *, here: bool, before: Mode | None) -> str:
    title = escape(shorten(follow.title, _TITLE))
    where = _where(follow, texts, here=here)
    if follow.mode is Mode.MUTE:
        return texts.say("💬 {where} n'entend plus rien de « {title} »", where=where, title=title)
    if before is None:
        return texts.say("💬 {where} suit maintenant « {title} »", where=where, title=title)
    return texts.say(
        "💬 {where} suit maintenant « {title} » en mode {mode}, et plus en mode {before}",
        where=where,
        title=title,
        mode=mode_name(follow.mode, texts),
        before=mode_name(before, texts),
    )


def _found(scope: Scope, found: Sequence[Named] | None, texts: Texts) -> list[str]:
    """What there is of that name: nothing may be a slip of the keyboard."""
    if found is None:
        return []
    if not found and scope is Scope.TAG:
        return [texts.say("Aucun fil récent ne porte cette étiquette : vérifie l'orthographe.")]
    if not found:
        return [
            texts.say(
                "Aucune catégorie ni étiquette du forum ne porte son nom : je reconnaîtrai ses "
                "fils à leur titre."
            )
        ]
    several = len({one.forum for one in found}) > 1
    names = [_named(one, texts, several=several) for one in found[:_MOST_FOUND]]
    return [texts.say("À son nom sur le forum : {names}.", names=", ".join(names))]


def _named(one: Named, texts: Texts, *, several: bool) -> str:
    name = escape(shorten(one.name, _TITLE))
    if one.kind is PlaceKind.CATEGORY:
        said = texts.say("catégorie « {name} »", name=name)
    else:
        said = texts.say("étiquette #{name}", name=name)
    return f"{said} ({escape(one.forum)})" if several else said


def _where(follow: Followed, texts: Texts, *, here: bool) -> str:
    return texts.say("Ce salon") if here else f"<#{follow.channel}>"


def _promises(follow: Followed, texts: Texts, can_open: bool) -> list[str]:
    change = texts.say("Pour changer : `/fil suivre` et son option `mode`.")
    if follow.mode is Mode.MUTE:
        return [change]
    if follow.mode is Mode.ANNOUNCE:
        said = texts.say("Mode annonce : un extrait et le lien de chaque nouveau message.")
    else:
        said = texts.say("Mode fil : chaque nouveau message, en entier, dans un fil.")
    lines = [f"{said} {change}"]
    if follow.scope is Scope.CITY:
        lines.append(texts.say("Les votes et les projets de la ville arriveront aussi."))
    lines.append(texts.say("Rien de ce salon ne part au forum."))
    if follow.mode is Mode.THREAD and not can_open:
        lines.append(
            texts.say(
                "⚠️ Il me manque un droit : Modifier le salon > Permissions > Vigie > « Créer des "
                "fils publics », « Envoyer des messages dans les fils ». D'ici là, j'écris à la "
                "suite."
            )
        )
    return lines


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
        case Scope.TOPIC if not title:
            return texts.say("Fil retiré du forum")
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
            title=_called(follow, texts),
        )
    )


def _called(follow: Followed, texts: Texts) -> str:
    return escape(shorten(follow.title, _TITLE)) or texts.say("Fil retiré du forum")


def listed(follows: Sequence[Followed], forums: Mapping[str, str], texts: Texts) -> Message:
    """What each channel follows. `forums`: their titles by name, told where there are several."""
    if not follows:
        return Message(
            texts.say(
                "Rien n'est suivi. `/fil suivre` et l'adresse d'un fil du forum pour commencer."
            )
        )
    head = texts.say("Suivi par le collectif :")
    lines = fitting(_by_channel(follows, forums, texts), _ROOM - len(head))
    if more := len(follows) - len(lines):
        lines.append(texts.count("et {n} autre", "et {n} autres", more))
    return Message("\n".join([head, *lines]))


def _by_channel(
    follows: Sequence[Followed], forums: Mapping[str, str], texts: Texts
) -> Iterator[str]:
    """One text for each follow; the first of a channel has its name above."""
    channels = list(dict.fromkeys(one.channel for one in follows))
    for channel in channels:
        above = f"<#{channel}>\n"
        for one in follows:
            if one.channel == channel:
                yield above + _line(one, forums, texts)
                above = ""


def _line(follow: Followed, forums: Mapping[str, str], texts: Texts) -> str:
    title = _called(follow, texts)
    linked = f"[{title}](<{follow.url}>)" if follow.url and follow.title else title
    parts = [linked, mode_name(follow.mode, texts)]
    forum = forums.get(follow.forum, "")
    if len(forums) > 1 and forum and follow.scope is not Scope.ALL:
        parts.append(escape(shorten(forum, _TITLE)))
    return f"- {' · '.join(parts)}"
