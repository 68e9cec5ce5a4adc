"""What people typed in forms that were refused, until they go on with it; not for long."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from bot.domain.ids import PersonId
from bot.store.base import Tx, instant, stamp

_ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class KeptForm:
    """The action of a form, and what was typed by the ids of its fields."""

    action: str
    typed: Mapping[str, str]


def keep(tx: Tx, person: PersonId, action: str, typed: Mapping[str, str], until: datetime) -> str:
    """In the place of what the same person typed in the same form before; its id, which no other
    ever has."""
    drop(tx, person, action)
    id_ = token_hex(_ID_BYTES)
    tx.execute(
        "insert into kept_forms (id, person, action, typed, until) values (?, ?, ?, ?, ?)",
        [id_, person, action, json.dumps(typed, ensure_ascii=False), stamp(until)],
    )
    return id_


def get(tx: Tx, person: PersonId, id_: str, now: datetime) -> KeptForm | None:
    """One of a person's own, None once its time is over."""
    row = tx.execute(
        "select action, typed from kept_forms where id = ? and person = ? and until > ?",
        [id_, person, stamp(now)],
    ).fetchone()
    return KeptForm(row[0], json.loads(row[1])) if row else None


def drop(tx: Tx, person: PersonId, action: str) -> None:
    tx.execute("delete from kept_forms where person = ? and action = ?", [person, action])


def forget_old(tx: Tx, now: datetime, latest: datetime) -> datetime | None:
    """Drop those whose time is over, or later than `latest`, which a clock that ran ahead gave;
    when the next one's is, None where there is none."""
    tx.execute("delete from kept_forms where until <= ? or until > ?", [stamp(now), stamp(latest)])
    row = tx.execute("select min(until) from kept_forms").fetchone()
    return instant(row[0]) if row[0] else None
