"""What the picture of a city shows, from what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import typographic
from bot.domain.ids import ProjectId
from bot.domain.project_facts import Source
from bot.domain.projects import Project, ProjectStatus, Step, gaps, held, latest_source
from bot.domain.vague import VagueDate
from bot.ports.forum import Health
from bot.render import dates, deadline_cards, projects, sittings, task_cards, towns, vague
from bot.render.city_card import CityCard
from bot.render.pictures import content
from bot.render.pictures.content import (
    Bar,
    Content,
    Due,
    Mark,
    NextVote,
    Point,
    Shape,
    ShownProject,
)
from bot.render.shortening import shorten
from bot.render.texts import Texts
from bot.render.votes import status_name

_MOST_POINTS, _MOST_NAMED = 5, 4  # fewer where each says its project, too
_POINT_TITLE: Final = 32  # characters of it
_OLD_DAYS: Final = 365
_QUIET_DAYS: Final = 60  # without a fact for so long, the line is dotted

_SHAPES: Final = {
    ProjectStatus.RUMOUR: Shape.RUMOURED,
    ProjectStatus.ANNOUNCED: Shape.PLANNED,
    ProjectStatus.TENDER: Shape.PLANNED,
    ProjectStatus.AUTHORISED: Shape.DECIDED,
    ProjectStatus.VOTED: Shape.DECIDED,
    ProjectStatus.INSTALLED: Shape.IN_PLACE,
    ProjectStatus.EXTENDED: Shape.IN_PLACE,
    ProjectStatus.SUSPENDED: Shape.SUSPENDED,
    ProjectStatus.CANCELLED: Shape.STOPPED,
}


def shown(card: CityCard, texts: Texts, now: datetime, zone: ZoneInfo) -> Content:
    """It says days rather than minutes: the same picture then serves all day."""
    today = now.astimezone(zone).date()
    latest = latest_source(card.projects)
    return Content(
        city=card.commune.shown,
        department=typographic(towns.wide_area(card.commune, texts)),
        vote=_vote(card, texts, now, zone),
        dues=tuple(_due(one, texts, now) for one in card.deadlines),
        more_dues=card.more_deadlines,
        projects=tuple(
            _project(one, texts, alone=len(card.projects) == 1) for one in card.projects
        ),
        points=tuple(_points(card, texts, now, zone)),
        bars=tuple(_bars(card, texts)),
        unknown=tuple(_unknown(card, texts, now, today)),
        known=texts.say("Dernier fait : {label}", label=latest.label) if latest else "",
        dated=_dated_source(latest, texts, today) if latest else "",
        old=latest is not None and _days(latest.as_of, today) > _OLD_DAYS,
        sources=tuple(_source(one, card, texts, now, zone) for one in card.sources),
        made=texts.say("image du {day}", day=_day(today, texts, year=True)),
    )


def _vote(card: CityCard, texts: Texts, now: datetime, zone: ZoneInfo) -> NextVote | None:
    """The next one; its days are counted on the town's clock."""
    if not (ahead := card.ahead(now)):
        return None
    sitting = ahead[0].sitting
    unknown = texts.say("l'heure n'est pas connue") if sitting.hour is None else ""
    return NextVote(
        when=sittings.moment(sitting, texts, zone, year=True),
        item=ahead[0].item.words,
        days=max(0, (sitting.day - now.astimezone(sitting.zone).date()).days),
        state=", ".join(filter(None, [status_name(ahead[0].status, texts), unknown])),
        more=len(ahead) - 1,
    )


def _due(card: deadline_cards.Card, texts: Texts, now: datetime) -> Due:
    """Who took it is not named."""
    title = texts.pick(card.title)
    about = texts.say("{title} ({item})", title=title, item=card.item) if card.item else title
    return Due(
        when=dates.day(card.kept.due, texts.locale, year=True),
        what=about,
        left=deadline_cards.left(card, texts, now),
        taken=texts.say("quelqu'un s'en charge") if card.kept.taker else "",
    )


def _project(one: Project, texts: Texts, *, alone: bool) -> ShownProject:
    """A project alone has room for its whole fact; its figures then say what that does not."""
    facts = one.facts
    fact = facts.fact.rstrip(". ") if alone else ""
    said = f"{facts.title} {fact}".casefold()
    figures = []
    if facts.supplier and facts.supplier.casefold() not in said:
        figures.append(facts.supplier)
    if facts.cameras is not None:
        figures.append(projects.cameras(facts.cameras, texts))
    if facts.cost is not None:
        figures.append(projects.euros(facts.cost, texts))
    if one.since is not None and (since := vague.written(one.since, texts)) not in said:
        figures.append(since)
    if one.seen is not None:
        figures.append(texts.say("vu en {year}", year=one.seen.year))
    return ShownProject(
        title=facts.title,
        state=projects.status_name(one.status, texts),
        shape=_SHAPES[one.status],
        fact=" · ".join(filter(None, [fact, *figures])),
        contested=bool(facts.challenge),
    )


