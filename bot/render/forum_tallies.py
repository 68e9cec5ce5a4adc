"""The words to organisers about the tally that a forum's post shows."""

from __future__ import annotations

from typing import Final

from bot.domain.forum_tallies import ForumTally
from bot.domain.forum_writes import Denial
from bot.ports.chat import Button, Message, Style
from bot.render.publishing import denied
from bot.render.texts import Texts

ACTION: Final = "vigie:forum_tally:"  # what is done, and the tally's number


def published(tally: ForumTally, texts: Texts) -> Message:
    return Message(
        texts.say("💬 Le bilan est sur le forum, et suivra vos progrès : {url}", url=tally.url),
        buttons=(_button(texts.say("Arrêter"), "stop", tally),),
    )


def queued(texts: Texts) -> Message:
    return Message(
        texts.say("💬 Le bilan est envoyé : le forum relit avant de le publier. Le lien suivra.")
    )


def asking(tally: ForumTally, why: Denial, texts: Texts) -> Message:
    """Others changed it, or it is gone: what is to be done is asked."""
    stop = _button(texts.say("Arrêter"), "stop", tally)
    if why is Denial.CHANGED:
        words = texts.say(
            "⚠️ Le bilan du forum a été modifié par quelqu'un d'autre : je n'y touche plus. "
            "Le remplacer par le vôtre ?"
        )
        return Message(
            words, buttons=(_button(texts.say("Remplacer"), "replace", tally, Style.MAIN), stop)
        )
    words = texts.say("⚠️ Le bilan a été supprimé du forum. En publier un autre ?")
    return Message(
        words, buttons=(_button(texts.say("Publier un autre"), "again", tally, Style.MAIN), stop)
    )


def stopped(tally: ForumTally, why: Denial, limit: int | None, texts: Texts) -> Message:
    """The forum declined; the next turn tries again."""
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
