"""What people publish on forums, from the first message that they picked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.ids import ERASED, ChannelId, CollectiveId, MessageId, PersonId, PostId
from bot.domain.publishing import (
    DRAFTS,
    Agreed,
    Part,
    Publication,
    PublicationState,
    Where,
)
from bot.store import changes
from bot.store.base import Tx, instant, stamp

_COLUMNS = (
    "id, collective, by, channel, private, forum, act, place, answers, title, thread, name, text,"
    " state, version, touched, reason, most, mark, post, url"
)


def add(
    tx: Tx,
    collective: CollectiveId,
    by: PersonId,
    channel: ChannelId,
    private: ChannelId,
    where: Where,
    name: str,
    now: datetime,
) -> Publication:
    """A new draft, still without a message."""
    cursor = tx.execute(
        "insert into publications (collective, by, channel, private, forum, act, place, answers,"
        " title, thread, name, text, state, version, touched)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 'open', 0, ?)",
        [collective, by, channel, private, *_written(where), name, stamp(now)],
    )
    assert cursor.lastrowid is not None
    _note(tx, cursor.lastrowid, now, by, None, PublicationState.OPEN)
    return get(tx, cursor.lastrowid)


def save(
    tx: Tx, before: Publication, after: Publication, now: datetime, by: PersonId | None
) -> Publication:
    """Write what changed, its parts, and the history of its state."""
    tx.execute(
        "update publications set forum = ?, act = ?, place = ?, answers = ?, title = ?,"
        " thread = ?, name = ?, text = ?, state = ?, version = ?, touched = ?, reason = ?,"
        " most = ?, mark = ?, post = ?, url = ? where id = ?",
        [
            *_written(after.where),
            after.name,
            after.text,
            after.state,
            after.version,
            stamp(now),
            after.reason,
            after.limit,
            after.mark,
            after.post,
            after.url,
            after.id,
        ],
    )
    if after.parts != before.parts:
        _save_parts(tx, after)
    if after.state is not before.state:
        _note(tx, after.id, now, by, before.state, after.state)
    return get(tx, after.id)


def _save_parts(tx: Tx, publication: Publication) -> None:
    tx.execute("delete from publication_parts where publication = ?", [publication.id])
    tx.conn.executemany(
        "insert into publication_parts (publication, message, channel, author, text, agreed,"
        " private) values (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                publication.id,
                one.message,
                one.channel,
                one.author,
                one.text,
                one.agreed,
                one.private,
            )
            for one in publication.parts
        ],
    )


def get(tx: Tx, id_: int) -> Publication:
    """Raises LookupError."""
    found = _read(tx, "id = ?", [id_])
    if not found:
        raise LookupError(id_)
    return found[0]


def of(
    tx: Tx, collective: CollectiveId, by: PersonId, states: Collection[PublicationState] = DRAFTS
) -> list[Publication]:
    """Those of a person in a collective, the one touched last first."""
    marks = ", ".join("?" * len(states))
    where = f"collective = ? and by = ? and state in ({marks}) order by touched desc, id desc"
    return _read(tx, where, [collective, by, *states])


def of_others_with(tx: Tx, author: PersonId) -> list[int]:
    """Those of others that hold words of a person, and are asked about or about to leave."""
    rows = tx.execute(
        "select id from publications where by <> ? and state in ('asking', 'sending') and id in"
        " (select publication from publication_parts where author = ?) order by id",
        [author, author],
    )
    return [id_ for (id_,) in rows]


def asked_about(tx: Tx, person: PersonId) -> list[int]:
    """Those of a person, or with their words, about which others or they may still answer."""
    rows = tx.execute(
        "select id from publications where state in ('asking', 'sending', 'queued') and (by = ? or"
        " id in (select publication from publication_parts where author = ?)) order by id",
        [person, person],
    )
    return [id_ for (id_,) in rows]


def perhaps_there(tx: Tx, person: PersonId) -> list[int]:
    """Those of a person, or with their words, that may stand on a forum, unknown as yet."""
    rows = tx.execute(
        "select distinct number from forum_writes where noun = 'publication'"
        " and act in ('reply', 'open') and (state = 'writing' or state = 'planned' and doubtful)"
        " and number in (select id from publications where by = ?"
        " union select publication from publication_parts where author = ?) order by number",
        [person, person],
    )
    return [id_ for (id_,) in rows]


def mirrored(tx: Tx, place: ChannelId, message: MessageId) -> PostId | None:
    """The forum's post that a message of ours shows."""
    row = tx.execute(
        "select facts ->> 'forum', facts ->> 'post' from deliveries where place = ? and message = ?"
        " and kind in ('post', 'excerpt') and facts ->> 'post' is not null",
        [place, message],
    ).fetchone()
    return PostId(row[0], int(row[1])) if row else None