def _points(card: CityCard, texts: Texts, now: datetime, zone: ZoneInfo) -> list[Point]:
    """Dated steps and the last fact, the earliest first, then today; no timeline where nothing has
    a date."""
    today = now.astimezone(zone).date()
    known, several = _dated(card, texts)
    went_on = any(one.since is None and _has_dates(one, card) for one in card.projects)
    latest = latest_source(card.projects)
    if latest and latest.as_of.first < today and not _after(latest.as_of, known):
        known.append((latest.as_of, texts.say("dernier fait connu")))
    if not known and (newest := _newest(card, zone)) is not None:
        known.append((newest, texts.say("le forum en parle")))
    if not known:
        return []
    most = _MOST_NAMED if several else _MOST_POINTS
    *earlier, last = known[-(most - 1) :]
    points = [Point(_when(when, today, texts), words, Mark.STEP) for when, words in earlier]
    quiet = went_on or _days(last[0], today) > _QUIET_DAYS
    points.append(Point(_when(last[0], today, texts), last[1], Mark.FACT, silent_after=quiet))
    points.append(Point(_day(today, texts), texts.say("aujourd'hui"), Mark.TODAY))
    return points if points[0].date != points[-1].date else points[:1]


def _after(when: VagueDate, known: list[tuple[VagueDate, str]]) -> bool:
    """Whether something came later: then this is not the last that is known."""
    return any(one.first > when.first for one, _ in known)


def _dated(card: CityCard, texts: Texts) -> tuple[list[tuple[VagueDate, str]], bool]:
    """When each project came to a state, the earliest first; which project, where there are
    several, and whether there are. What was corrected never was."""
    taken: dict[ProjectId, list[Step]] = {}
    for project, step in card.steps:
        taken.setdefault(project.id, []).append(step)
    titles = {one.id: shorten(one.facts.title, _POINT_TITLE) for one in card.projects}
    dated = [
        (step.happened, projects.status_name(step.after, texts), titles.get(id_, ""))
        for id_, steps in taken.items()
        for step in held(steps)
        if step.happened is not None
    ]
    several = len({title for _, _, title in dated}) > 1
    told = {(when, f"{state}, {title}" if several else state) for when, state, title in dated}
    return sorted(told, key=lambda one: one[0].first), several


def _has_dates(project: Project, card: CityCard) -> bool:
    """Whether an earlier state of a project is dated."""
    return any(one.id == project.id and step.happened is not None for one, step in card.steps)


def _newest(card: CityCard, zone: ZoneInfo) -> VagueDate | None:
    written = [one.newest for one in card.threads if one.newest is not None]
    if not written:
        return None
    day = max(written).astimezone(zone).date()
    return VagueDate(day.year, day.month, day.day)


def _unknown(card: CityCard, texts: Texts, now: datetime, today: date) -> list[str]:
    if card.projects:
        return projects.gap_names(gaps(card.projects, today), texts, str)
    if card.threads or card.ahead(now) or card.deadlines:
        return [texts.say("quel projet, et où il en est")]
    return []


def _bars(card: CityCard, texts: Texts) -> Iterator[Bar]:
    for one in card.tasks:
        if one.progress.target:
            figure = task_cards.drawn(one.progress, one.task.plan.unit, texts)
            done, target = one.progress.total, one.progress.target
            yield Bar(one.task.plan.title, done, target, figure, is_done=done >= target)


def _dated_source(latest: Source, texts: Texts, today: date) -> str:
    return texts.say(
        "{when} ({age})",
        when=vague.written(latest.as_of, texts),
        age=vague.age(latest.as_of, today, texts),
    )


def _source(
    one: Health, card: CityCard, texts: Texts, now: datetime, zone: ZoneInfo
) -> content.Source:
    name = texts.say("Forum") if len(card.sources) == 1 else (one.title or one.name)
    if one.last_success is None:
        return content.Source(texts.say("{name} jamais lu", name=name), readable=False)
    read, today = one.last_success.astimezone(zone).date(), now.astimezone(zone).date()
    when = (
        texts.say("aujourd'hui")
        if read == today
        else texts.say("le {when}", when=_day(read, texts))
    )
    is_partly_read = one.name in card.unlooked or one.threads_since is not None
    if one.trouble is None and is_partly_read:
        words = texts.say("{name} lu {when}, en partie", name=name, when=when)
        return content.Source(words, readable=False)
    if one.trouble is None:
        return content.Source(texts.say("{name} lu {when}", name=name, when=when))
    words = texts.say("{name} illisible, dernière lecture {when}", name=name, when=when)
    return content.Source(words, readable=False)


def _days(when: VagueDate, today: date) -> int:
    return (today - when.first).days


def _when(when: VagueDate, today: date, texts: Texts) -> str:
    """Short, for five of them stand beside each other: of another year, its month."""
    if when.day and when.year == today.year:
        return _day(when.first, texts)
    return vague.short(VagueDate(when.year, when.month), texts)


def _day(day: date, texts: Texts, *, year: bool = False) -> str:
    at = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a civil date
    if year:
        return dates.day(at, texts.locale, weekday=False, year=True)
    return dates.brief_day(at, texts.locale)
