"""Where a city stands: what is known, from where and since when, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune, typographic
from bot.domain.ids import CollectiveId
from bot.domain.project_facts import Source
from bot.domain.projects import Project, Step, gaps, latest_source
from bot.domain.votes import COMING, CouncilVote
from bot.ports.chat import Button, Message, Style
from bot.ports.forum import Health, Topic
from bot.render import (
    city_deadlines,
    city_votes,
    dates,
    deadline_cards,
    projects,
    task_cards,
    towns,
)
from bot.render.markdown import escape
from bot.render.shortening import fitting, shorten
from bot.render.task_cards import TaskCard
from bot.render.texts import Texts

REPORT_ACTION: Final = "vigie:vote:new:"
WATCH_ACTION: Final = "vigie:watch:"
UNWATCH_ACTION: Final = "vigie:unwatch:"
WHOSE_ACTION: Final = "vigie:whose:"
HOME_ACTION: Final = "vigie:home:"  # a collective and a city follow
_MOST_THREADS, _MOST_PROJECTS, _MOST_TASKS = 3, 6, 3
_LONG: Final = 4  # so many projects do not repeat what their source says
_TITLE, _THREAD_TITLE, _NAME = 80, 60, 40
_HEADLINE: Final = 80  # characters that a locked screen shows
_MOST_SOURCES: Final = 3
_ROOM: Final = 1_900  # characters, of the 2,000 that a message holds
_LIST_ROOM: Final = 950
_MORE: Final = 80  # for a section's title and what counts the rest
_MOST_ROOM: Final = 700  # of these, for projects


@dataclass(frozen=True, slots=True)
class CityCard:
    """What a city's card is made of.

    `projects` are those that who asks holds for true, with the `steps` that brought them where
    they are. `threads` speak of the city, the latest first; their tag is `ambiguous` when several
    communes have that name; `withdrawn` are the sources, by name, of those that did and are no
    longer to be seen. `unlooked` are the sources, by name, of which only the newest posts could be
    read. `votes` are those that the collective announced, to come and decided; `tasks` what it has
    to do there, the first due first. `deadlines` are the next that it keeps, and `more_deadlines`
    come after. `heard_here`: the channel where it is read follows the city; `is_own`: so does who
    reads it, in private.
    """

    commune: Commune
    threads: tuple[Topic, ...]
    sources: tuple[Health, ...]
    ambiguous: bool = False
    withdrawn: tuple[str, ...] = ()
    unlooked: frozenset[str] = frozenset()
    projects: tuple[Project, ...] = ()
    steps: tuple[tuple[Project, Step], ...] = ()
    votes: tuple[CouncilVote, ...] = ()
    tasks: tuple[TaskCard, ...] = ()
    deadlines: tuple[deadline_cards.Card, ...] = ()
    more_deadlines: int = 0
    heard_here: bool = False
    is_own: bool = False

    @property
    def knows_nothing(self) -> bool:
        known = (self.threads, self.projects, self.votes, self.deadlines, self.tasks)
        return not any(known)

    def ahead(self, now: datetime) -> list[CouncilVote]:
        """The votes to come, the next first."""
        coming = [
            one for one in self.votes if one.status in COMING and not one.sitting.is_over(now)
        ]
        return sorted(coming, key=lambda one: one.sitting.begins)


def city(card: CityCard, texts: Texts, now: datetime, zone: ZoneInfo) -> Message:
    """Where a city stands. `zone` says which day it is where this is read."""
    today = now.astimezone(zone).date()
    head = _headline(card, texts, now, zone)
    end = [*_unknown(card, texts, today), *_sources(card, texts, now), *_following(card, texts)]
    votes = city_votes.lines(card.votes, card.ahead(now), texts, now, zone)
    due = city_deadlines.lines(card.deadlines, card.more_deadlines, texts, now)
    room = _ROOM - sum(len(line) + 1 for line in (head, *votes, *due, *end))
    about = _projects(card.projects, texts, today, min(room, _MOST_ROOM))
    room -= sum(len(line) + 1 for line in about)
    tasks = _tasks(card.tasks, texts, room)
    room -= sum(len(line) + 1 for line in tasks)
    lines = [head, *votes, *due, *about, *tasks, *_threads(card, texts, now, room), *end]
    return Message("\n".join(lines), buttons=tuple(_buttons(card, texts)))


def _following(card: CityCard, texts: Texts) -> Iterator[str]:
    """What is followed already is said rather than offered."""
    if card.heard_here:
        yield texts.say("-# Ce salon suit cette ville.")
    if card.is_own:
        yield texts.say("-# Tu suis cette ville en privé.")


def _buttons(card: CityCard, texts: Texts) -> Iterator[Button]:
    name, code = shorten(card.commune.shown, 60), card.commune.code
    if card.is_own:
        yield Button(texts.say("Ne plus suivre {city}", city=name), f"{UNWATCH_ACTION}{code}")
    elif not card.heard_here:
        yield Button(texts.say("Suivre {city}", city=name), f"{WATCH_ACTION}{code}", Style.MAIN)
    yield Button(texts.say("Signaler un vote"), f"{REPORT_ACTION}{code}")
    if card.tasks:
        yield Button(texts.say("Prendre une tâche"), f"{task_cards.LIST_ACTION}{code}")


def place(commune: Commune, texts: Texts) -> str:
    """`Nice (Alpes-Maritimes)`: the department tells homonyms apart."""
    department = typographic(towns.area(commune, texts))
    return texts.say("{name} ({department})", name=commune.shown, department=department)


def _headline(card: CityCard, texts: Texts, now: datetime, zone: ZoneInfo) -> str:
    """What a locked screen shows: the city, its next vote, or how much is known."""
    name, projects_, threads = place(card.commune, texts), len(card.projects), len(card.threads)
    if card.knows_nothing:
        return texts.say("{city} : on ne sait encore rien", city=name)
    if ahead := card.ahead(now):
        return city_votes.headline(name, ahead[0], texts, zone, room=_HEADLINE)
    if not projects_ and not threads:
        return texts.say("{city} : pas de vote à venir connu", city=name)
    if not projects_:
        return texts.count(
            "{city} : {n} fil du forum en parle",
            "{city} : {n} fils du forum en parlent",
            threads,
            city=name,
        )
    known = texts.count(
        "{city} : {n} projet connu", "{city} : {n} projets connus", projects_, city=name
    )
    if not threads:
        return known
    longer = texts.count(
        "{known}, {n} fil du forum", "{known}, {n} fils du forum", threads, known=known
    )
    return longer if len(longer) <= _HEADLINE else known


def _projects(known: Sequence[Project], texts: Texts, today: date, room: int) -> list[str]:
    if not known:
        return []
    latest = latest_source(known)
    told = [f"-# {projects.source(latest, today, texts)}"] if latest else []
    room -= sum(map(len, told)) + _MORE
    seen = latest is None or len(known) < _LONG or not _alike(known, latest)
    lines = (f"- {projects.line(one, texts, seen=seen)}" for one in known[:_MOST_PROJECTS])
    shown = fitting(lines, room)
    if more := len(known) - len(shown):
        shown.append(
            texts.count("et {n} autre : `/projet liste`", "et {n} autres : `/projet liste`", more)
        )
    return [texts.say("**Projets**"), *shown, *told]


def _alike(known: Sequence[Project], latest: Source) -> bool:
    """Whether all were last seen in the year of their latest source, which is told below them."""
    return all(one.seen is not None and one.seen.year == latest.as_of.year for one in known)


def _tasks(known: Sequence[TaskCard], texts: Texts, room: int) -> list[str]:
    """`**écrire aux élu·es** `▰▰▰▰▰▰▱▱▱▱` 31 lettres sur 50`: as many as have room, and the rest
    counted."""
    shown = fitting((_task(one, texts) for one in known[:_MOST_TASKS]), room - _MORE)
    if more := len(known) - len(shown):
        shown.append(
            texts.count("et {n} tâche : `/tâche liste`", "et {n} tâches : `/tâche liste`", more)
        )
    return shown


def _task(one: TaskCard, texts: Texts) -> str:
    plan = one.task.plan
    title = escape(shorten(plan.title, _TITLE))
    said = [task_cards.progress(one, texts)] if plan.is_counted else []
    if plan.due is not None:
        said.append(dates.short_day(plan.due, texts.locale))
    return " ".join([f"**{title}**", " · ".join(said)]).rstrip()


def _threads(card: CityCard, texts: Texts, now: datetime, room: int) -> list[str]:
    if not card.threads:
        return []
    doubt = (
        [texts.say("-# Leur étiquette peut désigner une autre commune du même nom.")]
        if card.ambiguous
        else []
    )
    lines = (_thread(topic, texts, now) for topic in card.threads[:_MOST_THREADS])
    shown = fitting(lines, room - sum(map(len, doubt)) - _MORE)
    if more := len(card.threads) - len(shown):
        shown.append(texts.count("et {n} autre", "et {n} autres", more))
    return [texts.say("**Sur le forum** (dernier message)"), *shown, *doubt]


def _thread(topic: Topic, texts: Texts, now: datetime) -> str:
    linked = f"- [{escape(shorten(topic.title, _THREAD_TITLE))}](<{topic.url}>)"
    if topic.newest is None:
        return linked
    return f"{linked} · {dates.ago(now - topic.newest, texts)}"


def _unknown(card: CityCard, texts: Texts, today: date) -> list[str]:
    if card.projects:
        said = projects.unknown(gaps(card.projects, today), texts)
        return [said] if said else []
    if card.threads:
        return [texts.say("Aucun projet n'est noté. Pour en proposer un : `/projet ajouter`")]
    return [
        texts.say(
            "Il y a peut-être des caméras. Pour commencer : lire l'ordre du jour du conseil."
        ),
        texts.say("Un projet à signaler ? `/projet ajouter`, avec sa source."),
    ]


def _sources(card: CityCard, texts: Texts, now: datetime) -> list[str]:
    if not card.sources:
        return [texts.say("-# Aucun forum n'est relié : je n'ai rien pu lire.")]
    told = list(dict.fromkeys(_together(card, texts, now)))
    if more := len(told) - _MOST_SOURCES:
        told[_MOST_SOURCES:] = (
            [texts.count("-# et {n} autre forum", "-# et {n} autres forums", more)]
            if more > 0
            else []
        )
    return told


def _together(card: CityCard, texts: Texts, now: datetime) -> Iterator[str]:
    """A line for each source; one for all that were read at the same time."""
    read = [one for one in card.sources if _is_read(one, card)]
    agos = {one.name: dates.ago(now - one.last_success, texts) for one in read if one.last_success}
    for one in card.sources:
        alike = [other for other in read if agos[other.name] == agos.get(one.name)]
        if len(alike) > 1:
            yield _all_read(alike, agos[one.name], card, texts)
        else:
            yield source(one, card, texts, now)


def _is_read(one: Health, card: CityCard) -> bool:
    """Whether all of a source could be read."""
    doubts = one.trouble, one.threads_since, one.name if one.name in card.unlooked else None
    return one.last_success is not None and not any(doubt is not None for doubt in doubts)


def _all_read(alike: Sequence[Health], ago: str, card: CityCard, texts: Texts) -> str:
    names = [escape(shorten(one.title or one.name, _NAME)) for one in alike[:_MOST_SOURCES]]
    if more := len(alike) - len(names):
        names.append(texts.count("et {n} autre forum", "et {n} autres forums", more))
    listed = ", ".join(names)
    if card.threads:
        return texts.say("-# Lus {ago} : {names}.", ago=ago, names=listed)
    return texts.say("-# Lus {ago} : {names}. Aucun fil n'en parle.", ago=ago, names=listed)


def source(one: Health, card: CityCard, texts: Texts, now: datetime) -> str:
    """When a forum was last read with success, or that it could not be."""
    alone = len(card.sources) == 1
    name = texts.say("Forum") if alone else escape(shorten(one.title or one.name, _TITLE))
    if one.trouble is not None:
        return _unread(one, name, texts, now)
    if one.last_success is None:
        return texts.say("-# {name} pas encore lu : on ne sait pas s'il en parle.", name=name)
    ago = dates.ago(now - one.last_success, texts)
    if one.name in card.unlooked:
        return texts.say(
            "⚠️ {name} lu {ago}, mais je n'ai pas pu y chercher d'anciens fils.", name=name, ago=ago
        )
    if one.threads_since is not None:
        return texts.say(
            "⚠️ {name} lu {ago}, mais des fils suivis sont illisibles : corrections et retraits "
            "peuvent manquer.",
            name=name,
            ago=ago,
        )
    if card.threads:
        return texts.say("-# {name} lu {ago}.", name=name, ago=ago)
    if withdrawn := card.withdrawn.count(one.name):
        return texts.count(
            "-# {name} lu {ago} : {n} fil qui en parlait n'y est plus visible.",
            "-# {name} lu {ago} : {n} fils qui en parlaient n'y sont plus visibles.",
            withdrawn,
            name=name,
            ago=ago,
        )
    return texts.say("-# {name} lu {ago} : aucun fil n'en parle.", name=name, ago=ago)


def _unread(one: Health, name: str, texts: Texts, now: datetime) -> str:
    if one.last_success is None:
        return texts.say("⚠️ {name} illisible : on ne sait pas s'il en parle.", name=name)
    return texts.say(
        "⚠️ {name} illisible, dernière lecture {ago} : on ne sait pas s'il y a du nouveau.",
        name=name,
        ago=dates.ago(now - one.last_success, texts),
    )


def asked_whose(
    card: Message, commune: Commune, homes: Sequence[tuple[CollectiveId, str]], texts: Texts
) -> Message:
    """In private, to somebody of several collectives: as which of them knows it, too?"""
    line = texts.say("-# Tu es dans plusieurs collectifs. La fiche de l'un d'eux :")
    buttons = card.buttons + _homes(commune, homes)
    return replace(card, content=f"{card.content}\n{line}", buttons=buttons)


def asks_whose(card: Message, commune: Commune, texts: Texts) -> Message:
    """The same where it must not be written which collectives they are: a button asks the chat."""
    line = texts.say("-# Tu es dans plusieurs collectifs : voici ce que tout le monde sait.")
    button = Button(texts.say("La fiche d'un collectif"), f"{WHOSE_ACTION}{commune.code}")
    return replace(card, content=f"{card.content}\n{line}", buttons=(*card.buttons, button))


def whose(commune: Commune, homes: Sequence[tuple[CollectiveId, str]], texts: Texts) -> Message:
    """As which of somebody's collectives knows it?"""
    question = texts.say("{city}, vue par quel collectif ?", city=commune.label)
    return Message(question, buttons=_homes(commune, homes))


