"""A base of an earlier Vigie goes on with this one, with all that it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from bot.domain.alerts import AlertState
from bot.domain.bilan_names import Name, Noun
from bot.domain.document_requests import Event, Told
from bot.domain.ids import (
    ChannelId,
    CityId,
    CollectiveId,
    PostId,
    ProjectId,
    RequestId,
    TopicId,
    VoteId,
)
from bot.domain.offers import Asks, OfferState
from bot.domain.project_facts import Challenge
from bot.domain.routing import Mode, Room, Scope
from bot.ports.forum import Post, Topic
from bot.render.calendars import uid
from bot.store import (
    alerts,
    changes,
    deadlines,
    document_requests,
    follows,
    forum_tallies,
    holds,
    messages,
    offers,
    projects,
    reminders,
    seen,
    sending,
    topics,
    vote_threads,
    votes,
)
from bot.store.base import Store, connect
from bot.store.migrations import steps

NOW = "2026-11-24T08:00:00.000000+00:00"


def first_version(path: Path) -> None:
    """A base as the first step left it, in which a thread is followed and a post was carried."""
    db = connect(path)
    steps.apply(db, stop_before="0002_bridge")
    script = """
    insert into collectives (id, since) values ('10', 'NOW');
    insert into forums (name, url, position) values ('demo', 'https://forum.example', 5);
    insert into topics values
      ('demo', 2, 'Le vote', 'https://forum.example/topic/2', 'PACA', '["nice"]', 'NOW');
    insert into posts values
      ('demo', 5, 2, 'lina', 'NOW', 'https://forum.example/post/5', '<p>Oui</p>');
    insert into follows (collective, channel, forum, topic, after_post, state)
      values ('10', '100', 'demo', 2, 4, 'active'), ('10', '200', 'demo', 2, 4, 'stopped');
    insert into deliveries (kind, channel, cause, facts, due, state, message, planned)
      values ('post', '100', 'post:demo:5', '{"forum": "demo", "post": "5"}', 'NOW', 'sent',
              '777', 'NOW');
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()


