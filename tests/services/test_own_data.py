"""What is held of a person is shown to them whole, and erased from everywhere."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.attending import Coming
from bot.domain.delivery import Cause, Fate, State
from bot.domain.ids import DeadlineId, PersonId, VoteId
from bot.domain.own_data import Subject, Whose
from bot.domain.publishing import Agreed, Publication
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import CouncilVote, VoteStatus
from bot.outbox.beginning import write
from bot.render import own_data as words
from bot.render import votes as vote_words
from bot.render.texts import texts
from bot.services import (
    cities,
    confirming,
    deadlines,
    own_data,
    own_reminders,
    publishing,
    retention,
    vote_sends,
)
from bot.services.own_reminders import Wisher
from bot.services.reminders import Waker
from bot.store import attendances, publications, sending, votes
from bot.store.base import Tx
from bot.store.persons import HOLDINGS, TABLES
from bot.store.sending import Begun
from tests.fakes import NOON
from tests.services import vote_world
from tests.services.own_data_world import (
    DAY,
    HOUR,
    LINOTTES,
    NENUPHAR,
    PRIVATE,
    WHOSE,
    bytes_with,
    everything,
    hits,
)
from tests.services.vote_world import DISCUSSIONS, LINOTTE, MIMOSA
from tests.world import GIROUETTE, World, world

FRENCH = texts("fr")


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        await Waker(made.deps).fire_due()
        await everything(made)
        yield made


def where(w: World) -> list[tuple[str, str, str]]:
    return hits(w.deps.store.path, NENUPHAR.person, PRIVATE)


async def test_what_is_done_leaves_something_of_each_kind(w: World) -> None:
    """A kind that is declared, and that nobody here does: let `everything` do it."""
    found = await own_data.held(w.deps, WHOSE)
    declared = {one.subject for one in HOLDINGS} | {Subject.MENTIONS}
    assert {one.subject for one in found} == declared


async def test_all_that_is_held_is_shown(w: World) -> None:
    shown = str([dict(row) for one in await own_data.held(w.deps, WHOSE) for row in one.rows])
    for table, column, value in where(w):
        assert column == "audience" or str(value) in shown or repr(value) in shown, (table, column)


async def test_nothing_of_the_person_is_left(w: World) -> None:
    assert where(w)
    await own_data.erase(w.deps, WHOSE)
    assert where(w) == []
    assert await own_data.held(w.deps, WHOSE) == []


async def test_nor_in_the_bytes_of_the_file(w: World) -> None:
    folder = w.deps.store.path.parent
    assert bytes_with(folder, NENUPHAR.person, PRIVATE)
    await own_data.erase(w.deps, WHOSE)
    w.clock.advance(600)
    await w.alarms.ring()
    assert bytes_with(folder, NENUPHAR.person, PRIVATE) == []


async def test_the_file_is_written_anew_after_a_stop_too(w: World) -> None:
    await own_data.erase(w.deps, WHOSE)
    w.alarms.set.clear()
    await retention.forget(w.deps)
    assert bytes_with(w.deps.store.path.parent, NENUPHAR.person, PRIVATE) == []


async def test_a_stop_in_the_midst_erases_nothing(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise RuntimeError("stopped")

    before = where(w)
    monkeypatch.setattr(vote_sends, "word_again", stop)
    with pytest.raises(RuntimeError):
        await own_data.erase(w.deps, WHOSE)
    assert where(w) == before


KILLED_IN_THE_MIDST = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.domain.own_data import Whose
from bot.store import own_data
from bot.store.base import Store

async def main():
    store = Store(Path(sys.argv[1]))
    await store.open()
    def work(tx):
        own_data.erase(tx, Whose(*sys.argv[2:]), datetime.now(UTC))
        os.kill(os.getpid(), signal.SIGKILL)
    await store.write(work)

asyncio.run(main())
"""


async def test_killed_in_the_midst_all_is_there_and_can_be_erased_again(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    async with world(tmp_path) as w:
        await Waker(w.deps).fire_due()
        await everything(w)
        before = where(w)
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED_IN_THE_MIDST, str(path), NENUPHAR.person, PRIVATE
    )
    assert await killed.wait() == -signal.SIGKILL
    async with world(tmp_path) as w:
        assert where(w) == before
        await own_data.erase(w.deps, WHOSE)
        assert where(w) == []


async def test_erased_twice_is_erased_once(w: World) -> None:
    first = await own_data.erase(w.deps, WHOSE)
    assert words.erased(first, FRENCH).content.startswith("C’est effacé")
    again = await own_data.erase(w.deps, WHOSE)
    assert words.erased(again, FRENCH).content == "Je ne garde rien sur toi."


