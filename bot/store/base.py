"""The base: one SQLite file, one thread that touches it."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlite_utils import Database

from bot.store.migrations import migrate, refuse_newer

Tx = Database
T = TypeVar("T")
A = TypeVar("A")


class Unusable(Exception):
    """The base cannot be opened; `why` says it for the log."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


def connect(path: Path) -> Database:
    """Open with the settings that the promises rest on. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, check_same_thread=False, timeout=10.0)
    db = Database(connection, execute_plugins=False, strict=True)
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = full")  # a power cut, too, must not forget a send
    db.execute("pragma foreign_keys = on")
    db.execute("pragma secure_delete = on")  # what is erased may not be read there; see scrub
    return db


@contextlib.contextmanager
def apart(tx: Tx) -> Iterator[None]:
    """What is done inside is undone where it raises, and nothing else of the transaction."""
    tx.execute("savepoint apart")
    try:
        yield
    except BaseException:
        tx.execute("rollback to apart")
        tx.execute("release apart")
        raise
    tx.execute("release apart")


class InUse(Exception):
    """Another Vigie works with this base: two would announce everything twice."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Store:
    """Transactions on the one SQLite thread.

    Only one process at a time opens a base, unless it is not `alone`, as whoever looks on is.
    """

    def __init__(self, path: Path, *, alone: bool = True) -> None:
        self.path = path
        self._alone = alone
        self._lock: IO[bytes] | None = None
        self.committed = asyncio.Event()
        self._watchers: list[Callable[[Tx], Callable[[], object] | None]] = []
        self._together: dict[Any, list[tuple[Any, asyncio.Future[Any]]]] = {}
        self._flushing: dict[Any, asyncio.Future[None]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._db: Database | None = None

    async def open(self) -> None:
        """Open and migrate. Raises Unusable, NewerBase, InUse."""

        def work() -> Database:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._take()
            db = connect(self.path)
            migrate(db, self.path)
            return db

        try:
            self._db = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except (OSError, sqlite3.Error) as error:
            raise Unusable(self.path, str(error)) from error

    def _take(self) -> None:
        """Hold the lock file, which the system lets go when the process ends, however it does."""
        if not self._alone:
            return
        self._lock = self.path.with_name(f"{self.path.name}.lock").open("ab")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse(self.path) from error

    async def write(self, work: Callable[[Tx], T], *, quietly: bool = False) -> T:
        """One transaction on the SQLite thread; its commit wakes the outbox, unless `quietly`.

        Whatever `work` raises undoes the whole transaction.
        """
        loop = asyncio.get_running_loop()

        def run() -> T:
            db = self._opened
            db.execute("begin immediate")  # atomic() defers: it would fail instead of wait
            try:
                result = work(db)
                db.execute("commit")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("rollback")
                raise
            if not quietly:
                loop.call_soon_threadsafe(self.committed.set)  # even when the caller is gone
                for watcher in self._watchers:
                    if (tell := watcher(db)) is not None:
                        loop.call_soon_threadsafe(tell)
            return result

        return await loop.run_in_executor(self._thread, run)

    async def write_together(
        self, work: Callable[[Tx, Sequence[A]], Sequence[T | Exception]], one: A
    ) -> T:
        """One transaction for all that is asked of the same `work` while another is being made:
        of many at once, a few are. It does each, or tells why not, in their order; what it raises
        itself undoes the whole.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._together.setdefault(work, []).append((one, answer))
        if work not in self._flushing:
            self._flushing[work] = asyncio.ensure_future(self._flush(work))
        return await answer

    async def _flush(self, work: Callable[[Tx, Sequence[Any]], Sequence[Any]]) -> None:
        """Until nothing more was asked meanwhile."""
        try:
            while asked := self._together.pop(work, []):
                await self._do_together(work, asked)
        finally:
            del self._flushing[work]

    async def _do_together(
        self,
        work: Callable[[Tx, Sequence[Any]], Sequence[Any]],
        asked: Sequence[tuple[Any, asyncio.Future[Any]]],
    ) -> None:
        found: Sequence[Any]
        try:
            found = await self.write(lambda tx: work(tx, [one for one, _ in asked]))
        except Exception as error:
            found = [error] * len(asked)
        for (_, answer), told in zip(asked, found, strict=True):
            if answer.done():  # who asked is gone
                continue
            if isinstance(told, Exception):
                answer.set_exception(told)
            else:
                answer.set_result(told)

    def watch(self, look: Callable[[Tx], T], told: Callable[[T], object]) -> None:
        """Tell, in the event loop, what `look` finds after a commit, when it is no longer what it
        found after the one before. It is asked after every commit that is not quiet: it must cost
        next to nothing.

        Who waits for that commit goes on after it was told.
        """
        known: list[T] = []

        def watcher(tx: Tx) -> Callable[[], object] | None:
            found = look(tx)
            if known == [found]:
                return None
            known[:] = [found]
            return lambda: told(found)

        self._watchers.append(watcher)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """`work` on one consistent view of the base."""

        def run() -> T:
            db = self._opened
            db.execute("begin")
            try:
                return work(db)
            finally:
                db.execute("rollback")

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    async def scrub(self) -> bool:
        """Write the file anew without what was erased; False where another process keeps it busy.

        Overwriting what is deleted is not enough: pages that are put in order keep old copies.
        """

        def work() -> bool:
            try:
                self._opened.execute("vacuum")
                busy, *_ = self._opened.execute("pragma wal_checkpoint(truncate)").fetchone()
            except sqlite3.OperationalError:
                return False
            return not busy

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        def work() -> None:
            if self._db is not None:
                self._db.close()
            if self._lock is not None:
                self._lock.close()

        await asyncio.get_running_loop().run_in_executor(self._thread, work)
        self._thread.shutdown()

    @property
    def _opened(self) -> Database:
        if self._db is None:
            raise RuntimeError("the store is not open")
        return self._db


def look(path: Path) -> None:
    """See whether a start could use the base at `path`, changing nothing.

    Raises Unusable, NewerBase. A base that does not exist yet is fine where it can be made.
    """
    if path.exists():
        _look_inside(path)
        return
    folder = next(one for one in path.parents if one.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Unusable(path, f"{folder} is not writable")


def _look_inside(path: Path) -> None:
    if not os.access(path, os.R_OK | os.W_OK):
        raise Unusable(path, "not readable and writable")
    try:
        with _only_read(path) as db:
            refuse_newer(db, path)
    except sqlite3.Error as error:
        raise Unusable(path, str(error)) from error


def read_from(path: Path, work: Callable[[Tx], T]) -> T | None:
    """What `work` finds in a base that may be in use; None where it is not there or is older."""
    try:
        with _only_read(path) as db:
            return work(db)
    except sqlite3.Error:
        return None


@contextlib.contextmanager
def _only_read(path: Path) -> Iterator[Database]:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with contextlib.closing(Database(connection, execute_plugins=False)) as db:
        yield db


def instant(text: str) -> datetime:
    """The aware instant that `stamp` wrote."""
    return datetime.fromisoformat(text)


def stamp(at: datetime) -> str:
    """An instant as text that sorts in time: UTC, microseconds always written."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
