"""The base: transactions, migrations, copies."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.store.base import InUse, Store, Tx, Unusable, connect, look
from bot.store.migrations import NewerBase, steps


async def test_a_new_base_is_strict_and_keeps_its_promises(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "vigie.db")
    await store.open()

    def settings(tx: Tx) -> list[object]:
        return [
            tx.execute(f"pragma {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]

    def loose(tx: Tx) -> list[str]:
        tables = tx.execute(
            "select name, strict from pragma_table_list"
            " where schema = 'main' and name not like 'sqlite_%' and name not like '\\_sqlite_%'"
            " escape '\\'"
        ).fetchall()
        assert len(tables) > 5
        return [name for name, strict in tables if not strict]

    assert await store.read(settings) == ["wal", 1, 2]
    assert await store.read(loose) == []
    await store.close()


async def test_what_raises_undoes_the_whole_transaction(tmp_path: Path) -> None:
    store = Store(tmp_path / "vigie.db")
    await store.open()

    def half(tx: Tx) -> None:
        tx.execute("insert into meta (key, value) values ('half', 'done')")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        await store.write(half)
    rows = await store.read(
        lambda tx: tx.execute("select count(*) from meta where key = 'half'").fetchone()
    )
    assert rows == (0,)
    await store.close()


async def test_a_commit_wakes_the_outbox_even_when_the_caller_is_gone(tmp_path: Path) -> None:
    store = Store(tmp_path / "vigie.db")
    await store.open()
    loop, started, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def work(tx: Tx) -> None:
        loop.call_soon_threadsafe(started.set)
        go_on.wait(10)
        tx.execute("insert into meta values ('a', 'b')")

    writing = asyncio.create_task(store.write(work))
    await started.wait()
    writing.cancel()
    go_on.set()
    async with asyncio.timeout(10):
        await store.committed.wait()
    await store.close()


async def test_what_is_watched_is_told_when_a_commit_changed_it_and_before_who_waits_goes_on(
    tmp_path: Path,
) -> None:
    store, told = Store(tmp_path / "vigie.db"), list[int]()
    await store.open()
    store.watch(lambda tx: int(tx.execute("select count(*) from meta").fetchone()[0]), told.append)

    async def add(key: str, *, quietly: bool = False) -> list[int]:
        def work(tx: Tx) -> None:
            tx.execute("insert or ignore into meta values (?, 'b')", [key])

        await store.write(work, quietly=quietly)
        return list(told)

    assert await add("a") == [2]
    assert await add("a") == [2]
    assert await add("b", quietly=True) == [2]
    assert await add("c") == [2, 4]
    await store.close()


async def test_a_base_of_a_later_vigie_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    store = Store(path)
    await store.open()
    await store.close()
    db = connect(path)
    db.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at)"
        " values ('vigie', '9999_later', '2030-01-01')"
    )
    db.close()
    before = path.read_bytes()
    later = Store(path)
    with pytest.raises(NewerBase) as refused:
        await later.open()
    await later.close()
    assert refused.value.unknown == ["9999_later"]
    assert path.read_bytes() == before


async def test_a_copy_is_made_before_an_existing_base_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vigie.db"
    store = Store(path)
    await store.open()
    await store.write(lambda tx: tx.execute("insert into meta values ('kept', 'yes')"))
    await store.close()
    monkeypatch.setattr(steps, "_migrations", list(steps._migrations))

    @steps(name="0002_test")
    def _second(db: Tx) -> None:
        db.execute("delete from meta where key = 'kept'")

    changed = Store(path)
    await changed.open()
    await changed.close()
    copy = sqlite3.connect(tmp_path / "vigie.db.before-0002_test")
    assert copy.execute("select value from meta where key = 'kept'").fetchone() == ("yes",)
    copy.close()


async def test_a_file_that_is_no_base_is_named(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    path.write_text("ceci n'est pas une base " * 100)
    store = Store(path)
    with pytest.raises(Unusable) as refused:
        await store.open()
    await store.close()
    assert str(path) in str(refused.value)


async def test_two_at_once_are_refused_and_a_third_may_look_on(tmp_path: Path) -> None:
    first, second = Store(tmp_path / "vigie.db"), Store(tmp_path / "vigie.db")
    onlooker = Store(tmp_path / "vigie.db", alone=False)
    await first.open()
    with pytest.raises(InUse):
        await second.open()
    await onlooker.open()
    for store in (second, onlooker, first):
        await store.close()
    again = Store(tmp_path / "vigie.db")
    await again.open()
    await again.close()


async def test_looking_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    look(path)
    assert not path.exists()
    store = Store(path)
    await store.open()
    await store.close()
    before = path.read_bytes()
    look(path)
    assert path.read_bytes() == before
    path.write_text("ceci n'est pas une base " * 100)
    with pytest.raises(Unusable):
        look(path)


def _noted(tx: Tx, keys: Sequence[str]) -> list[int | Exception]:
    """Notes each key, but for one; how many were noted together."""
    if "all wrong" in keys:
        tx.execute("insert into meta (key, value) values ('lost', '')")
        raise RuntimeError("all wrong")
    good = [key for key in keys if key != "wrong"]
    tx.conn.executemany("insert into meta (key, value) values (?, '')", [(key,) for key in good])
    return [RuntimeError(key) if key == "wrong" else len(keys) for key in keys]


class TestTogether:
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        one = Store(tmp_path / "vigie.db")
        await one.open()
        yield one
        await one.close()

    async def known(self, store: Store) -> set[str]:
        def work(tx: Tx) -> set[str]:
            return {key for (key,) in tx.execute("select key from meta")}

        return await store.read(work)

    async def test_what_comes_meanwhile_is_one_transaction(self, store: Store) -> None:
        many = [store.write_together(_noted, str(n)) for n in range(50)]
        assert max(await asyncio.gather(*many)) > 10
        assert {str(n) for n in range(50)} <= await self.known(store)

    async def test_what_is_told_to_be_wrong_is_so_for_its_own_alone(self, store: Store) -> None:
        both = [store.write_together(_noted, key) for key in ("wrong", "right")]
        wrong, right = await asyncio.gather(*both, return_exceptions=True)
        assert isinstance(wrong, RuntimeError)
        assert right in {1, 2}
        assert "right" in await self.known(store)

    async def test_what_raises_undoes_all_and_the_next_goes_on(self, store: Store) -> None:
        both = [store.write_together(_noted, key) for key in ("all wrong", "with it")]
        told = await asyncio.gather(*both, return_exceptions=True)
        assert isinstance(told[0], RuntimeError)
        assert "lost" not in await self.known(store)
        assert await store.write_together(_noted, "after") == 1

    async def test_who_is_gone_is_counted_all_the_same(self, store: Store) -> None:
        gone = asyncio.create_task(store.write_together(_noted, "gone"))
        await asyncio.sleep(0)
        gone.cancel()
        await store.write_together(_noted, "there")
        assert {"gone", "there"} <= await self.known(store)