async def test_others_keep_what_is_theirs(w: World) -> None:
    linotte = Whose(LINOTTE.person, LINOTTES)
    before = await own_data.held(w.deps, linotte)
    assert Subject.ATTENDANCES in {one.subject for one in before}
    await own_data.erase(w.deps, WHOSE)
    after = await own_data.held(w.deps, linotte)
    assert [(one.subject, len(one.rows)) for one in after] == [
        (one.subject, len(one.rows)) for one in before
    ]


async def test_others_are_not_shown(w: World) -> None:
    found = await own_data.held(w.deps, WHOSE)
    [reported] = [one for one in found if one.subject is Subject.VOTES_REPORTED]
    assert [("confirmer" in row, row["reporter"]) for row in reported.rows] == [
        (False, NENUPHAR.person)
    ] * 2
    assert LINOTTES not in words.as_json(found, WHOSE, NOON, FRENCH)


async def test_nor_is_the_person_named_in_a_channel_any_more(w: World) -> None:
    def naming() -> list[str]:
        return [text for text in w.chat.contents() if f"⏰ <@{NENUPHAR.person}>" in text]

    assert len(naming()) == 1
    await own_data.erase(w.deps, WHOSE)
    await w.settle()
    assert naming() == []
    assert "⏰ Un rappel attendait une personne, qui a effacé ses données." in w.chat.contents()
    assert where(w) == []


async def test_totals_stay(w: World) -> None:
    def coming(tx: Tx) -> int:
        return attendances.counts(tx, VoteId(1))[Coming.YES]

    assert await w.deps.store.read(coming) == 2
    await own_data.erase(w.deps, WHOSE)
    assert await w.deps.store.read(coming) == 2


async def test_two_people_did_look_whoever_they_were(w: World) -> None:
    await own_data.erase(w.deps, Whose(PersonId("99")))
    await own_data.erase(w.deps, WHOSE)
    vote = await vote_world.get(w, VoteId(1))
    assert "vérifié par deux personnes" in vote_words.source(vote, FRENCH)


async def test_a_report_that_waits_is_put_to_the_organisers_alone(w: World) -> None:
    waiting = await reported(w, "reconnaissance faciale")
    await own_data.erase(w.deps, WHOSE)
    await w.settle()
    asked = vote_world.said_in(w, DISCUSSIONS)
    [question] = [one for one in asked if "reconnaissance" in one and "à confirmer" in one]
    assert question.endswith("Aux référent·es de vérifier : rien n’est annoncé avant.")
    with pytest.raises(Refused) as met:
        await vote_world.confirm(w, waiting.id, NENUPHAR)
    assert met.value.reason is Reason.ORGANISERS_ONLY
    with pytest.raises(Refused):
        await vote_world.report(w, NENUPHAR, item="reconnaissance faciale", number="9")
    vote, _ = await confirming.decide(w.deps, GIROUETTE, waiting.id, accept=True, organiser=True)
    assert vote.status is VoteStatus.CONFIRMED


async def reported(w: World, item: str) -> CouncilVote:
    found = await w.deps.store.read(lambda tx: votes.of_owner(tx, NENUPHAR.collective))
    return next(one for one in found if one.item.words == item)


async def test_what_they_wrote_leaves_the_drafts_of_others(w: World) -> None:
    def drafts(tx: Tx) -> list[Publication]:
        return publications.of(tx, MIMOSA.collective, MIMOSA.person)

    [before] = await w.deps.store.read(drafts)
    await own_data.erase(w.deps, WHOSE)
    [after] = await w.deps.store.read(drafts)
    assert (before.text, after.text) == ("Venez !", "")
    assert [(part.text, part.agreed) for part in after.parts] == [("", Agreed.REFUSED)]
    with pytest.raises(Refused):
        await publishing.confirm(w.deps, MIMOSA, after.id, seen=after.version)


async def test_nothing_comes_in_private_any_more(w: World) -> None:
    told = w.chat.contents(PRIVATE)
    assert told
    await own_data.erase(w.deps, WHOSE)
    for _ in range(4):
        w.clock.advance(100 * DAY)
        await w.alarms.ring()
        await w.settle()
    assert w.chat.contents(PRIVATE) == told


async def test_what_was_taken_can_be_taken_by_another(w: World) -> None:
    [taken] = [
        row
        for one in await own_data.held(w.deps, WHOSE)
        if one.subject is Subject.DEADLINES_TAKEN
        for row in one.rows
    ]
    await own_data.erase(w.deps, WHOSE)
    card = await deadlines.take(w.deps, LINOTTE, DeadlineId(taken["id"]), LINOTTES)
    assert card.kept.taker == LINOTTE.person


