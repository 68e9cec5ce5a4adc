"""Every column of the base is decided about: whether it may hold a person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.store.base import Tx
from bot.store.migrations import migrate
from bot.store.persons import HOLDINGS, TABLES


@pytest.fixture
def tx() -> Tx:
    db = Database(memory=True)
    migrate(db, Path("unused"))
    return db


def undecided(tx: Tx) -> set[str]:
    """Where what is declared and what there is differ."""
    there = {f"{table.name}.{one.name}" for table in tx.tables for one in table.columns}
    declared = {f"{name}.{one}" for name, table in TABLES.items() for one in table.columns}
    return there ^ declared


def test_no_column_is_left_undecided(tx: Tx) -> None:
    """A column of a new table, or a new one of an old table: say in `bot.store.persons` whether it
    may hold a person, and what then is shown and erased of it."""
    assert undecided(tx) == set()


@pytest.mark.parametrize("kind", ["text", "integer", "blob", "any"])
def test_a_new_column_is_undecided_whatever_its_type(tx: Tx, kind: str) -> None:
    tx.execute(f"alter table votes add column referent {kind}")
    tx.execute(f"create table helpers (person {kind}) strict")
    assert undecided(tx) == {"votes.referent", "helpers.person"}


def test_what_is_declared_as_a_number_is_one(tx: Tx) -> None:
    for table in tx.tables:
        numbers = {one.name for one in table.columns if one.type.upper() == "INTEGER"}
        assert numbers == set(TABLES[table.name].numbers.split()), table.name


def test_no_column_is_declared_twice() -> None:
    for name, table in TABLES.items():
        assert len(table.columns) == len(set(table.columns)), name


def test_each_column_that_holds_a_person_is_found_and_erased() -> None:
    for name, table in TABLES.items():
        holdings = [one for one in HOLDINGS if one.table == name]
        for column in table.people.split():
            assert any(_names(column, one.where) for one in holdings), f"{name}.{column}"
        for column in [*table.people.split(), *table.private.split()]:
            erased = [not one.erase or _names(column, one.erase) for one in holdings]
            assert any(erased), f"{name}.{column}"


def _names(column: str, sql: str) -> bool:
    return re.search(rf"\b{column}\b", sql) is not None


def test_what_is_declared_can_be_asked_of_the_base(tx: Tx) -> None:
    facts = {"person": "1", "channels": "[]", "now": "", "before": "2026-01-01"}
    for one in HOLDINGS:
        also = f", {one.also}" if one.also else ""
        found = tx.execute(f"select *{also} from {one.table} where {one.where}", facts)  # noqa: S608
        columns = {column[0] for column in found.description}
        assert set(one.shows.split()) <= columns, one.subject
        if one.forgotten:
            tx.execute(f"select 1 from {one.table} where {one.forgotten}", facts)  # noqa: S608
