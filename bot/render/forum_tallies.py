"""The words to organisers about the tally that a forum's post shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.bilan_names import MOST_ASKED, told_apart
from bot.domain.forum_tallies import ForumTally, Outcome, TallyState
from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.publishing import Where
from bot.ports.chat import Button, Message, Style
from bot.render.escaping import escape
from bot.render.publishing import denied
from bot.render.shortening import sheets, shorten
from bot.render.texts import N_, Texts

ACTION: Final = "vigie:forum_tally:"  # what is done, the tally's number and its version
# What is counted, where, the minutes, the forum and what was seen follow.
START: Final = f"{ACTION}go:"
# The page comes first, and what recognises the text takes the place of what was seen.
READ: Final = "vigie:tally:"
DROP: Final = f"{ACTION}drop"
# The tally's number, the first and the last turn, and what recognises the names shown follow.
ADD: Final = f"{ACTION}add:"
RHYTHMS: Final = {  # by the minutes that they last
    10: N_("toutes les 10 minutes"),
    60: N_("toutes les heures"),
    360: N_("toutes les 6 heures"),
    1_440: N_("une fois par jour"),
}
_MOST_LISTED: Final = 10
_TITLE: Final = 60
_OUTCOMES: Final = {
    Outcome.NOTED: N_("C'est noté : le bilan du forum sera mis à jour."),
    Outcome.STANDS: N_("C'est arrêté : le bilan du forum reste tel qu'il est."),
    Outcome.NOTHING: N_("C'est arrêté : rien n'est publié."),
    Outcome.RECALLED: N_(
        "C'est arrêté. Le bilan est peut-être en route : s'il arrive sur le forum, je l'en retire, "
        "et je vous le dis ici."
    ),
    Outcome.UNSURE: N_(
        "C'est arrêté, mais je ne sais pas si le forum a reçu ce bilan : à vérifier là-bas."
    ),
}
_ROOM: Final = 1_400  # without the marks of quotes


@dataclass(frozen=True, slots=True)
class TallyCard:
    """What would be public: the `text` of the bilan of a `scope`, which is called `title`, empty
    where there is nothing to tell yet.

    `seen` recognises the names in it; `kept` is how many tasks stay where they were typed. `is_new`
    where an organiser said yes to less. `page` is the one that is shown, from 1 on.
    """

    scope: str
    title: str
    where: Where
    every: timedelta
    text: str
    seen: str = ""
    kept: int = 0
    is_new: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """A bilan that is kept up to date, what it is of, and the `news` of these turns about which
    organisers were asked and that they did not add; `seen` recognises the first of these, which
    are shown."""

    tally: ForumTally
    title: str
    news: Sequence[str] = ()
    first: int = 1
    last: int = 0
    seen: str = ""


def preview(card: TallyCard, texts: Texts) -> Message:
    """Nothing is public before an organiser says so, who sees all of it, where, and how often it
    changes: what is long is published from its last page."""
    title = escape(card.title)
    if not card.text:
        if card.kept:
            nothing = texts.say("Bilan, {title} : rien à publier.", title=title)
            return Message(f"{nothing}\n{_kept(card, texts)}")
        return Message(texts.say("Bilan, {title} : aucune tâche encore.", title=title))
    pages = sheets(card.text.splitlines(), _ROOM)
    page = min(card.page, len(pages))
    lines = [_head(card, texts), *(f"> {line}".rstrip() for line in pages[page - 1])]
    drop = Button(texts.say("Ne pas publier"), DROP)
    if page < len(pages):
        more = texts.say(
            "-# Page {page} sur {pages} : pour publier, lisez jusqu'au bout",
            page=page,
            pages=len(pages),
        )
        action = f"{READ}{page + 1}:{_wanted(card)}:{told_apart(card.text)}"
        read_on = Button(texts.say("Lire la suite"), action, Style.MAIN)
        return Message("\n".join([*lines, more]), buttons=(read_on, drop))
    lines.append(_standing(card, texts))
    if card.kept:
        lines.append(_kept(card, texts))
    publish = Button(texts.say("Publier"), f"{START}{_wanted(card)}:{card.seen}", Style.MAIN)
    return Message("\n".join(lines), buttons=(publish, drop))


def _head(card: TallyCard, texts: Texts) -> str:
    if card.is_new:
        return texts.say("Rien n'est publié : il y a du nouveau. Ce bilan serait public :")
    if card.page > 1:
        return texts.say("Rien n'est publié. La suite de ce bilan :")
    return texts.say("Rien n'est publié. Ce bilan serait public, et tenu à jour :")


def _wanted(card: TallyCard) -> str:
    """What is counted, where, the minutes and the forum, as an action tells them."""
    minutes, where = card.every // timedelta(minutes=1), card.where
    return f"{card.scope}:{where.act}:{where.place}:{minutes}:{where.forum}"


def dropped(texts: Texts) -> Message:
    return Message(texts.say("C'est noté : rien n'est publié."))


def _kept(card: TallyCard, texts: Texts) -> str:
    return texts.count(
        "-# Sans {n} tâche d'un salon que tout le monde ne lit pas",
        "-# Sans {n} tâches de salons que tout le monde ne lit pas",
        card.kept,
    )


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


def listed(found: Sequence[Standing], texts: Texts) -> Message:
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
    for one in found[:_MOST_LISTED]:
        lines.append(_line(one, texts))
        buttons += _choices(one, texts)
    return Message("\n".join(lines), buttons=tuple(buttons))


def _line(one: Standing, texts: Texts) -> str:
    """`- campagne « Stop VSA » : https://… · toutes les heures au plus`"""
    tally = one.tally
    at = tally.url or texts.say("pas encore sur le forum")
    said = texts.say(
        "- {title} : {at} · {rhythm} au plus",
        title=escape(one.title),
        at=at,
        rhythm=_rhythm(tally.every, texts),
    )
    if tally.reason and (why := denied(tally.reason, None, texts)):
        said = f"{said}\n  ⚠️ {why}"
    if not one.news:
        return said
    untold = texts.say("n'y figure pas : {news}", news=_news(one, texts))
    return f"{said}\n  {untold}"


def _choices(one: Standing, texts: Texts) -> list[Button]:
    called, made = shorten(one.title, _TITLE), []
    if one.tally.state is TallyState.ASKING:
        made.append(_remedy(one.tally, texts))
    if one.news:
        made.append(_adding(one, texts.say("Ajouter : {title}", title=called)))
    return [*made, _button(texts.say("Arrêter : {title}", title=called), "stop", one.tally)]


def _adding(one: Standing, label: str) -> Button:
    """It adds what is shown beside it, and nothing else."""
    return Button(label, f"{ADD}{one.tally.id}:{one.first}:{one.last}:{one.seen}")


def _news(one: Standing, texts: Texts) -> str:
    """`Gap, autocollants`"""
    shown = [escape(news) for news in one.news[:MOST_ASKED]]
    if hidden := len(one.news) - len(shown):
        shown.append(texts.count("et {n} autre", "et {n} autres", hidden))
    return ", ".join(shown)


def news(one: Standing, texts: Texts, *, is_held: bool = False) -> Message:
    """What came since organisers saw what it would tell: they may add it, and where it is held,
    nothing changes there before."""
    said = texts.say(
        "💬 Le bilan du forum a du nouveau : {news}. L'y ajouter ?\n-# {which}",
        news=_news(one, texts),
        which=_which(one, texts),
    )
    if is_held:
        waits = texts.say("-# En attendant votre réponse, ce bilan du forum reste tel qu'il est.")
        said = f"{said}\n{waits}"
    label = texts.say("Ajouter au bilan")
    if len(one.news) > MOST_ASKED:
        label = texts.say("Ajouter ces {n} noms", n=MOST_ASKED)
    return Message(said, buttons=(_adding(one, label),))


def added(left: Standing, texts: Texts) -> Message:
    """What is left to be asked about is shown in its turn."""
    if left.news:
        return news(left, texts)
    return Message(texts.say("C'est noté : le bilan du forum le dira à sa prochaine mise à jour."))


def published(tally: ForumTally, texts: Texts) -> Message:
    return Message(
        texts.say("💬 Le bilan est sur le forum, et suivra vos progrès : {url}", url=tally.url),
        buttons=(_button(texts.say("Arrêter"), "stop", tally),),
    )


def queued(texts: Texts) -> Message:
    return Message(
        texts.say("💬 Le bilan est envoyé : le forum relit avant de le publier. Le lien suivra.")
    )


def asking(one: Standing, why: Denial, limit: int | None, texts: Texts) -> Message:
    """Others changed it, it is gone, or the forum never took it: what is to be done is asked."""
    tally = one.tally
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
    words = f"{words}\n-# {_which(one, texts)}"
    return Message(words, buttons=(_remedy(tally, texts), stop))


def _which(one: Standing, texts: Texts) -> str:
    """`campagne « Stop VSA » : https://…`, for there may be several."""
    title = escape(one.title)
    if not one.tally.url:
        return title
    return texts.say("{title} : {url}", title=title, url=one.tally.url)


def _remedy(tally: ForumTally, texts: Texts) -> Button:
    if tally.is_unpublished:
        return _button(texts.say("Réessayer"), "again", tally, Style.MAIN)
    if tally.reason is Denial.CHANGED:
        return _button(texts.say("Remplacer"), "replace", tally, Style.MAIN)
    return _button(texts.say("Publier un autre"), "again", tally, Style.MAIN)


def stopped(one: Standing, why: Denial, limit: int | None, texts: Texts) -> Message:
    """The forum declined a change; the next turn tries again."""
    said = texts.say(
        "⚠️ Le bilan du forum n'est plus à jour. {why} Je réessaie à chaque changement.",
        why=denied(why, limit, texts),
    )
    stop = _button(texts.say("Arrêter"), "stop", one.tally)
    return Message(f"{said}\n-# {_which(one, texts)}", buttons=(stop,))


def taken_back(one: Standing, texts: Texts) -> Message:
    """It reached the forum after it was stopped."""
    return Message(
        texts.say(
            "💬 Le bilan que vous aviez arrêté est arrivé sur le forum, je l'en ai retiré.\n"
            "-# {which}",
            which=escape(one.title),
        )
    )


def not_taken_back(one: Standing, why: Denial, limit: int | None, texts: Texts) -> Message:
    return Message(
        texts.say(
            "⚠️ Le bilan que vous aviez arrêté est sur le forum, et je ne peux pas l'en retirer. "
            "{why}\n-# {which}",
            why=denied(why, limit, texts),
            which=_which(one, texts),
        )
    )


def lost(one: Standing, texts: Texts) -> Message:
    """Nobody knows whether it reached the forum before it was stopped."""
    return Message(
        texts.say(
            "⚠️ Le bilan que vous aviez arrêté est peut-être sur le forum : je ne l'y retrouve "
            "pas, à vérifier là-bas.\n-# {which}",
            which=escape(one.title),
        )
    )


def answered(outcome: Outcome, texts: Texts) -> Message:
    """To the organiser who decided."""
    return Message(texts.say(_OUTCOMES[outcome]))


def _button(label: str, act: str, tally: ForumTally, style: Style = Style.PLAIN) -> Button:
    return Button(label, f"{ACTION}{act}:{tally.id}:{tally.version}", style)
