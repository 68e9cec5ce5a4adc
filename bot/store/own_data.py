"""What the base holds of one person, as `persons` declares it: found, erased, forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from typing import Any, Final

from bot.domain.ids import CampaignId, PersonId, TaskId
from bot.domain.own_data import Found, Row, Subject, Whose
from bot.store import campaigns, contributions
from bot.store.base import Tx, stamp
from bot.store.persons import (
    DERIVED,
    HOLDINGS,
    KEPT_FOR,
    MERGED,
    NAMING,
    OVER_TASK,
    TABLES,
    Holding,
)

_CERTAIN: Final = 15  # digits: a number so long is nobody else's
_GONE: Final = "@…"
_TO_SCRUB: Final = "erased"
_CHANNELS: Final = (  # where the base knows a person's own channel with Vigie
    "select channel from watches where person = :person"
    " union select channel from reminders where person = :person"
    " union select taker_channel from deadlines where taker = :person"
    " union select private from publications where by = :person"
    " union select private from publication_parts where author = :person"
    " union select channel from task_takers where person = :person"
)


def find(tx: Tx, whose: Whose) -> list[Found]:
    """All that is held of a person, in the order of the declaration; nothing that is empty."""
    facts = _facts(tx, whose)
    found = [_found(tx, one, facts) for one in HOLDINGS]
    found += [
        Found(Subject.MENTIONS, [{"text": text} for text in texts], ("text",), goes=False)
        for texts in _mentions(tx, whose.person)
    ]
    return [one for one in found if one.rows]


def _facts(tx: Tx, whose: Whose, now: datetime | None = None) -> dict[str, str | None]:
    known = {row[0] for row in tx.execute(_CHANNELS, {"person": whose.person})}
    channels = sorted(filter(None, {*known, whose.channel}))
    return {
        "person": whose.person,
        "channels": json.dumps(channels),
        "now": stamp(now) if now else None,
    }


def _found(tx: Tx, one: Holding, facts: dict[str, str | None]) -> Found:
    also = f", {one.also}" if one.also else ""
    cursor = tx.execute(
        f"select *{also} from {one.table} where {one.where} order by rowid",  # noqa: S608
        facts,
    )
    names = [column[0] for column in cursor.description]
    rows = [_theirs(one.table, dict(zip(names, row, strict=True)), facts) for row in cursor]
    return Found(one.subject, rows, tuple(one.shows.split()), one.goes)


def _theirs(table: str, row: dict[str, Any], facts: dict[str, str | None]) -> Row:
    """A row without the ids of others, nor their own channels, and without what is not there."""
    columns = TABLES[table]
    of_people = columns.people.split()
    if of_people:
        of_people += columns.private.split()
    if row.get("noun") in NAMING:
        of_people += ["before", "after"]
    own = {facts["person"], *json.loads(facts["channels"] or "[]")}
    return {
        name: value
        for name, value in row.items()
        if value not in {None, ""}
        and name not in DERIVED
        and not (name in of_people and value not in own)
    }


def _needles(person: PersonId) -> list[str]:
    """What a text holds that mentions a person."""
    return [person] if _is_certain(person) else _written(person)


def _is_certain(person: PersonId) -> bool:
    return len(person) >= _CERTAIN


def _written(person: PersonId) -> list[str]:
    return [f"<@{person}>", f"<@!{person}>"]


def _words(person: PersonId) -> Iterator[tuple[str, list[str], str, list[str]]]:
    """Each table with its columns of words, and where one of them mentions a person."""
    needles = _needles(person)
    for table, declared in TABLES.items():
        if columns := declared.words.split():
            each = [f"instr({column}, ?)" for column in columns for _ in needles]
            yield table, columns, " or ".join(each), needles * len(columns)


def _mentions(tx: Tx, person: PersonId) -> Iterator[list[str]]:
    """What people wrote that holds a mention of a person, table by table."""
    needles = _needles(person)
    found_already = {person, json.dumps({"person": person})}  # by the declaration
    for table, columns, where, values in _words(person):
        rows = tx.execute(
            f"select {', '.join(columns)} from {table} where {where} order by rowid",  # noqa: S608
            values,
        )
        texts = (text for row in rows for text in row if text and text not in found_already)
        yield [text for text in texts if any(needle in text for needle in needles)]


def _unmention(tx: Tx, person: PersonId) -> None:
    forms = _written(person)
    if _is_certain(person):
        forms += [f"@{person}", person]
    _rename_campaigns(tx, forms)
    for table, columns, where, values in _words(person):
        named = []
        for column in columns:
            without = column
            for _ in forms:
                without = f"replace({without}, ?, '{_GONE}')"
            named.append(f"{column} = {without}")
        verb = "update or replace" if table in MERGED else "update"
        tx.execute(
            f"{verb} {table} set {', '.join(named)} where {where}",
            [*forms * len(columns), *values],
        )


def _rename_campaigns(tx: Tx, forms: Sequence[str]) -> None:
    """They are found by their names, of which a collective has no two alike."""
    for id_, name in tx.execute("select id, name from campaigns order by id").fetchall():
        without = reduce(lambda said, form: said.replace(form, _GONE), forms, name)
        if without != name:
            campaigns.rename(tx, CampaignId(id_), without)


def erase(tx: Tx, whose: Whose, now: datetime) -> None:
    """Have the base forget a person: what is found of them is gone, or has lost them."""
    facts = _facts(tx, whose, now)
    contributions.keep_acts(tx, whose.person, now)
    for one in HOLDINGS:
        _erase(tx, one, one.where, facts)
    _unmention(tx, whose.person)
    tx.execute("insert or replace into meta (key, value) values (?, ?)", [_TO_SCRUB, stamp(now)])


def to_scrub(tx: Tx) -> str | None:
    """Since when the file may hold copies of what was erased; None where it does not."""
    row = tx.execute("select value from meta where key = ?", [_TO_SCRUB]).fetchone()
    return row[0] if row else None


def scrubbed(tx: Tx, since: str) -> None:
    """It holds none of that any more, but perhaps of what was erased meanwhile."""
    tx.execute("delete from meta where key = ? and value = ?", [_TO_SCRUB, since])


def _erase(tx: Tx, one: Holding, where: str, facts: dict[str, str | None]) -> int:
    act = f"update {one.table} set {one.erase}" if one.erase else f"delete from {one.table}"  # noqa: S608
    return int(tx.execute(f"{act} where {where}", facts).rowcount)


def to_forget(tx: Tx, now: datetime) -> list[TaskId]:
    """The open tasks that are over since long, with somebody whom `forget_old` has them lose."""
    rows = tx.execute(
        "select id from tasks where status = 'open' and id in"  # noqa: S608 - constants
        f" (select task from task_takers where {OVER_TASK}"
        f" union select task from contributions where {OVER_TASK})",
        {"before": _long_ago(now)},
    )
    return [TaskId(id_) for (id_,) in rows]


def _long_ago(now: datetime) -> str:
    return (now - KEPT_FOR).date().isoformat()


def forget_old(tx: Tx, now: datetime) -> int:
    """Have what is over since long lose its people; how many rows did."""
    return sum(
        _erase(tx, one, one.forgotten, {"before": _long_ago(now), "now": stamp(now)})
        for one in HOLDINGS
        if one.forgotten
    )
