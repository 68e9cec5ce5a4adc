"""Why something was sent or was not, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.delivery import Cause, Kind, State
from bot.domain.explaining import Entry, Said, Step
from bot.domain.routing import Mode
from bot.ports.chat import Message
from bot.render import dates
from bot.render.markdown import escape
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
    Cause.INVALID: N_("Discord n'en veut pas"),
    Cause.TOO_MANY: N_("trop de fils sont ouverts dans ce serveur"),
    Cause.NO_MESSAGE: N_("quelqu'un l'a supprimé du salon"),
    Cause.NOTHING_TO_CORRECT: N_("il n'y avait rien à corriger"),
    Cause.DELETED: N_("le forum l'a retiré avant"),
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
            return texts.say("{title} : illisible depuis le {when}", title=title, when=when)
        case Step.NEVER_READ:
            return texts.say("{title} : pas encore lu", title=title)
        case Step.NO_RULE:
            return texts.say("Aucun salon d'ici ne suit « {title} »", title=title)
        case Step.RULE:
            mode = mode_name(Mode(said.facts["mode"]), texts)
            return texts.say(
                "{where} l'écoute parce qu'il suit « {title} » ({mode})",
                where=where,
                title=title,
                mode=mode,
            )
        case Step.MUTED:
            return texts.say(
                "{where} n'en entend rien : « {title} » y est muet", where=where, title=title
            )
        case Step.BEFORE:
            return texts.say("{where} : écrit avant que le salon ne le suive", where=where)
        case Step.NOT_SEEN:
            return texts.say("Je n'ai pas encore vu ce fil")
        case Step.NOTHING:
            return texts.say("Rien n'a été envoyé ici pour ce message")
        case Step.ENTRY:
            assert said.entry is not None
            return _entry(said.entry, where, texts, zone)


def _entry(entry: Entry, where: str, texts: Texts, zone: ZoneInfo) -> str:
    when = dates.plain_moment(entry.at, zone, texts)
    what = texts.say("correction") if entry.kind is Kind.CORRECTION else texts.say("message")
    reason = texts.say(_REASONS[entry.reason]) if entry.reason else ""
    match entry.state:
        case State.SENT:
            return texts.say(
                "{where} : envoi ({what}) le {when}", where=where, what=what, when=when
            )
        case State.WITHHELD:
            return texts.say(
                "{where} : pas d'envoi ({what}) le {when}, car {reason}",
                where=where,
                what=what,
                when=when,
                reason=reason,
            )
        case State.FAILED:
            return texts.say(
                "{where} : refus ({what}) le {when}, car {reason}",
                where=where,
                what=what,
                when=when,
                reason=reason,
            )
        case _ if entry.retry_at is not None:
            again = dates.plain_moment(entry.retry_at, zone, texts)
            return texts.say(
                "{where} : en attente ({what}), prochain essai le {when}",
                where=where,
                what=what,
                when=again,
            )
        case _:
            return texts.say("{where} : envoi en cours ({what})", where=where, what=what)
