"""From which thread of a forum a vote was proposed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import TopicId, VoteId
from bot.domain.votes import CouncilVote
from bot.ports.forum import Post
from bot.store import votes
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Proposed:
    """A vote as a collective holds it, and the thread's title and the post's address as they were
    noted when it was proposed."""

    vote: CouncilVote
    title: str
    url: str


def note(tx: Tx, vote: VoteId, post: Post) -> None:
    topic = post.topic
    tx.execute(
        "insert into vote_threads (vote, forum, topic, title, url) values (?, ?, ?, ?, ?)",
        [vote, topic.id.forum, topic.id.number, topic.title, post.url],
    )


def of(tx: Tx, topic: TopicId) -> list[Proposed]:
    """What was proposed from a thread, and what other collectives took of it."""
    rows = tx.execute(
        "select v.id, t.title, t.url from vote_threads t"
        " join votes v on v.id = t.vote or v.root = t.vote"
        " where t.forum = ? and t.topic = ? order by v.id",
        [topic.forum, topic.number],
    ).fetchall()
    found = [(votes.get(tx, VoteId(id_)), title, url) for id_, title, url in rows]
    return [Proposed(vote, title, url) for vote, title, url in found if vote is not None]
