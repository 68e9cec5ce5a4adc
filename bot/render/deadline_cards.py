"""A deadline that a collective keeps, told before its day and when it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.deadlines import Deadline
from bot.domain.ids import VoteId
from bot.domain.kept_deadlines import DeadlineState, Kept, Move
from bot.domain.wordings import Wording
from bot.ports.chat import Button, Message, Style
from bot.render import dates, reminders
from bot.render import deadlines as counted_words
from bot.render.escaping import escape
from bot.render.shortening import first_fitting, shorten
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.votes import HEADLINE

TAKE_ACTION: Final = "vigie:deadline:take:"
DONE_ACTION: Final = "vigie:deadline:done:"
REFUSED_ACTION: Final = "vigie:vote:refused:"
REPEALED_ACTION: Final = "vigie:vote:repealed:"
PUBLISHED_ACTION: Final = "vigie:vote:published:"
_ITEM: Final = 80
_LABEL: Final = 100
_BUTTON: Final = 80


@dataclass(frozen=True, slots=True)
class Card:
    """What is told of a deadline: `short` is what its rule is about, in few words, None for one of
    people's own; `counted` by its rule, None where none counts it; `item` of the vote, the project
    or the request that opened it; `from_publication` it runs, `is_supposed` where nobody told that
    day; `is_rough` where an order is dated to its month or year only. `town` is its commune by the
    name that tells it from its homonyms; `twins` are told with it; `awaits_answer` where the town
    hall has until then."""

    kept: Kept
    town: str
    title: Wording
    short: Wording | None
    counted: Deadline | None
    always: Wording
    item: str
    from_publication: bool
    is_supposed: bool
    is_rough: bool
    moves: Sequence[Move]
    awaits_answer: bool = False
    twins: tuple[Card, ...] = ()

    def label(self, texts: Texts) -> str:
        """`lun. 21 déc. 2026 · Forcalquier · Recours contre une délibération · caméras fixes`"""
        return self.named(dates.listed(self.kept.due, texts.locale), texts)

    def named(self, day: str, texts: Texts) -> str:
        """The same with its day in another form."""
        parts = (day, self.town, texts.pick(self.title), self.item)
        return " · ".join(filter(None, parts))[:_LABEL]


def what(card: Card, texts: Texts) -> str:
    """`Recours contre une délibération (caméras fixes et mobiles)`"""
    title = escape(texts.pick(card.title)) if not card.kept.basis.rule else texts.pick(card.title)
    if not card.item:
        return title
    return texts.say("{title} ({item})", title=title, item=escape(shorten(card.item, _ITEM)))


def _about(card: Card, texts: Texts) -> list[str]:
    also = [texts.pick(one.title) for one in card.twins]
    return [
        texts.say("**Quoi** {what}", what=what(card, texts)),
        *(texts.say("**Et aussi** {what}", what=one) for one in also),
    ]


def left(card: Card, texts: Texts, now: datetime) -> str:
    """`dans 7 jours`"""
    days = card.kept.days_left(now)
    if days == 0:
        return texts.say("aujourd'hui")
    if days < 0:
        return texts.say("passée")
    return texts.count("demain", "dans {n} jours", days)


def reminded(
    card: Card, texts: Texts, now: datetime, *, mine: bool, late: timedelta | None = None
) -> Message:
    """Before its day, on it, or too late; `mine` where it is told to who took it, `late` where that
    was to be told earlier."""
    kept, is_past = card.kept, card.kept.days_left(now) < 0
    lines = [
        _head(card, texts, now),
        *reminders.late(None if is_past else late, texts),
        *_about(card, texts),
    ]
    if is_past and kept.is_alive:
        lines.append(texts.say("J'étais à l'arrêt. Si c'est fait, dites-le ci-dessous."))
    elif not is_past and _told_day(card, now) != kept.due:
        due = _day(kept.due, texts)
        lines.append(texts.say("C'est la date prudente. **Dernier jour** {day}", day=due))
    if mine:
        lines.append(texts.say("Tu t'en charges."))
    elif kept.taker is not None:
        lines.append(texts.say("Une personne s'en charge."))
    lines += _doubts(card, texts)
    return Message("\n".join(lines), buttons=buttons(card, texts))


def _head(card: Card, texts: Texts, now: datetime) -> str:
    """`⏰ Forcalquier, recours, dans 7 jours : vendredi 14 mai 2027 (date prudente)`

    What it is about is in what a locked screen shows: several deadlines may end on one day.
    """
    told = _told_day(card, now)
    days = (
        _day(told, texts),
        dates.day(told, texts.locale),
        dates.short_day(told, texts.locale),
    )
    heads = [_headed(card, texts, now, what, day) for what in _whats(card, texts) for day in days]
    over = len(heads[-1]) - HEADLINE
    if over > 0:
        what = _whats(card, texts)[-1]
        heads.append(_headed(card, texts, now, shorten(what, max(1, len(what) - over)), days[-1]))
    return first_fitting(heads, HEADLINE)


def _whats(card: Card, texts: Texts) -> list[str]:
    """What it is about, in few words: with its twins, and alone where that is too long."""
    alone = _brief(card, texts)
    both = texts.both([alone, *(_brief(one, texts) for one in card.twins)])
    return [both, alone] if card.twins else [alone]


def _brief(card: Card, texts: Texts) -> str:
    return texts.pick(card.short or card.title)


def _headed(card: Card, texts: Texts, now: datetime, what: str, day: str) -> str:
    told, what = _told_day(card, now), escape(what)
    left = card.kept.days_left(now) - (card.kept.due - told).days
    if left < 0:
        return _over(card, texts, what, day, -left)
    is_prudent = told != card.kept.due
    if is_prudent:
        day = texts.say("{day} (date prudente)", day=day)
    if left:
        said = texts.count("demain", "dans {n} jours", left)
    elif prudent_day(card) is not None and not is_prudent:
        said = texts.say("dernier jour")
    else:
        said = texts.say("aujourd'hui")
    facts = {"city": card.town, "what": what, "left": said, "day": day}
    return texts.say("⏰ {city}, {what}, {left} : {day}", **facts)


def _over(card: Card, texts: Texts, what: str, day: str, days: int) -> str:
    """`⏰ C'était hier : recours à Forcalquier, mardi 18 mai 2027`"""
    at = at_town(card.town, texts)
    if days == 1:
        return texts.say("⏰ C'était hier : {what} {at}, {day}", what=what, at=at, day=day)
    ago = dates.ago(timedelta(days=days), texts)
    return texts.say("⏰ C'était {ago} : {what} {at}, {day}", ago=ago, what=what, at=at, day=day)


def prudent_day(card: Card) -> date | None:
    """Where the rule's own day holds, the last one before anything is disputed."""
    counted = card.counted
    if counted is None or counted.due != card.kept.due or counted.prudent == counted.due:
        return None
    return counted.prudent