async def test_what_was_followed_and_told_is_still_known(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    first_version(path)
    store = Store(path)
    await store.open()
    try:
        [follow] = await store.read(lambda tx: follows.of_collective(tx, CollectiveId("10")))
        post = await store.read(lambda tx: topics.post(tx, PostId("demo", 5)))
        [sent] = await store.read(lambda tx: messages.carrying(tx, "post:demo:5"))
        told = await store.read(lambda tx: messages.told(tx, sent.id))
    finally:
        await store.close()
    assert (follow.scope, follow.key, follow.mode) == (Scope.TOPIC, "2", Mode.THREAD)
    assert (follow.room, follow.after_post, follow.title) == (Room.TEXT, 4, "Le vote")
    assert post is not None
    assert (post.topic.category_name, post.topic.tags) == ("PACA", ("nice",))
    assert (told.place, told.message) == (ChannelId("100"), "777")


async def test_a_copy_is_made_before_anything_changes(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    first_version(path)
    store = Store(path)
    await store.open()
    await store.close()
    copy = connect(tmp_path / "vigie.db.before-0002_bridge")
    assert copy.execute("select count(*) from follows where state = 'active'").fetchone() == (1,)
    assert "topic" in copy["follows"].columns_dict
    copy.close()


async def test_a_city_followed_before_listens_on_to_every_forum(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0007_where_follows_start")
    script = """
    insert into collectives (id, since) values ('10', 'NOW');
    insert into forums (name, url, position) values ('demo', 'https://forum.example', 5);
    insert into follows (collective, channel, room, asked_in, forum, scope, key, title, url, mode,
      after_post, state)
      values ('10', '100', 'text', '100', '', 'city', 'fr:06088', 'Nice', '', 'annonce', 0,
              'active');
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    try:
        [follow] = await store.read(lambda tx: follows.of_forum(tx, "demo"))
    finally:
        await store.close()
    assert (follow.after_post, follow.was_mute) == (0, False)


async def test_what_was_read_before_counts_as_seen(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    first_version(path)
    store = Store(path)
    await store.open()
    try:
        topic = Topic(TopicId("demo", 2), "Le vote", "", 0, (), 1)
        posts = [Post(PostId("demo", n), topic, "lina", datetime.now(UTC), "", "") for n in (4, 6)]
        new = await store.read(lambda tx: seen.unseen(tx, "demo", posts))
    finally:
        await store.close()
    assert [post.id.number for post in new] == [6]


def projects_of_before(path: Path) -> None:
    """A base in which projects were noted before their states and facts had sources apart."""
    db = connect(path)
    steps.apply(db, stop_before="0009_projects_mended")
    script = """
    insert into collectives (id, since) values ('10', 'NOW'), ('70', 'NOW');
    insert into projects (id, root, owner, city, seed, standing, theme, title, supplier, fact,
      challenge, status) values
      (1, null, null, 'fr:06088', 'fr:06088:vsa:Parc : 1', 'known', 'vsa', 'Parc', '', '', '',
       'installed'),
      (2, null, null, 'fr:06088', 'fr:06088:drones:Vols', 'known', 'drones', 'Vols', '', '', '',
       'voted'),
      (3, null, null, 'fr:06088', 'fr:06088:vsa:Autre', 'known', 'vsa', 'Autre', '', '', '',
       'voted'),
      (4, null, '10', 'fr:06088', null, 'dismissed', 'vsa', 'Faux', '', '', 'TA de Nice, 2026',
       'voted');
    insert into project_sources (id, project, label, detail, url, as_of, at) values
      (1, 1, 'presse', '', '', '2022-09', 'NOW'), (2, 1, 'conseil', '', '', '2026-11-20', 'NOW');
    update projects set source = 2 where id = 1;
    insert into project_steps (project, at, after, source, why, corrects) values
      (1, 'NOW', 'installed', 1, '', 0), (4, 'NOW', 'voted', null, '', 0);
    insert into project_offers (project, collective, channel, state, at) values
      (4, '70', '700', 'open', 'NOW'), (4, '70', '700', 'taken', 'NOW');
    insert into changes (noun, key, at, before, after) values
      ('project:challenge', '4', 'NOW', '', 'TA de Nice, 2026');
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()


async def test_projects_noted_before_are_known_on_with_when_their_state_was_seen(
    tmp_path: Path,
) -> None:
    path = tmp_path / "vigie.db"
    projects_of_before(path)
    store = Store(path)
    await store.open()
    try:
        known = await store.read(lambda tx: projects.of_city(tx, CityId("fr:06088")))
        seeds = await store.read(projects.seeded)
        asked = await store.read(lambda tx: offers.of_project(tx, ProjectId(4)))
        noted = await store.read(lambda tx: changes.within(tx, "project", "4"))
    finally:
        await store.close()
    assert [str(one.seen) for one in known] == ["2022-09", "None", "None", "2026-11-24"]
    assert known[0].source is not None
    assert known[0].source.label == "conseil"
    assert known[3].facts.challenge == Challenge("TA de Nice, 2026")
    assert seeds == {"06088:vsa:1": 1, "06088:drones:1": 2, "06088:vsa:2": 3}
    assert [(one.state, one.asks) for one in asked] == [
        (OfferState.OVER, Asks.NOTE),
        (OfferState.TAKEN, Asks.NOTE),
    ]
    assert [one.noun for one in noted] == ["project:court"]


async def test_what_waited_before_reminders_and_silence_still_waits(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0021_reminders")
    script = """
    insert into collectives (id, since) values ('10', 'NOW');
    insert into deliveries (kind, channel, collective, cause, facts, due, state, planned, lane)
      values ('no_threads', '100', '10', 'x', '{"why": "no_right"}', 'NOW', 'planned', 'NOW',
              '100');
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    try:
        now = datetime.fromisoformat(NOW)
        silent = await store.read(holds.silent)
        [[waits]] = await store.read(
            lambda tx: sending.due(tx, now, frozenset(), 10, after="", enough=10)
        )
    finally:
        await store.close()
    assert silent == frozenset()
    assert (waits.channel, waits.braked) == ("100", False)


async def test_reminders_kept_before_alerts_are_still_due(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0023_alerts")
    script = """
    insert into collectives (id, since) values ('10', 'NOW');
    insert into reminders (noun, key, audience, collective, channel, occurs, offset_s, at, due,
                           urgent, state)
      values ('vote', '7', 'channel:10:100', '10', '100', 'NOW', 0, 'NOW', 'NOW', 0, 'pending');
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    try:
        due = await store.read(reminders.earliest)
        held = await store.read(lambda tx: alerts.of(tx, CollectiveId("10"), AlertState))
    finally:
        await store.close()
    assert due == datetime.fromisoformat(NOW)
    assert held == []


async def test_a_vote_proposed_before_is_known_by_its_thread(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0024_restricted")
    script = """
    insert into collectives (id, since) values ('10', 'NOW');
    insert into forums (name, url, position) values ('demo', 'https://forum.example', 5);
    insert into topics (forum, number, title, url, category, category_name, tags, locked, seen,
      words)
      values ('demo', 2, 'Le vote', 'https://forum.example/topic/2', 6, '', '[]', 0, 'NOW', '');
    insert into posts (forum, number, topic, author, posted, url, html, deleted, kept)
      values ('demo', 4, 2, 'lina', 'NOW', 'https://forum.example/post/4', '', 0, 'NOW');
    insert into votes (owner, city, status, day, zone, second, place, number, words, theme, source,
      url, channel, sequence, version)
      values ('10', 'fr:04088', 'rumoured', '2026-12-14', 'Europe/Paris', 0, '', '', 'Le vote', '',
              'Le vote', 'https://forum.example/post/4', '100', 0, 0);
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    try:
        [found] = await store.read(lambda tx: vote_threads.of(tx, TopicId("demo", 2)))
    finally:
        await store.close()
    assert (found.vote.id, found.title) == (1, "Le vote")


async def test_a_vote_of_before_is_kept_and_was_not_said_to_be_published(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0022_deadlines")
    script = """
    insert into collectives (id, since) values ('10', 'NOW');
    insert into votes (id, owner, city, status, day, zone, second, place, number, words, theme,
        source, url, channel, sequence, version)
      values (7, '10', 'fr:04088', 'adopted', '2026-11-20', 'Europe/Paris', 0, '', '', 'caméras',
        '', '', '', '100', 0, 3);
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    try:
        vote = await store.read(lambda tx: votes.get(tx, VoteId(7)))
        opened = await store.read(lambda tx: deadlines.alive_of(tx, CollectiveId("10")))
    finally:
        await store.close()
    assert vote is not None
    assert (vote.item.words, vote.published) == ("caméras", None)
    assert opened == []


async def test_of_a_vote_of_before_nobody_told_when_its_council_was_called(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0035_convoked_and_merged")
    script = """
    insert into collectives (id, since) values ('10', 'NOW');
    insert into votes (id, owner, city, status, day, zone, second, place, number, words, theme,
        source, url, channel, sequence, version)
      values (7, '10', 'fr:04088', 'on_agenda', '2026-12-14', 'Europe/Paris', 0, '', '', 'caméras',
        '', '', '', '100', 0, 3);
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    try:
        vote = await store.read(lambda tx: votes.get(tx, VoteId(7)))
    finally:
        await store.close()
    assert vote is not None
    assert (vote.item.words, vote.convoked, vote.earlier) == ("caméras", None, None)


async def test_calendars_know_the_votes_of_before_by_what_they_knew_them_by(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0027_links")
    script = """
    insert into collectives (id, since) values ('10', 'NOW'), ('70', 'NOW');
    insert into votes (id, root, owner, city, status, day, zone, second, place, number, words,
        theme, source, url, channel, sequence, version)
      values (7, null, '10', 'fr:04088', 'confirmed', '2026-12-14', 'Europe/Paris', 0, '', '',
        'caméras', '', '', '', '100', 2, 3),
        (8, 7, '70', 'fr:04088', 'confirmed', '2026-12-14', 'Europe/Paris', 0, '', '',
        'caméras', '', '', '', '100', 1, 1);
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    try:
        held = [await store.read(lambda tx, id_=id_: votes.get(tx, VoteId(id_))) for id_ in (7, 8)]
    finally:
        await store.close()
    assert [uid(one) for one in held if one] == ["vote-7-fr-04088@vigie"] * 2
    assert [one.sequence for one in held if one] == [2, 1]


async def test_what_was_told_of_a_request_before_is_still_known(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0028_deadlines_seen")
    script = """
    insert into collectives (id, since) values ('10', 'NOW');
    insert into document_requests values
      (1, '10', 'fr:04088', 'convention', 'cada', '2027-03-09', 0, 0, 'Europe/Paris', '100', 3);
    insert into deadlines (owner, city, rule, began, title, due, zone, state, channel, request,
      version) values ('10', 'fr:04088', 'fr.cada.refus_implicite', '2027-02-01', '',
      '2027-03-01', 'Europe/Paris', 'cancelled', '100', 1, 1);
    insert into changes (noun, key, at, by, before, after, why) values
      ('request', '1', 'NOW', '1', null, 'requested', null),
      ('request', '1', 'NOW', null, 'requested', 'refused', 'silence 2027-03-01'),
      ('request', '1', 'NOW', '1', 'refused', 'cada', 'registered 2027-03-09');
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    known = await store.read(lambda tx: document_requests.told(tx, RequestId(1)))
    await store.close()
    assert known == [
        Told(Event.RECEIVED, date(2027, 2, 1)),
        Told(Event.REGISTERED, date(2027, 3, 9)),
    ]


async def test_a_bilan_kept_before_tells_on_what_everybody_reads_and_nothing_else(
    tmp_path: Path,
) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0036_forum_tally_names")
    script = """
    insert into collectives (id, since) values ('10', 'NOW'), ('70', 'NOW');
    insert into campaigns values (1, '10', 'Stop VSA', 'stop vsa'), (2, '10', 'Secret', 'secret');
    insert into tasks (owner, city, title, unit, for_one, zone, status, channel, campaign, hidden)
      values ('10', 'fr:04088', 'écrire', 'letters', 0, 'Europe/Paris', 'open', '100', 1, 0),
        ('10', 'fr:06088', 'sonner', 'visites', 0, 'Europe/Paris', 'open', '200', 2, 2),
        ('70', 'fr:05061', 'tracter', 'tracts', 0, 'Europe/Paris', 'open', '700', null, 0);
    insert into forum_tallies (id, collective, scope, channel, forum, place, act, title, every_s,
      state, due, version) values (1, '10', '-:0', '100', 'demo', 2, 'reply', '', 3600, 'live',
      'NOW', 1);
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    shown = await store.read(lambda tx: forum_tallies.shown(tx, 1))
    await store.close()
    assert shown == {
        Name(Noun.CITY, "fr:04088"),
        Name(Noun.UNIT, "letters"),
        Name(Noun.CAMPAIGN, "Stop VSA"),
    }


async def test_words_that_left_before_are_kept_no_more(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    db = connect(path)
    steps.apply(db, stop_before="0039_words_that_left")
    script = """
    insert into forum_writes (noun, number, cause, collective, forum, act, place, title, markdown,
      state, planned, settled) values
      ('publication', 1, 'a', '10', 'demo', 'reply', 2, '', 'Jeanne', 'failed', 'NOW', 'NOW'),
      ('publication', 2, 'b', '10', 'demo', 'reply', 2, '', 'Lina', 'planned', 'NOW', null);
    """
    db.conn.executescript(script.replace("NOW", NOW))
    db.close()
    store = Store(path)
    await store.open()
    kept = await store.read(
        lambda tx: tx.execute("select markdown from forum_writes order by id").fetchall()
    )
    await store.close()
    assert kept == [("",), ("Lina",)]
