"""Forums: how far each was read, its health, its categories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.ports.forum import Category, Health, Place, PlaceKind, Trouble
from bot.store.base import Tx, instant, stamp


def meet(tx: Tx, name: str, url: str, *, account: bool = False) -> None:
    """Remember a configured forum, and whether it is read with an account of Vigie's. A new address
    keeps the position: it may only have moved."""
    tx.execute(
        "insert into forums (name, url, account) values (?, ?, ?)"
        " on conflict (name) do update set url = excluded.url, account = excluded.account",
        [name, url, int(account)],
    )


def _of(tx: Tx, name: str, column: str) -> Any:
    """A forum's value in one of the columns, None where there is none."""
    row = tx.execute(f"select {column} from forums where name = ?", [name]).fetchone()  # noqa: S608
    return row[0] if row else None


def _instant(text: str | None) -> datetime | None:
    return instant(text) if text else None


def position(tx: Tx, name: str) -> int | None:
    """The number of the last post read, None before the first reading."""
    found: int | None = _of(tx, name, "position")
    return found


def positions(tx: Tx, names: Iterable[str]) -> dict[str, int]:
    """The number of the last post read of each forum, 0 before the first reading."""
    return {name: position(tx, name) or 0 for name in names}


def advance(tx: Tx, name: str, position: int) -> None:
    """The position only grows."""
    tx.execute(
        "update forums set position = max(coalesce(position, 0), ?) where name = ?",
        [position, name],
    )


def succeeded(tx: Tx, name: str, now: datetime, *, new: bool) -> None:
    tx.execute(
        "update forums set last_success = ?, trouble = null, trouble_since = null,"
        " last_new = case when ? then ? else last_new end where name = ?",
        [stamp(now), int(new), stamp(now), name],
    )


def last_success(tx: Tx, name: str) -> datetime | None:
    return _instant(_of(tx, name, "last_success"))


def failed(tx: Tx, name: str, now: datetime, trouble: Trouble) -> datetime:
    """Since when the forum cannot be read."""
    tx.execute(
        "update forums set trouble = ?, trouble_since = min(coalesce(trouble_since, ?), ?)"
        " where name = ?",
        [trouble, stamp(now), stamp(now), name],
    )
    return instant(_of(tx, name, "trouble_since"))


def health(tx: Tx) -> list[Health]:
    rows = tx.execute(
        "select name, title, last_success, last_new, trouble, trouble_since, threads_told"
        " from forums order by name"
    )
    return [
        Health(
            name,
            title,
            _instant(success),
            _instant(new),
            Trouble(trouble) if trouble else None,
            _instant(since),
            _instant(threads),
        )
        for name, title, success, new, trouble, since, threads in rows
    ]


def told(tx: Tx, name: str) -> datetime | None:
    """Since when the followers know that this forum cannot be read."""
    return _instant(_of(tx, name, "told"))


def tell(tx: Tx, name: str, since: datetime | None) -> None:
    tx.execute("update forums set told = ? where name = ?", [stamp(since) if since else None, name])


def threads_told(tx: Tx, name: str) -> datetime | None:
    """Since when, as the followers know, threads of this forum cannot be read again."""
    return _instant(_of(tx, name, "threads_told"))


def tell_threads(tx: Tx, name: str, since: datetime | None) -> None:
    value = stamp(since) if since else None
    tx.execute("update forums set threads_told = ? where name = ?", [value, name])


def doubted(tx: Tx, name: str) -> datetime | None:
    """Since when the followers know that too many threads vanished from this forum at once."""
    return _instant(_of(tx, name, "doubted"))


def doubt(tx: Tx, name: str, since: datetime | None) -> None:
    value = stamp(since) if since else None
    tx.execute("update forums set doubted = ? where name = ?", [value, name])


def identified(tx: Tx, name: str, engine: str, title: str) -> None:
    tx.execute("update forums set engine = ?, title = ? where name = ?", [engine, title, name])


def title(tx: Tx, name: str) -> str:
    """What the forum calls itself, empty before it said so."""
    return _of(tx, name, "title") or ""


def engines(tx: Tx) -> dict[str, str]:
    """The engine that answered at each forum's address, empty where none did yet."""
    return dict(tx.execute("select name, engine from forums").fetchall())


def engine(tx: Tx, name: str) -> str:
    """The engine that answered there before, empty before the first time."""
    return _of(tx, name, "engine") or ""


def categories(tx: Tx, name: str) -> dict[int, Category]:
    """A forum's categories by their number, as they were last read."""
    rows = tx.execute(
        "select number, name, url, parent, public from categories where forum = ?", [name]
    )
    return {
        number: Category(number, title, url, parent, bool(public))
        for number, title, url, parent, public in rows
    }


def has_account(tx: Tx, name: str) -> bool:
    """Whether Vigie reads a forum with an account, which may see more than everybody does."""
    return bool(_of(tx, name, "account"))


def guests_read(
    tx: Tx, name: str, known: Mapping[int, Category] | None = None
) -> Callable[[int], bool]:
    """Which of a forum's categories everybody may read: of one that is not known, nobody knows.
    `known`: its categories, where they were read already."""
    if not has_account(tx, name):
        return lambda _: True
    found = categories(tx, name) if known is None else known
    shown = {number for number, one in found.items() if one.public}
    return shown.__contains__


def categories_read(tx: Tx, name: str) -> datetime | None:
    return _instant(_of(tx, name, "categories_read"))


def save_categories(tx: Tx, name: str, found: Iterable[Category], now: datetime) -> None:
    """What the forum has now; those that vanished are forgotten."""
    tx.execute("delete from categories where forum = ?", [name])
    tx.conn.executemany(
        "insert into categories (forum, number, name, url, parent, public)"
        " values (?, ?, ?, ?, ?, ?)",
        [(name, one.number, one.name, one.url, one.parent, int(one.public)) for one in found],
    )
    tx.execute("update forums set categories_read = ? where name = ?", [stamp(now), name])


def places_read(tx: Tx, name: str, since: datetime) -> set[Place]:
    """The places of a forum whose threads were read since then."""
    rows = tx.execute(
        "select kind, key from place_readings where forum = ? and read >= ?", [name, stamp(since)]
    )
    return {Place(PlaceKind(kind), key) for kind, key in rows}


def place_was_read(tx: Tx, name: str, place: Place, now: datetime) -> None:
    tx.execute(
        "insert into place_readings (forum, kind, key, read) values (?, ?, ?, ?)"
        " on conflict (forum, kind, key) do update set read = excluded.read",
        [name, place.kind, place.key, stamp(now)],
    )
