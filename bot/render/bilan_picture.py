"""A bilan as a picture: all together, by city or by task, and the latest weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.domain.bilans import Sum, TaskTotal
from bot.domain.tallies import Progress
from bot.domain.tasks import TaskStatus
from bot.render import bilans as words_of_bilan
from bot.render import dates
from bot.render import task_cards as words
from bot.render.bilans import BilanCard
from bot.render.pictures.content import Bar, Content, Section
from bot.render.texts import Texts

_MOST_WEEKS: Final = 6


def content(card: BilanCard, texts: Texts, today: date) -> Content:
    """What the picture shows, the totals first; each city's part where there are several."""
    sections = [
        Section("", tuple(_totals(card, texts))),
        Section(texts.say("Par ville"), tuple(_cities(card, texts))),
        Section(texts.say("Par tâche"), tuple(_tasks(card, texts))),
        Section(texts.say("Par semaine"), tuple(_weeks(card, texts))),
    ]
    made = dates.day(today, texts.locale, weekday=False, year=True)
    return Content(
        city=_name(card, texts),
        department=_kind(card, texts),
        sections=tuple(one for one in sections if one.bars),
        made=texts.say("image du {day}", day=made),
    )


def _name(card: BilanCard, texts: Texts) -> str:
    if card.campaign_name:
        return card.campaign_name
    return card.named(card.city) if card.city else texts.say("Toutes nos tâches")


def _kind(card: BilanCard, texts: Texts) -> str:
    if not card.campaign_name:
        where = words_of_bilan.only_place(card)
        return " · ".join(filter(None, [texts.say("bilan"), "" if card.city else where]))
    kind = texts.say("bilan de la campagne")
    return f"{kind} · {card.named(card.city)}" if card.city else kind


def _totals(card: BilanCard, texts: Texts) -> Iterator[Bar]:
    """What nothing was added to yet is large only where that is all there is."""
    begun = [one for one in card.bilan.sums if one.progress.total]
    for one in begun or card.bilan.sums:
        yield _bar("", one, texts)
    if card.bilan.wanted:
        yield Bar("", card.bilan.done, card.bilan.wanted, words_of_bilan.finished(card, texts))


def _cities(card: BilanCard, texts: Texts) -> Iterator[Bar]:
    if len(cities := card.bilan.cities) < 2:
        return
    for city, sums in cities:
        if len(sums) == 1:
            yield _bar(card.place(city, texts), sums[0], texts)
        elif sums:
            parts = (words.drawn(one.progress, one.unit, texts) for one in sums)
            yield Bar(card.place(city, texts), 0, 0, " · ".join(parts))


def _tasks(card: BilanCard, texts: Texts) -> Iterator[Bar]:
    """But for a single one that is under way: the total says as much."""
    counted = [one for one in card.bilan.named if one.is_counted]
    if len(card.bilan.tasks) == card.bilan.wanted < 2:
        return
    several = len(card.bilan.cities) > 1
    for one in counted:
        label = f"{one.title} ({card.named(one.city)})" if several else one.title
        yield _given_up(label, one, texts) or _bar(label, one.sum, texts)


def _given_up(label: str, one: TaskTotal, texts: Texts) -> Bar | None:
    if one.status is not TaskStatus.CANCELLED:
        return None
    said, status = words.drawn(one.sum.progress, one.unit, texts), words.STATUS_NAMES[one.status]
    return Bar(label, one.total, 0, f"{said}, {texts.say(status)}")


def _weeks(card: BilanCard, texts: Texts) -> Iterator[Bar]:
    for week in card.bilan.weeks[:_MOST_WEEKS]:
        added = (words.drawn(Progress(n, None), unit, texts) for unit, n in week.added)
        day = dates.day(week.begins, texts.locale, weekday=False)
        yield Bar(texts.say("du {day}", day=day), 0, 0, " · ".join(added))


def _bar(label: str, one: Sum, texts: Texts) -> Bar:
    progress = one.progress
    figure = words.drawn(progress, one.unit, texts)
    return Bar(label, progress.total, progress.target or 0, figure, is_done=one.is_done)