def _told_day(card: Card, now: datetime) -> date:
    """The prudent day until it is over, then the last one."""
    kept, prudent = card.kept, prudent_day(card)
    if prudent is None or kept.days_left(now) < (kept.due - prudent).days:
        return kept.due
    return prudent


def _doubts(card: Card, texts: Texts) -> list[str]:
    lines = []
    if card.is_supposed:
        lines.append(_supposed(card, texts))
    if card.is_rough:
        lines.append(
            texts.say(
                "-# Date de l'arrêté connue à peu près : je compte depuis le {day}.",
                day=_day(card.kept.basis.began or card.kept.due, texts),
            )
        )
    if card.kept.request is not None:  # the message that opened its stage had that of the rule
        lines.append(f"-# {texts.pick(card.always)}")
    elif card.counted is not None:
        lines.append(f"-# {counted_words.caveat(card.counted, card.always, texts)}")
    return lines


def _supposed(card: Card, texts: Texts) -> str:
    return texts.say(
        "-# Publication supposée le jour de la séance, {day}. Le vrai jour : "
        "`/vote étape`, « délibération publiée », avec la date.",
        day=_day(card.kept.basis.began or card.kept.due, texts),
    )


def opened(cards: Sequence[Card], texts: Texts, now: datetime) -> list[str]:
    """Below the news of a vote, what is due after it, or was before anybody told; the caveat that
    no deadline goes without."""
    if not cards:
        return []
    lines = [_opened(one, texts, now) for one in cards]
    if cards[0].is_supposed:
        lines.append(_supposed(cards[0], texts))
    return [*lines, f"-# {texts.pick(cards[0].always)}"]


