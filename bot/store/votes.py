"""Council votes as each collective holds them, with their steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.hearing import Heard
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.sittings import Item, Sitting
from bot.domain.votes import UNCOUNTED, CouncilVote, Step, Tally, VoteStatus
from bot.store import changes
from bot.store.base import Tx, instant, stamp

_SITTING = "day, hour, zone, second"
_TOLD_BY = "vote_step:told_by"  # the noun of a change, whose key is a step's number
_CHANGING = (
    f"status, {_SITTING}, place, number, words, theme, source, url, confirmer, votes_for,"
    " votes_against, abstained, sequence, version, published, reporter, convoked, merged,"
    " earlier"
).split(", ")
_KEPT = ["owner", "city", "channel", "mark", "hidden"]
_COLUMNS = ", ".join(["id", "root", *_KEPT, *_CHANGING])


@dataclass(frozen=True, slots=True)
class Draft:
    """A vote that is not in the base yet; `root` None where it is nobody's copy, whose `mark` is
    its root's."""

    owner: CollectiveId
    city: CityId
    status: VoteStatus
    sitting: Sitting
    place: str
    item: Item
    source: str
    url: str
    reporter: PersonId | None
    channel: ChannelId
    root: VoteId | None = None
    confirmer: PersonId | None = None
    tally: Tally = UNCOUNTED
    sequence: int = 0
    version: int = 0
    published: date | None = None
    mark: str = ""
    heard: Heard = Heard.ALL
    convoked: date | None = None
    merged: VoteId | None = None
    earlier: VoteId | None = None


def add(
    tx: Tx,
    draft: Draft,
    at: datetime,
    by: PersonId | None,
    *,
    why: str = "",
    told_by: CollectiveId | None = None,
) -> CouncilVote:
    """Write a vote with its first step."""
    columns = ["root", *_KEPT, *_CHANGING]
    root = get(tx, draft.root) if draft.root is not None else None
    kept = [draft.owner, draft.city, draft.channel, root.mark if root else draft.mark, draft.heard]
    cursor = tx.execute(
        f"insert into votes ({', '.join(columns)}) values ({', '.join('?' * len(columns))})",  # noqa: S608
        [draft.root, *kept, *_changing(draft)],
    )
    assert cursor.lastrowid is not None
    id_ = VoteId(cursor.lastrowid)
    _note(tx, id_, Step(at, by, None, draft.status, why, told_by=told_by))
    made = get(tx, id_)
    assert made is not None
    return made


def take(tx: Tx, vote: CouncilVote, steps: Iterable[Step]) -> None:
    """Write a vote as it is now, and the steps that brought it there."""
    save(tx, vote)
    for step in steps:
        _note(tx, vote.id, step)


def save(tx: Tx, vote: CouncilVote) -> None:
    values = ", ".join(f"{one} = ?" for one in _CHANGING)
    tx.execute(
        f"update votes set {values} where id = ?",  # noqa: S608 - constants
        [*_changing(vote), vote.id],
    )


def _changing(one: Draft | CouncilVote) -> list[object]:
    tally, item = one.tally, one.item
    return [
        *(one.status, *_written(one.sitting)),
        *(one.place, item.number, item.words, item.theme, one.source, one.url, one.confirmer),
        *(tally.for_, tally.against, tally.abstained, one.sequence, one.version),
        one.published.isoformat() if one.published else None,
        one.reporter,
        one.convoked.isoformat() if one.convoked else None,
        one.merged,
        one.earlier,
    ]


def _written(sitting: Sitting) -> list[object]:
    hour = sitting.hour.isoformat("minutes") if sitting.hour else None
    return [sitting.day.isoformat(), hour, sitting.zone.key, int(sitting.second)]


def _note(tx: Tx, id_: VoteId, step: Step) -> None:
    was = _written(step.sitting) if step.sitting else [None] * 4
    cursor = tx.execute(
        "insert into vote_steps (vote, at, by, before, after, why, corrects, day, hour, zone,"
        " second) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [id_, stamp(step.at), step.by, step.before, step.after, step.why, int(step.corrects), *was],
    )
    changes.record(
        tx,
        "vote",
        str(id_),
        step.at,
        step.by,
        before=step.before,
        after=step.after,
        why=step.why or None,
    )
    if step.told_by is not None:
        key, by = str(cursor.lastrowid), step.told_by
        changes.record(tx, _TOLD_BY, key, step.at, step.by, before=None, after=by)