def mirrored_in(tx: Tx, place: ChannelId) -> tuple[str, int] | None:
    """The forum and the number of the thread that a chat thread mirrors."""
    row = tx.execute(
        "select forum, topic from mirrors where thread = ? and state = 'open' order by id desc",
        [place],
    ).fetchone()
    return (row[0], row[1]) if row else None


def forget_texts(tx: Tx, id_: int) -> None:
    """What it was made of, once it is public or dropped; who agreed stays known. What is dropped
    needs no name nor title any more."""
    tx.execute("update publication_parts set text = '' where publication = ?", [id_])
    tx.execute("update publications set text = '' where id = ?", [id_])
    tx.execute(
        "update publications set name = '', title = '' where id = ? and state = 'dropped'", [id_]
    )


def forget_private(tx: Tx, private: ChannelId) -> None:
    """Who publishes hears nothing in their own channel: it is closed to Vigie."""
    tx.execute("update publications set private = '' where private = ?", [private])


def untouched(tx: Tx, before: datetime) -> list[Publication]:
    """Drafts that nobody has touched since then."""
    marks = ", ".join(f"'{state}'" for state in sorted(DRAFTS))
    return _read(tx, f"state in ({marks}) and touched < ?", [stamp(before)])


def forget_people(tx: Tx, before: datetime) -> int:
    """Drop who published, and who agreed, of what was settled then."""
    tx.execute(
        "delete from publication_parts where publication in"
        " (select id from publications where touched < ? and state in"
        " ('published', 'withdrawn', 'dropped'))",
        [stamp(before)],
    )
    cursor = tx.execute(
        "update publications set by = ?, private = '' where by <> ? and touched < ?"
        " and state in ('published', 'withdrawn', 'dropped')",
        [ERASED, ERASED, stamp(before)],
    )
    return cursor.rowcount


def _note(
    tx: Tx, id_: int, now: datetime, by: PersonId | None, before: str | None, after: str
) -> None:
    changes.record(tx, "publication", str(id_), now, by, before=before, after=after)


def _written(where: Where) -> Sequence[Any]:
    return where.forum, where.act, where.place, where.answers, where.title, where.thread


def _read(tx: Tx, where: str, values: Sequence[Any]) -> list[Publication]:
    rows = tx.execute(
        f"select {_COLUMNS} from publications where {where}",  # noqa: S608 - constants
        values,
    ).fetchall()
    return [_publication(tx, row) for row in rows]


def _publication(tx: Tx, row: Sequence[Any]) -> Publication:
    (id_, collective, by, channel, private, forum, act, place, answers, title, thread, *rest) = row
    name, text, state, version, touched, reason, most, mark, post, url = rest
    return Publication(
        id=id_,
        collective=CollectiveId(collective),
        by=PersonId(by),
        channel=ChannelId(channel),
        private=ChannelId(private),
        where=Where(forum, WriteAct(act), place, answers, title, thread),
        name=name,
        text=text,
        state=PublicationState(state),
        parts=_parts(tx, id_),
        version=version,
        touched=instant(touched),
        reason=Denial(reason) if reason else None,
        limit=most,
        mark=mark,
        post=post,
        url=url,
    )


def _parts(tx: Tx, id_: int) -> tuple[Part, ...]:
    rows = tx.execute(
        "select message, channel, author, text, agreed, private from publication_parts"
        " where publication = ?",
        [id_],
    )
    parts = [
        Part(
            MessageId(message),
            ChannelId(channel),
            PersonId(author),
            text,
            Agreed(agreed),
            ChannelId(private),
        )
        for message, channel, author, text, agreed, private in rows
    ]
    return tuple(sorted(parts, key=lambda part: int(part.message)))