def _opened(card: Card, texts: Texts, now: datetime) -> str:
    facts = {"title": texts.pick(card.title), "day": _day(card.kept.due, texts)}
    if card.kept.days_left(now) >= 0:
        return texts.say("{title} : au plus tard le {day}", **facts)
    if card.from_publication:
        return texts.say("⚠️ {title} : la fenêtre s'est fermée le {day}", **facts)
    return texts.say("⚠️ {title} : c'était au plus tard le {day}", **facts)


def buttons(card: Card, texts: Texts) -> tuple[Button, ...]:
    """What can still be said of it."""
    if not card.kept.is_alive:
        return ()
    take = taking(card, texts)
    if card.awaits_answer and card.kept.vote:
        answers = appeal_answers(card.kept.vote, texts)
        return (*answers, _done(card, texts, is_alone=True) if card.kept.taker else take)
    done = tuple(_done(one, texts, is_alone=not card.twins) for one in (card, *card.twins))
    asked = (published(card.kept.vote, texts),) if card.is_supposed and card.kept.vote else ()
    return (*done, *asked) if card.kept.taker else (take, *done, *asked)


def _done(card: Card, texts: Texts, *, is_alone: bool) -> Button:
    action = f"{DONE_ACTION}{card.kept.id}"
    if is_alone:
        return Button(texts.say("C'est fait"), action)
    said = texts.say("Fait : {what}", what=texts.pick(card.title))
    return Button(shorten(said, _BUTTON), action)


def closing(card: Card, texts: Texts) -> Button:
    """`Fait : mar. 18 mai 2027, Forcalquier, recours, caméras fixes`, in a list."""
    day = dates.listed(card.kept.due, texts.locale)
    parts = (day, card.town, _brief(card, texts), card.item)
    said = texts.say("Fait : {what}", what=", ".join(filter(None, parts)))
    return Button(shorten(said, _BUTTON), f"{DONE_ACTION}{card.kept.id}")


def taking(card: Card, texts: Texts) -> Button:
    return Button(texts.say("Je m'en charge"), f"{TAKE_ACTION}{card.kept.id}", Style.MAIN)


def published(vote: VoteId, texts: Texts) -> Button:
    """When was the deliberation? The window of a challenge runs from that day."""
    return Button(texts.say("Publiée le…"), f"{PUBLISHED_ACTION}{vote}")


def appeal_answers(vote: VoteId, texts: Texts) -> tuple[Button, Button]:
    """What a town hall that was asked to reconsider may say."""
    return (
        Button(texts.say("Refus reçu"), f"{REFUSED_ACTION}{vote}"),
        Button(texts.say("Retirée par la mairie"), f"{REPEALED_ACTION}{vote}"),
    )


def prolonged(card: Card, was: date, texts: Texts) -> Message:
    """The town hall is asked to reconsider: nobody has to go to court by then any more."""
    head = texts.say("✏️ {city}, délai de recours prolongé par le recours gracieux", city=card.town)
    then = texts.say(
        "Avant : ~~{day}~~. Il repartira de la réponse de la mairie, ou de son silence.",
        day=_day(was, texts),
    )
    return Message("\n".join([head, *_about(card, texts), then]))


def news(card: Card, was: date, texts: Texts, *, by_rule: bool) -> Message:
    """For who was told of it before: another day, or nothing to do any more. `by_rule`: nothing
    but the way to count is new."""
    kept, city = card.kept, card.town
    if kept.state is DeadlineState.CANCELLED:
        head = texts.say("✏️ {city}, échéance annulée : {day}", city=city, day=_day(was, texts))
        return Message("\n".join([head, *_about(card, texts)]))
    day = _day(kept.due, texts)
    lines = [texts.say("✏️ {city}, échéance déplacée : {day}", city=city, day=day)]
    lines += _about(card, texts)
    lines.append(texts.say("Avant : ~~{day}~~. Les rappels suivent.", day=_day(was, texts)))
    if by_rule:
        lines.append(texts.say("**Pourquoi** la règle ou un jour férié a changé : je recompte."))
    elif card.moves and (why := card.moves[-1].why):
        lines.append(texts.say("**Pourquoi** {why}", why=escape(why)))
    return Message("\n".join([*lines, *_doubts(card, texts)]), buttons=buttons(card, texts))


def _day(day: date, texts: Texts) -> str:
    return dates.day(day, texts.locale, year=True)