def get(tx: Tx, id_: VoteId) -> CouncilVote | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def of_sitting(tx: Tx, owner: CollectiveId, city: CityId, day: date) -> list[CouncilVote]:
    """What a collective holds of the votes of one day in a city, the oldest first."""
    return _read(tx, "city = ? and owner = ? and day = ?", [city, owner, day.isoformat()])


def again(tx: Tx, id_: VoteId) -> list[CouncilVote]:
    """The votes that are this one again, after it was postponed or withdrawn."""
    return _read(tx, "earlier = ?", [id_])


def moved_from(tx: Tx, owner: CollectiveId, city: CityId, day: date) -> list[CouncilVote]:
    """What a collective holds of the votes that were to be on a day in a city, and are on another
    one, the oldest first."""
    where = (
        "city = ? and owner = ? and day <> ? and id in (select vote from vote_steps where day = ?)"
    )
    return _read(tx, where, [city, owner, day.isoformat(), day.isoformat()])


def called_off(tx: Tx, owner: CollectiveId, city: CityId, since: date) -> list[CouncilVote]:
    """What a collective was told of and is postponed or withdrawn, of sittings since a day."""
    where = "city = ? and owner = ? and status in ('postponed', 'withdrawn') and day >= ?"
    return _read(tx, where, [city, owner, since.isoformat()])


def alike(tx: Tx, city: CityId, day: date, root: VoteId) -> list[CouncilVote]:
    """What anybody holds of the votes of one day in a city, and the copies of one vote, the oldest
    first."""
    found = _read(
        tx, "city = ? and (day = ? or root = ? or id = ?)", [city, day.isoformat(), root, root]
    )
    return sorted(found, key=lambda one: one.id)


def told_in(tx: Tx, owner: CollectiveId | None, city: CityId) -> list[CouncilVote]:
    """What a collective holds for true of a city's votes, by their day; nothing where none asks."""
    where = "city = ? and owner = ? and status not in ('rumoured', 'reported', 'dropped')"
    return _read(tx, where, [city, owner or ""])


def coming_in(tx: Tx, city: CityId) -> list[CouncilVote]:
    """What anybody holds of a city's votes to come, by their day."""
    return _read(tx, "city = ? and status in ('confirmed', 'on_agenda')", [city])


def of_owner(tx: Tx, owner: CollectiveId) -> list[CouncilVote]:
    return _read(tx, "owner = ?", [owner])


def merged_into(tx: Tx, id_: VoteId) -> list[CouncilVote]:
    """The votes that turned out to be this one."""
    return _read(tx, "merged = ?", [id_])


def inherit(tx: Tx, kept: VoteId, twin: VoteId) -> None:
    """What hangs on a vote hangs on another from now on: its photos, its tasks and kits, what is
    said against it, the thread that it comes from. Where both have the same, one is enough."""
    hand_tasks(tx, twin, kept)
    tx.execute(
        "update vote_statements set vote = ? where vote = ? and state = 'open'", [kept, twin]
    )
    for table in ("evidence", "vote_threads"):
        tx.execute(f"update or ignore {table} set vote = ? where vote = ?", [kept, twin])  # noqa: S608
    tx.execute("delete from evidence where vote = ?", [twin])


def hand_tasks(tx: Tx, vote: VoteId, to: VoteId) -> None:
    """What there is, or was, to do for a vote is for another from now on."""
    for table in ("tasks", "kits"):
        tx.execute(f"update {table} set vote = ? where vote = ?", [to, vote])  # noqa: S608


def copy_of(tx: Tx, root: VoteId, owner: CollectiveId) -> CouncilVote | None:
    """What a collective holds of a vote that another told first, or of its own."""
    found = _read(tx, "owner = ? and (root = ? or id = ?)", [owner, root, root])
    return found[0] if found else None


def found_since(tx: Tx, owner: CollectiveId, since: datetime) -> int:
    """How many votes were found on a forum for a collective since then."""
    row = tx.execute(
        "select count(*) from votes v join vote_steps s on s.vote = v.id and s.before is null"
        " join vote_threads t on t.vote = v.id where v.owner = ? and s.at >= ?",
        [owner, stamp(since)],
    ).fetchone()
    return int(row[0])


