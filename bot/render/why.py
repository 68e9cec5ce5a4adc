"""Why something was sent or was not, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.delivery import Cause, Kind, State, Turn
from bot.domain.explaining import Entry, Said, Step
from bot.domain.routing import Mode
from bot.ports.chat import Message
from bot.ports.forum import Trouble
from bot.render import dates
from bot.render.deliveries import remedy
from bot.render.markdown import escape
from bot.render.refusals import unreadable
from bot.render.shortening import fitting, shorten
from bot.render.texts import N_, Texts
from bot.render.threads import mode_name

_ROOM: Final = 1900
_TITLE: Final = 80

_REASONS: Final = {
    Cause.UNFOLLOWED: N_("ce salon ne le suit plus"),
    Cause.STALE: N_("il était trop tard"),
    Cause.UNWORDED: N_("une erreur de ma part, notée dans mon journal"),
    Cause.DEFECT: N_("une erreur de ma part, notée dans mon journal"),
    Cause.NO_RIGHT: N_("un droit me manque dans ce salon"),
    Cause.NO_CHANNEL: N_("ce salon n'existe plus"),
    Cause.CLOSED: N_("cette personne n'accepte pas mes messages"),
    Cause.NOT_A_MEMBER: N_("cette personne n'est pas, ou plus, dans ce collectif"),
    Cause.INVALID: N_("Discord n'en veut pas"),
    Cause.TOO_MANY: N_("trop de fils sont ouverts dans ce serveur"),
    Cause.NO_MESSAGE: N_("quelqu'un l'a supprimé du salon"),
    Cause.NOTHING_TO_CORRECT: N_("il n'y avait rien à corriger"),
    Cause.DELETED: N_("le forum l'a retiré avant"),
    Cause.SILENCE: N_("les référent·es ont demandé le silence"),
    Cause.BRAKE: N_("trop de messages partaient d'un coup"),
    Cause.IGNORED: N_("les référent·es l'ont ignoré"),
    Cause.ERASED: N_("la personne concernée a effacé ses données"),
}


def why(steps: Sequence[Said], texts: Texts, zone: ZoneInfo) -> Message:
    """Every step, one a line."""
    lines = fitting((f"- {_step(one, texts, zone)}" for one in steps), _ROOM)
    return Message("\n".join([texts.say("Ce que j'en sais :"), *lines]))


def _step(said: Said, texts: Texts, zone: ZoneInfo) -> str:
    when = dates.plain_moment(said.at, zone, texts) if said.at else ""
    title = escape(shorten(said.facts.get("title", ""), _TITLE))
    where = f"<#{said.channel}>"
    match said.step:
        case Step.READ:
            return texts.say("{title} : lu le {when}", title=title, when=when)
        case Step.UNREAD:
            return _unread(said, title, when, texts)
        case Step.NEVER_READ:
            return texts.say("{title} : pas encore lu", title=title)
        case Step.TOPIC:
            return texts.say("Fil : [{title}](<{url}>)", title=title, url=said.facts["url"])
        case Step.POST:
            return _post(said, title, when, texts)
        case Step.WITHDRAWN_POST | Step.WITHDRAWN | Step.HIDDEN:
            return _withdrawn(said, title, when, texts)
        case Step.NOTICE:
            return _notice(said.facts["about"], where, title, texts)
        case Step.UNSEEN:
            return _unseen(said, texts)
        case Step.NO_RULE:
            return _no_rule(said.facts["what"], texts)
        case Step.RULE | Step.MUTED | Step.BEFORE:
            return _rule(said, where, title, texts)
        case Step.NOT_SEEN | Step.NOTHING | Step.ALL_SENT:
            return _no_entry(said.step, where, texts)
        case Step.ENTRY:
            assert said.entry is not None
            return _entry(said.entry, where, texts, zone)


def _no_entry(step: Step, where: str, texts: Texts) -> str:
    if step is Step.NOT_SEEN:
        return texts.say("Je n'ai pas encore lu ce message : il viendra à la prochaine lecture")
    if step is Step.ALL_SENT:
        return texts.say("Rien ne manque dans {where} : tout y est arrivé", where=where)
    return texts.say("Rien n'a été envoyé pour ce message dans les salons que tu vois")


def _unread(said: Said, title: str, when: str, texts: Texts) -> str:
    first = texts.say("{title} : illisible depuis le {when}", title=title, when=when)
    return f"{first}. {remedy(Trouble(said.facts['trouble']), texts)}"


def _post(said: Said, title: str, when: str, texts: Texts) -> str:
    author, url = escape(said.facts["author"]), said.facts["url"]
    if not author:
        return texts.say(
            "[Message](<{url}>) dans « {title} », {when}", url=url, title=title, when=when
        )
    return texts.say(
        "[Message](<{url}>) de {author} dans « {title} », {when}",
        url=url,
        author=author,
        title=title,
        when=when,
    )


def _notice(about: str, where: str, title: str, texts: Texts) -> str:
    match about:
        case "answer":
            return texts.say(
                "C'est une réponse à une personne qui m'a parlé dans {where}", where=where
            )
        case "question":
            return texts.say("C'est une question aux référent·es, posée dans {where}", where=where)
        case "reminder":
            return texts.say("C'est un rappel, prévu pour {where}", where=where)
        case "alert":
            return texts.say("C'est une alerte, programmée pour {where} (`/alerte`)", where=where)
        case "vote_news":
            return texts.say("C'est un vote d'une ville suivie dans {where}", where=where)
        case "publication":
            return texts.say(
                "C'est ce qu'il advient d'un texte publié sur le forum depuis {where}", where=where
            )
        case "untold":
            return texts.say("C'est un avis : un message n'est pas arrivé dans un autre salon")
        case "project_news":
            return texts.say("C'est un projet d'une ville suivie dans {where}", where=where)
        case "task":
            return texts.say(
                "C'est une tâche, ou un kit, créée dans {where} (`/tâche`)", where=where
            )
        case "right":
            return texts.say(
                "C'est un avis : je n'ai pas pu ouvrir de fil dans {where}", where=where
            )
        case _:
            return texts.say(
                "C'est un avis sur {title} : il arrive dans {where} parce que c'est là qu'on a "
                "demandé à le suivre",
                title=title,
                where=where,
            )


def _unseen(said: Said, texts: Texts) -> str:
    trouble = Trouble(said.facts["trouble"])
    match trouble:
        case Trouble.MISSING if said.facts["what"] == "post":
            return texts.say("Ce message n'existe pas sur le forum, ou plus")
        case Trouble.MISSING:
            return texts.say("Ce que montre ce lien n'existe pas sur le forum, ou plus")
        case Trouble.FORBIDDEN:
            return texts.say("Ce que montre ce lien n'est pas public : je ne peux pas le lire")
        case _:
            return unreadable(trouble, texts)


def _withdrawn(said: Said, title: str, when: str, texts: Texts) -> str:
    if said.step is Step.WITHDRAWN_POST:
        return texts.say(
            "Message du {when} dans « {title} », retiré du forum depuis", when=when, title=title
        )
    if said.step is Step.WITHDRAWN:
        return texts.say(
            "Le forum ne montre plus ce fil (vu le {when}) : il est supprimé, ou réservé à "
            "certains comptes",
            when=when,
        )
    if said.facts["what"] == "post":
        return texts.say(
            "Le forum ne montre plus ce message : il est supprimé, ou réservé à certains comptes. "
            "Je le relis encore une fois avant de retirer ce que j'en ai dit"
        )
    return texts.say(
        "Le forum ne montre plus ce fil : il est supprimé, ou réservé à certains comptes. "
        "Je le relis encore une fois avant de retirer ce que j'en ai dit"
    )


def _no_rule(what: str, texts: Texts) -> str:
    match what:
        case "topic":
            return texts.say("Aucun salon que tu vois ne suit ce fil")
        case "category":
            return texts.say("Aucun salon que tu vois ne suit cette catégorie")
        case "tag":
            return texts.say("Aucun salon que tu vois ne suit cette étiquette")
        case _:
            return texts.say("Aucun salon que tu vois ne suit ce forum en entier")


def _rule(said: Said, where: str, title: str, texts: Texts) -> str:
    if said.step is Step.BEFORE:
        return texts.say("Écrit avant que {where} ne le suive", where=where)
    mode = mode_name(Mode(said.facts["mode"]), texts)
    if said.step is Step.MUTED and not title:
        return texts.say("{where} n'en entend rien : ce fil y est muet", where=where)
    if not title:  # the forum withdrew it
        return texts.say(
            "{where} l'écoute parce qu'il suit ce fil ({mode})", where=where, mode=mode
        )
    if said.step is Step.MUTED:
        return texts.say(
            "{where} n'en entend rien : « {title} » y est muet", where=where, title=title
        )
    return texts.say(
        "{where} l'écoute parce qu'il suit « {title} » ({mode})",
        where=where,
        title=title,
        mode=mode,
    )


_FATES: Final = {
    State.SENT: N_("{where} : message envoyé le {when}"),
    State.WITHHELD: N_("{where} : message non envoyé le {when}, car {reason}"),
    State.FAILED: N_("{where} : message refusé le {when}, car {reason}"),
    State.PLANNED: N_("{where} : message en attente, prochain essai le {when}"),
    State.SENDING: N_("{where} : message en cours d'envoi"),
    State.HELD: N_("{where} : message retenu depuis le {when}, car {reason}"),
}
_AGAIN: Final = N_("{where} : message en attente, car {reason} ; prochain essai le {when}")
_FATES_OF_CORRECTIONS: Final = {
    State.SENT: N_("{where} : message corrigé le {when}"),
    State.WITHHELD: N_("{where} : message non corrigé le {when}, car {reason}"),
    State.FAILED: N_("{where} : correction refusée le {when}, car {reason}"),
    State.PLANNED: N_("{where} : correction en attente, prochain essai le {when}"),
    State.SENDING: N_("{where} : correction en cours d'envoi"),
    State.HELD: N_("{where} : correction retenue depuis le {when}, car {reason}"),
}


# In the server's own calendar.
_FATES_OF_EVENTS: Final = {
    State.FAILED: N_("Calendrier du serveur : un vote n'y est pas à jour, car {reason}"),
    State.PLANNED: N_(
        "Calendrier du serveur : un vote n'y est pas à jour, car {reason} ; prochain essai "
        "le {when}"
    ),
}
_REASONS_OF_EVENTS: Final = {
    Cause.NO_RIGHT: N_("un droit me manque dans ce serveur"),
    Cause.TOO_MANY: N_("il est plein"),
}
_FATES_OF_WITHDRAWALS: Final = {
    State.SENT: N_("{where} : message retiré le {when}, comme sur le forum"),
    State.WITHHELD: N_("{where} : message non retiré le {when}, car {reason}"),
    State.FAILED: N_("{where} : retrait refusé le {when}, car {reason}"),
    State.PLANNED: N_("{where} : retrait en attente, prochain essai le {when}"),
    State.SENDING: N_("{where} : retrait en cours"),
}
_FATES_OF_RESTORATIONS: Final = {
    State.SENT: N_("{where} : message remis le {when}, comme sur le forum"),
    State.WITHHELD: N_("{where} : message non remis le {when}, car {reason}"),
    State.FAILED: N_("{where} : remise refusée le {when}, car {reason}"),
    State.PLANNED: N_("{where} : remise en attente, prochain essai le {when}"),
    State.SENDING: N_("{where} : remise en cours"),
}
_FATES_BY_TURN: Final = {
    Turn.EDITED: _FATES_OF_CORRECTIONS,
    Turn.WITHDRAWN: _FATES_OF_WITHDRAWALS,
    Turn.RESTORED: _FATES_OF_RESTORATIONS,
}


def _entry(entry: Entry, where: str, texts: Texts, zone: ZoneInfo) -> str:
    if entry.kind is Kind.VOTE_EVENT:
        return _event(entry, texts, zone)
    waits = entry.state is State.PLANNED and entry.retry_at is not None
    state = State.SENDING if entry.state is State.PLANNED and not waits else entry.state
    fates = _FATES_BY_TURN[entry.turn] if entry.kind is Kind.CORRECTION else _FATES
    at = entry.retry_at if waits and entry.retry_at else entry.at
    said = _AGAIN if waits and entry.reason and fates is _FATES else fates[state]
    return texts.say(
        said,
        where=where,
        when=dates.plain_moment(at, zone, texts),
        reason=texts.say(_REASONS[entry.reason]) if entry.reason else "",
    )


def _event(entry: Entry, texts: Texts, zone: ZoneInfo) -> str:
    assert entry.reason is not None
    waits = entry.state is not State.FAILED
    return texts.say(
        _FATES_OF_EVENTS[State.PLANNED if waits else State.FAILED],
        when=dates.plain_moment(entry.retry_at or entry.at, zone, texts),
        reason=texts.say(_REASONS_OF_EVENTS.get(entry.reason, _REASONS[entry.reason])),
    )