async def test_an_old_button_never_means_a_new_reminder(w: World) -> None:
    def highest(tx: Tx) -> int:
        return int(tx.execute("select max(id) from reminders").fetchone()[0])

    before = await w.deps.store.read(highest)
    await own_data.erase(w.deps, WHOSE)
    wisher = Wisher(NENUPHAR.person, PRIVATE, None, None, act="99")
    own = await own_reminders.remind(w.deps, wisher, "demain", "tracts")
    assert own.reminder.id > before
    with pytest.raises(Refused):
        await own_reminders.answer(w.deps, NENUPHAR.person, before, own_reminders.Act.DONE)


async def test_what_is_under_way_meanwhile_ends_well(tmp_path: Path) -> None:
    """It was in flight, and the chat refuses it once all is erased."""
    async with world(tmp_path) as w:
        wisher = Wisher(NENUPHAR.person, PRIVATE, None, DISCUSSIONS, act="1")
        await own_reminders.remind(w.deps, wisher, "dans une heure", "tracts")
        waker = Waker(w.deps)
        w.clock.advance(HOUR)
        await waker.fire_due()
        now = w.clock.now()
        [batch] = await w.deps.store.read(
            lambda tx: sending.due(tx, now, frozenset(), 10, after="", enough=10)
        )
        tried = [Begun(one.id, "", PRIVATE) for one in batch]
        await w.deps.store.write(lambda tx: sending.begin(tx, tried, now))
        await own_data.erase(w.deps, WHOSE)
        fates = [Fate(one.id, State.FAILED, Cause.CLOSED) for one in batch]
        await w.deps.store.write(lambda tx: write(tx, fates, now))
        assert await w.states() == {State.FAILED: 1}
        assert where(w) == []


async def test_who_came_is_forgotten_some_time_after_the_sitting(w: World) -> None:
    def answered(tx: Tx) -> list[str]:
        rows = tx.execute("select person from attendances order by at")
        return [person for (person,) in rows]

    await w.settle()
    w.clock.advance(40 * DAY)
    await w.alarms.ring()
    await retention.forget(w.deps)
    assert NENUPHAR.person in await w.deps.store.read(answered)
    w.clock.advance(90 * DAY)
    await retention.forget(w.deps)
    found = await w.deps.store.read(answered)
    assert len(found) == 2
    assert not {NENUPHAR.person, LINOTTE.person} & set(found)


@pytest.mark.parametrize(
    ("locale", "says"), [("fr", "Villes suivies (1)"), ("en-GB", "Cities followed (1)")]
)
async def test_the_text_is_in_the_words_of_people(w: World, locale: str, says: str) -> None:
    found = await own_data.held(w.deps, WHOSE)
    name = cities.namer(w.deps)
    zone = ZoneInfo("Europe/Paris")
    message = words.exported(found, WHOSE, name, w.clock.now(), zone, texts(locale))
    written, data = (one.data.decode() for one in message.files[:2])
    assert [one.name for one in message.files[2:]] == ["photo-1.jpg"]
    assert says in written
    assert "Nice (Alpes-Maritimes)" in written
    assert f"\n- {NENUPHAR.person}\n" not in written
    assert "{" not in written
    assert "« " not in written or locale == "fr"
    kept = json.loads(data)
    assert kept["person"] == NENUPHAR.person
    tables = {name for name in TABLES if "_" in name}
    assert not [name for name in tables if name in written or name in data]
    assert len(message.content) < 2000


async def test_the_question_says_what_goes_and_what_stays(w: World) -> None:
    asked = words.asks(await own_data.held(w.deps, WHOSE), FRENCH).content
    goes, stays, public = (line for line in asked.splitlines() if line.startswith("**"))
    assert "villes suivies (1)" in goes
    assert "votes signalés (2)" in stays
    assert "1 texte" in public
    assert "Tes rappels s’arrêtent." in asked
    assert "30 jours" in asked
    assert len(asked) < 1200  # to somebody who did all that can be done


async def test_the_log_says_that_it_was_done_and_not_of_whom(
    w: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        await own_data.erase(w.deps, WHOSE)
        await own_data.scrub(w.deps)
    assert "own_data.erased rows=" in caplog.text
    assert NENUPHAR.person not in caplog.text
    assert PRIVATE not in caplog.text


async def test_what_was_counted_stays_counted_and_loses_who_did_by_itself(w: World) -> None:
    def counted(tx: Tx) -> list[tuple[object, ...]]:
        rows = tx.execute("select person, amount from contributions order by id")
        return [tuple(row) for row in rows]

    await own_data.erase(w.deps, WHOSE)
    rows = await w.deps.store.read(counted)
    assert rows == [(None, 5), (LINOTTE.person, 7), (None, -1)]
    w.clock.advance(200 * DAY)
    await retention.forget(w.deps)
    assert await w.deps.store.read(counted) == [(None, 5), (None, 7), (None, -1)]