def found_unasked(
    tx: Tx, owner: CollectiveId, since: datetime, until: datetime
) -> list[CouncilVote]:
    """What forums told at that time, nobody vouches for, and no message asks about alone."""
    where = (
        "owner = ? and status = 'rumoured' and reporter is null and exists (select 1 from"
        " vote_steps s where s.vote = votes.id and s.before is null and s.at >= ? and s.at < ?)"
        " and not exists (select 1 from deliveries d where d.cause = 'vote:' || votes.id ||"
        " ':reported')"
    )
    return _read(tx, where, [owner, stamp(since), stamp(until)])


def taken_since(tx: Tx, owner: CollectiveId, since: datetime) -> int:
    """How many changes a collective took from those whom it trusts since then."""
    row = tx.execute(
        "select count(distinct s.vote || s.at) from votes v join vote_steps s on s.vote = v.id"
        " where v.owner = ? and v.root is not null and s.by is null and s.at >= ?",
        [owner, stamp(since)],
    ).fetchone()
    return int(row[0])


def steps(tx: Tx, id_: VoteId) -> list[Step]:
    """The history of a vote, the first step first."""
    rows = tx.execute(
        f"select id, at, by, before, after, why, corrects, {_SITTING} from vote_steps"  # noqa: S608
        " where vote = ? order by id",
        [id_],
    ).fetchall()
    told_by = dict(
        tx.execute(
            "select cast(key as integer), after from changes where noun = ?"
            " and key in (select cast(id as text) from vote_steps where vote = ?)",
            [_TOLD_BY, id_],
        ).fetchall()
    )
    return [_step(row, told_by.get(number)) for number, *row in rows]


def last_step(tx: Tx, id_: VoteId) -> tuple[int, str]:
    """The number of the newest step of a vote, by which what it tells is told once; and why."""
    row = tx.execute(
        "select id, why from vote_steps where vote = ? order by id desc limit 1", [id_]
    ).fetchone()
    return int(row[0]), str(row[1])


def _step(row: Sequence[Any], told_by: str | None) -> Step:
    at, by, before, after, why, corrects, *was = row
    return Step(
        instant(at),
        PersonId(by) if by else None,
        VoteStatus(before) if before else None,
        VoteStatus(after),
        why,
        bool(corrects),
        _sitting(was) if was[0] else None,
        CollectiveId(told_by) if told_by else None,
    )


def _read(tx: Tx, where: str, values: Sequence[object]) -> list[CouncilVote]:
    rows = tx.execute(
        f"select {_COLUMNS} from votes where {where} order by day, hour, id",  # noqa: S608
        values,
    )
    return [_vote(row) for row in rows]


def _vote(row: Sequence[Any]) -> CouncilVote:
    id_, root, owner, city, channel, mark, hidden, status, *rest = row
    place, number, words, theme, source, url, confirmer = rest[4:11]
    return CouncilVote(
        id=VoteId(id_),
        root=VoteId(root or id_),
        owner=CollectiveId(owner),
        city=CityId(city),
        status=VoteStatus(status),
        sitting=_sitting(rest[:4]),
        place=place,
        item=Item(number, words, theme),
        source=source,
        url=url,
        reporter=PersonId(rest[17]) if rest[17] else None,
        channel=ChannelId(channel),
        confirmer=PersonId(confirmer) if confirmer else None,
        tally=Tally(*rest[11:14]),
        sequence=rest[14],
        version=rest[15],
        published=date.fromisoformat(rest[16]) if rest[16] else None,
        mark=mark,
        heard=Heard(hidden),
        convoked=date.fromisoformat(rest[18]) if rest[18] else None,
        merged=VoteId(rest[19]) if rest[19] else None,
        earlier=VoteId(rest[20]) if rest[20] else None,
    )


def _sitting(row: Sequence[Any]) -> Sitting:
    day, hour, zone, second = row
    return Sitting(
        date.fromisoformat(day),
        time.fromisoformat(hour) if hour else None,
        ZoneInfo(zone),
        bool(second),
    )