def _homes(commune: Commune, homes: Sequence[tuple[CollectiveId, str]]) -> tuple[Button, ...]:
    return tuple(
        Button(shorten(name, _TITLE), f"{HOME_ACTION}{collective}:{commune.code}")
        for collective, name in homes
    )


def watched(commune: Commune, texts: Texts) -> Message:
    """To a person who follows a city for themself."""
    return Message(
        "\n".join(
            [
                texts.say("Tu suis {city} : je t'écrirai en privé.", city=commune.label),
                texts.say("-# Pour arrêter : `/ville ne-plus-suivre`"),
            ]
        )
    )


def unwatched(commune: Commune, texts: Texts) -> Message:
    return Message(
        texts.say("Tu ne suis plus {city}. Pour reprendre : `/ville suivre`", city=commune.label)
    )


def unfollowed(title: str, texts: Texts) -> Message:
    """To everybody in the channel that does not follow the city any more."""
    return Message(
        texts.say("💬 Ce salon ne suit plus {city}. Pour reprendre : `/ville suivre`", city=title)
    )


def followed(
    channels: Sequence[tuple[str, str]],
    own: Sequence[tuple[Commune, bool]],
    texts: Texts,
    *,
    all_seen: bool,
) -> Message:
    """What a collective's channels follow (channel, city), and what the asker does (city, whether
    they can be written to). `all_seen`: no channel is hidden from them."""
    if not channels and not own:
        return Message(
            texts.say("Aucune ville n'est suivie. `/ville suivre` et son nom pour commencer.")
            if all_seen
            else texts.say(
                "Aucune ville n'est suivie que tu voies. `/ville suivre` et son nom pour commencer."
            )
        )
    mine = [_own(commune, texts, reached=reached) for commune, reached in own]
    ours = [f"- {city} · <#{channel}>" for channel, city in channels]
    second = _section(texts.say("**Toi, en privé**"), mine, _LIST_ROOM, texts)
    left = 2 * _LIST_ROOM - sum(len(line) + 1 for line in second)
    first = _section(texts.say("**Le collectif suit**"), ours, left, texts)
    return Message("\n".join([*first, *second]))


def _own(commune: Commune, texts: Texts, *, reached: bool) -> str:
    if reached:
        return f"- {commune.label}"
    return texts.say(
        "- {city} · ⚠️ je n'ai pas pu t'écrire : autorise les messages privés du serveur",
        city=commune.label,
    )


def _section(title: str, lines: Sequence[str], room: int, texts: Texts) -> list[str]:
    if not lines:
        return []
    shown = fitting(lines, room - _MORE)
    if more := len(lines) - len(shown):
        shown.append(texts.count("et {n} autre", "et {n} autres", more))
    return [title, *shown]
