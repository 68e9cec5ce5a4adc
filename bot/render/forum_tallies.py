"""The words to organisers about the tally that a forum's post shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.forum_tallies import ForumTally, TallyState
from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.publishing import Where
from bot.ports.chat import Button, Message, Style
from bot.render.escaping import escape
from bot.render.pages import quoted
from bot.render.publishing import denied
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts

ACTION: Final = "vigie:forum_tally:"  # what is done, and the tally's number
START: Final = f"{ACTION}start:"  # what is counted, where, the minutes and the forum follow
RHYTHMS: Final = {  # by the minutes that they last
    10: N_("toutes les 10 minutes"),
    60: N_("toutes les heures"),
    360: N_("toutes les 6 heures"),
    1_440: N_("une fois par jour"),
}
_MOST_LISTED: Final = 10
_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class TallyCard:
    """What would be public: the `text` of the bilan of a `scope`, which is called `title`, empty
    where there is nothing to tell yet."""

    scope: str
    title: str
    where: Where
    every: timedelta
    text: str


def preview(card: TallyCard, texts: Texts) -> Message:
    """Nothing is public before an organiser says so, who sees where, and how often it changes."""
    title = escape(card.title)
    if not card.text:
        return Message(texts.say("Bilan, {title} : aucune tâche encore.", title=title))
    head = texts.say("Rien n'est publié. Ce bilan serait public, et tenu à jour :")
    lines = [head, quoted(card.text), _standing(card, texts)]
    minutes, where = card.every // timedelta(minutes=1), card.where
    action = f"{START}{card.scope}:{where.act}:{where.place}:{minutes}:{where.forum}"
    return Message("\n".join(lines), buttons=(Button(texts.say("Publier"), action, Style.MAIN),))


def _standing(card: TallyCard, texts: Texts) -> str:
    rhythm = _rhythm(card.every, texts)
    if card.where.act is WriteAct.OPEN:
        title = escape(card.where.title)
        return texts.say(
            "-# Dans un nouveau fil « {title} », {rhythm} au plus", title=title, rhythm=rhythm
        )
    if not card.where.thread:
        return texts.say("-# En réponse à un fil du forum, {rhythm} au plus", rhythm=rhythm)
    title = escape(shorten(card.where.thread, 120))
    return texts.say("-# Fil « {title} », {rhythm} au plus", title=title, rhythm=rhythm)


def _rhythm(every: timedelta, texts: Texts) -> str:
    minutes = every // timedelta(minutes=1)
    known = RHYTHMS.get(minutes)
    return texts.say(known) if known else texts.say("toutes les {n} minutes", n=minutes)


def started(tally: ForumTally, texts: Texts) -> Message:
    return Message(
        texts.say(
            "C'est parti vers le forum. Le lien arrive dans <#{channel}>.", channel=tally.channel
        )
    )


def listed(found: Sequence[tuple[ForumTally, str]], texts: Texts) -> Message:
    """Those that are kept up to date, each with what can be done of it."""
    if not found:
        return Message(
            texts.say(
                "Aucun bilan n'est tenu à jour sur le forum.\n"
                "Pour en publier un : `/tâche publier-bilan`."
            )
        )
    lines = [texts.say("**Bilans tenus à jour sur le forum**")]
    buttons: list[Button] = []
    for tally, title in found[:_MOST_LISTED]:
        lines.append(_line(tally, title, texts))
        buttons += _choices(tally, title, texts)
    return Message("\n".join(lines), buttons=tuple(buttons))


def _line(tally: ForumTally, title: str, texts: Texts) -> str:
    """`- campagne « Stop VSA » : https://… · toutes les heures au plus`"""
    at = tally.url or texts.say("pas encore sur le forum")
    said = texts.say(
        "- {title} : {at} · {rhythm} au plus",
        title=escape(title),
        at=at,
        rhythm=_rhythm(tally.every, texts),
    )
    why = denied(tally.reason, None, texts) if tally.reason else ""
    return f"{said}\n  ⚠️ {why}" if why else said


def _choices(tally: ForumTally, title: str, texts: Texts) -> list[Button]:
    called = shorten(title, _TITLE)
    stop = _button(texts.say("Arrêter : {title}", title=called), "stop", tally)
    if tally.state is not TallyState.ASKING:
        return [stop]
    return [_remedy(tally, texts), stop]


def published(tally: ForumTally, texts: Texts) -> Message:
    return Message(
        texts.say("💬 Le bilan est sur le forum, et suivra vos progrès : {url}", url=tally.url),
        buttons=(_button(texts.say("Arrêter"), "stop", tally),),
    )


def queued(texts: Texts) -> Message:
    return Message(
        texts.say("💬 Le bilan est envoyé : le forum relit avant de le publier. Le lien suivra.")
    )


def asking(tally: ForumTally, why: Denial, limit: int | None, texts: Texts) -> Message:
    """Others changed it, it is gone, or the forum never took it: what is to be done is asked."""
    stop = _button(texts.say("Arrêter"), "stop", tally)
    if tally.is_unpublished:
        words = texts.say(
            "⚠️ Le bilan n'est pas publié, je n'insiste pas. {why} Réessayer ? Pour un autre fil : "
            "`/tâche publier-bilan`.",
            why=denied(why, limit, texts),
        )
    elif why is Denial.CHANGED:
        words = texts.say(
            "⚠️ Le bilan du forum a été modifié par quelqu'un d'autre : je n'y touche plus. "
            "Le remplacer par le vôtre ?"
        )
    else:
        words = texts.say("⚠️ Le bilan a été supprimé du forum. En publier un autre ?")
    return Message(words, buttons=(_remedy(tally, texts), stop))


def _remedy(tally: ForumTally, texts: Texts) -> Button:
    if tally.is_unpublished:
        return _button(texts.say("Réessayer"), "again", tally, Style.MAIN)
    if tally.reason is Denial.CHANGED:
        return _button(texts.say("Remplacer"), "replace", tally, Style.MAIN)
    return _button(texts.say("Publier un autre"), "again", tally, Style.MAIN)


def stopped(tally: ForumTally, why: Denial, limit: int | None, texts: Texts) -> Message:
    """The forum declined a change; the next turn tries again."""
    return Message(
        texts.say(
            "⚠️ Le bilan du forum n'est plus à jour. {why} Je réessaie à chaque changement.",
            why=denied(why, limit, texts),
        ),
        buttons=(_button(texts.say("Arrêter"), "stop", tally),),
    )


def answered(tally: ForumTally, texts: Texts, *, is_stopped: bool) -> Message:
    """To the organiser who decided."""
    if is_stopped:
        return Message(texts.say("C'est arrêté : le bilan du forum reste tel qu'il est."))
    return Message(texts.say("C'est noté : le bilan du forum sera mis à jour."))


def _button(label: str, act: str, tally: ForumTally, style: Style = Style.PLAIN) -> Button:
    return Button(label, f"{ACTION}{act}:{tally.id}", style)
