"""What a probe of a forum found, for a terminal and for a program; what to do about a trouble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from bot.ports.forum import Category, Identity, Post, Trouble
from bot.render import dates
from bot.render.escaping import neutral
from bot.render.texts import N_, Texts


class Probe(Protocol):
    """What was found; capabilities go by the names below."""

    @property
    def url(self) -> str: ...
    @property
    def identity(self) -> Identity | None: ...
    @property
    def newest(self) -> Sequence[Post]: ...
    @property
    def categories(self) -> Sequence[Category]: ...
    @property
    def readable(self) -> Set[str]: ...
    @property
    def refused(self) -> Mapping[str, Trouble]: ...
    @property
    def trouble(self) -> Trouble | None: ...


POSTS_SHOWN: Final = 5
ENGINES: Final = {"nodebb": "NodeBB", "discourse": "Discourse"}

_CAPABILITIES: Final = {
    "newest_posts": N_("les nouveaux messages"),
    "topics": N_("les fils"),
    "posts": N_("un message seul"),
    "categories": N_("les catégories"),
    "category_topics": N_("les fils d'une catégorie"),
    "tag_topics": N_("les fils d'une étiquette"),
}

_REMEDIES: Final = {
    Trouble.UNREACHABLE: N_("{url} ne répond pas. Vérifiez l'adresse et la connexion."),
    Trouble.TIMEOUT: N_("{url} met trop longtemps à répondre. Réessayez plus tard."),
    Trouble.SERVER: N_("{url} est en panne. Réessayez plus tard, ou prévenez son équipe."),
    Trouble.BUSY: N_("{url} demande d'attendre. Réessayez dans quelques minutes."),
    Trouble.GARBLED: N_("{url} répond par autre chose que ce qu'un forum répond. Réessayez."),
    Trouble.MISSING: N_("{url} ne montre rien à cette adresse. Vérifiez-la."),
    Trouble.FORBIDDEN: N_("{url} refuse la lecture. Demandez un accès à son équipe."),
    Trouble.WALLED: N_("{url} filtre les robots. Demandez une exception à son équipe."),
    Trouble.OTHER_ENGINE: N_("{url} a changé de logiciel. Vérifiez que c'est bien votre forum."),
    Trouble.NOT_A_FORUM: N_(
        "{url} ne répond ni comme un forum NodeBB, ni comme un forum Discourse. Vérifiez l'adresse."
    ),
}


def remedy(trouble: Trouble, url: str, texts: Texts) -> str:
    """One sentence: what keeps the forum from being read, and what to do."""
    return texts.say(_REMEDIES[trouble], url=url)


def not_an_address(texts: Texts) -> str:
    """Said of what names no forum at all."""
    return texts.say(
        "Ce n'est pas une adresse http(s). Donnez celle du forum, sans nom ni mot de passe."
    )


def told(probe: Probe, texts: Texts, zone: ZoneInfo, *, with_token: bool) -> str:
    """What was found, in a few lines; times on the wall clock of `zone`."""
    known = probe.identity
    lines = [] if known is None else [_known(known, texts), _reader(known, with_token, texts)]
    if probe.trouble is not None:
        return "\n".join([*lines, remedy(probe.trouble, probe.url, texts)])
    lines.append(texts.say("Se lit : {what}.", what=_listed(probe.readable, texts)))
    if probe.refused:
        lines.append(
            texts.say("Ne se lit pas : {what}.", what=_listed(probe.refused.keys(), texts))
        )
    lines.append(
        texts.say("Derniers messages :") if probe.newest else texts.say("Aucun message visible.")
    )
    return "\n".join([*lines, *(_post(one, zone, texts) for one in probe.newest[:POSTS_SHOWN])])


def as_json(probe: Probe, texts: Texts) -> dict[str, Any]:
    """The same for a program.

    `ok`: whether Vigie can follow this forum; `url`: where it lives, or what was asked;
    `engine` (`nodebb`, `discourse`), `title`, `logged_in`: null when no forum answered;
    `capabilities`: for each of _CAPABILITIES whether it was read; `troubles`: why not, where the
    forum refused; `categories`: how many are visible; `newest_posts`: at most five, newest first,
    each with `number`, `topic`, `title`, `author`, `posted_at` (ISO 8601, UTC), `url`;
    `error`: the Trouble, or `not_an_address`, and `remedy`: its sentence, both null when `ok`.
    """
    known = probe.identity
    return {
        "ok": probe.trouble is None,
        "url": probe.url,
        "engine": known.engine if known else None,
        "title": known.title if known else None,
        "logged_in": known.logged_in if known else None,
        "capabilities": {one: one in probe.readable for one in _CAPABILITIES},
        "troubles": dict(probe.refused),
        "categories": len(probe.categories),
        "newest_posts": [_post_json(one) for one in probe.newest[:POSTS_SHOWN]],
        "error": probe.trouble,
        "remedy": remedy(probe.trouble, probe.url, texts) if probe.trouble else None,
    }


def _known(known: Identity, texts: Texts) -> str:
    return texts.say(
        "{url} : « {title} », un forum {engine}.",
        url=known.url,
        title=_line(known.title),
        engine=ENGINES.get(known.engine, known.engine),
    )


def _reader(known: Identity, with_token: bool, texts: Texts) -> str:
    if known.logged_in:
        return texts.say("Lu avec le compte du jeton.")
    if with_token:
        return texts.say("Le jeton n'est pas accepté. Demandez-en un autre à son équipe.")
    return texts.say("Lu sans compte.")


def _listed(what: Set[str], texts: Texts) -> str:
    return ", ".join(texts.say(words) for one, words in _CAPABILITIES.items() if one in what)


def _post(post: Post, zone: ZoneInfo, texts: Texts) -> str:
    return texts.say(
        "- {when}, {author} : {title}",
        when=dates.moment(post.posted_at, zone, texts, year=True),
        author=_line(post.author) or texts.say("compte supprimé"),
        title=_line(post.topic.title),
    )


def _line(text: str) -> str:
    """On one line, without what would drive a terminal."""
    return "".join(letter for letter in " ".join(neutral(text).split()) if letter.isprintable())


def _post_json(post: Post) -> dict[str, Any]:
    return {
        "number": post.id.number,
        "topic": post.topic.id.number,
        "title": post.topic.title,
        "author": post.author,
        "posted_at": post.posted_at.isoformat(),
        "url": post.url,
    }
