"""Photos of votes: cleaned before they are kept, shown to who confirms, forgotten in time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.domain.ids import VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import VoteStatus
from bot.ports.chat import Amend, Message, Say
from bot.services import confirming, evidence, known_votes, photos, reporting
from bot.services.asking import Asker
from bot.services.photos import LARGEST, Cleaner, Handed, Photo
from bot.services.reporting import Came, Reported
from bot.services.retention import forget
from tests.services.vote_world import (
    LINOTTE,
    MIMOSA,
    OTHERS,
    SAID,
    confirm,
    sends,
    value,
)
from tests.world import GIROUETTE, World

DAY_S = 86_400.0
POSTER, OTHER = Photo(b"\xff\xd8poster"), Photo(b"\xff\xd8other")


def picture(kind: str = "JPEG", side: int = 40) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (side, side), "green").save(buffer, kind)
    return buffer.getvalue()


def handed(data: bytes | None, size: int | None = None) -> Handed:
    async def fetch() -> bytes | None:
        return data

    return Handed(len(data or b"") if size is None else size, fetch)


async def refused(work: Awaitable[object]) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


# cleaning


async def test_a_photo_comes_out_of_its_process_clean() -> None:
    photo = await Cleaner().photo(handed(picture("PNG")))
    assert Image.open(BytesIO(photo)).format == "JPEG"


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (handed(b"<svg/>"), Reason.NOT_A_PHOTO),
        (handed(b""), Reason.NOT_A_PHOTO),
        (handed(picture()[:-200]), Reason.NOT_A_PHOTO),
        (handed(None), Reason.PHOTO_LOST),
        (handed(b"x" * (LARGEST + 1), size=10), Reason.PHOTO_TOO_LARGE),
        (handed(picture("PNG", 4_100)), Reason.PHOTO_TOO_LARGE),
    ],
)
async def test_what_cannot_be_kept_is_refused_with_its_reason(one: Handed, reason: Reason) -> None:
    assert await refused(Cleaner().photo(one)) is reason


async def test_a_file_that_says_it_is_too_heavy_is_not_fetched() -> None:
    async def fetch() -> bytes | None:
        raise AssertionError

    assert await refused(Cleaner().photo(Handed(LARGEST + 1, fetch))) is Reason.PHOTO_TOO_LARGE


@pytest.mark.parametrize("script", ["import os; os.abort()", "import time; time.sleep(60)"])
async def test_a_process_that_dies_or_hangs_costs_the_photo_alone(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaner = tmp_path / "cleaner.py"
    cleaner.write_text(script)
    monkeypatch.setattr(photos, "_CLEANER", cleaner)
    monkeypatch.setattr(photos, "_PATIENCE_S", 1.0)
    assert await refused(Cleaner().photo(handed(picture()))) is Reason.NOT_A_PHOTO


async def test_two_photos_at_once_are_cleaned_one_after_the_other() -> None:
    cleaner = Cleaner()
    both = await asyncio.gather(*(cleaner.photo(handed(picture(side=side))) for side in (30, 50)))
    assert [Image.open(BytesIO(one)).width for one in both] == [30, 50]


# keeping


async def reported(
    w: World, photo: Photo | None = POSTER, asker: Asker = MIMOSA, **said: Any
) -> Reported:
    return await reporting.report(w.deps, asker, replace(SAID, **said), photo=photo)


async def seen(w: World, id_: VoteId, asker: Asker = GIROUETTE, *, organiser: bool = True) -> Any:
    _, found = await evidence.shown(w.deps, asker, id_, organiser=organiser)
    return found


def labels(message: Message) -> list[str]:
    return [one.label for one in message.buttons]


async def test_a_photo_is_kept_with_its_report_and_offered_to_who_confirms(w: World) -> None:
    done = await reported(w)
    assert done.kept
    assert await seen(w, done.vote.id, LINOTTE, organiser=False) == [POSTER]
    await w.settle()
    for asked in sends(w, "🗳️ Vote signalé"):
        assert labels(asked.message) == ["Confirmer", "Corriger", "Écarter", "Voir la photo"]
        assert asked.message.files == ()


async def test_a_report_with_a_photo_alone_is_no_rumour(w: World) -> None:
    vote = (await reported(w, source="")).vote
    assert (vote.status, vote.source) == (VoteStatus.REPORTED, "photo")
    without = await reported(w, None, source="", item="Achat de drones", number="14")
    assert (without.vote.status, without.kept) == (VoteStatus.RUMOURED, False)


async def test_a_link_stays_the_source_beside_a_photo(w: World) -> None:
    assert (await reported(w)).vote.url == "https://mairie.example/odj.pdf"


async def test_nothing_that_all_may_read_shows_the_photo(w: World) -> None:
    done = await reported(w)
    await confirm(w, done.vote.id)
    await w.settle()
    everything = [one.message for one in w.chat.attempts if isinstance(one, Say | Amend)]
    assert everything
    assert all(file.data != POSTER for one in everything for file in one.files)
    assert "Voir la photo" not in labels(everything[-1])


async def test_once_decided_the_photo_is_for_organisers(w: World) -> None:
    done = await reported(w)
    await confirm(w, done.vote.id)
    hidden = seen(w, done.vote.id, LINOTTE, organiser=False)
    assert await refused(hidden) is Reason.ORGANISERS_ONLY
    assert await seen(w, done.vote.id) == [POSTER]
    _, found = await evidence.of(w.deps, GIROUETTE, await value(w, done.vote.id))
    assert found == [POSTER]


async def test_another_collective_sees_none(w: World) -> None:
    done = await reported(w)
    assert await refused(seen(w, done.vote.id, OTHERS)) is Reason.NO_VOTE


async def test_a_vote_without_photo_says_so(w: World) -> None:
    done = await reported(w, None)
    assert await refused(seen(w, done.vote.id)) is Reason.NO_PHOTO


async def test_a_photo_given_later_joins_the_vote_and_its_question(w: World) -> None:
    first = await reported(w, None)
    await w.settle()
    again = await reported(w, POSTER)
    assert (again.came, again.kept, again.vote.id) == (Came.KNOWN, True, first.vote.id)
    await w.settle()
    amended = [one for one in w.chat.attempts if isinstance(one, Amend)]
    assert "Voir la photo" in labels(amended[-1].message)
    await reported(w, OTHER)
    await w.settle()
    amended = [one for one in w.chat.attempts if isinstance(one, Amend)]
    assert "Voir les 2 photos" in labels(amended[-1].message)


async def test_a_photo_that_joins_a_rumour_is_its_source(w: World) -> None:
    rumour = await reported(w, None, source="")
    assert rumour.vote.status is VoteStatus.RUMOURED
    again = await reported(w, POSTER, source="")
    assert (again.came, again.vote.id) == (Came.COMPLETED, rumour.vote.id)
    assert (again.vote.status, again.vote.source) == (VoteStatus.REPORTED, "photo")


async def test_a_photo_that_joins_is_a_source_beside_the_first(w: World) -> None:
    first = await reported(w, None)
    await w.settle()
    await reported(w, POSTER, source="")
    await reported(w, OTHER, source="")
    await w.settle()
    amended = [one.message.content for one in w.chat.attempts if isinstance(one, Amend)]
    [line] = [one for one in amended[-1].splitlines() if one.startswith("**Source**")]
    assert line.endswith(", et 2 photos")
    assert "odj.pdf" in line
    found = await known_votes.history(w.deps, GIROUETTE.collective, await value(w, first.vote.id))
    assert [(one.noun, one.after) for one in found.rows] == [("vote:also", "photo")]


async def test_who_confirms_by_reporting_adds_a_photo_too(w: World) -> None:
    first = await reported(w)
    done = await reported(w, OTHER, LINOTTE)
    assert (done.came, done.kept) == (Came.CONFIRMED, True)
    assert await seen(w, first.vote.id) == [POSTER, OTHER]


async def test_the_same_photo_is_kept_once_and_four_at_most(w: World) -> None:
    vote = (await reported(w)).vote
    assert (await reported(w)).kept
    assert await seen(w, vote.id) == [POSTER]
    kept = [(await reported(w, Photo(b"\xff\xd8%d" % n))).kept for n in range(5)]
    assert kept == [True, True, True, False, False]
    assert len(await seen(w, vote.id)) == evidence.MOST


async def test_a_report_that_the_chat_hands_over_twice_keeps_its_photo_once(w: World) -> None:
    asker = replace(MIMOSA, act="77")
    done = [await reported(w, POSTER, asker) for _ in range(2)]
    assert [one.kept for one in done] == [True, True]
    assert await seen(w, done[0].vote.id) == [POSTER]


# forgetting


async def test_a_photo_is_erased_ninety_days_after_the_sitting(w: World) -> None:
    done = await reported(w)
    w.clock.advance((20 + 90) * DAY_S)
    await forget(w.deps)
    assert await seen(w, done.vote.id) == [POSTER]
    w.clock.advance(DAY_S)
    await forget(w.deps)
    assert await refused(seen(w, done.vote.id)) is Reason.NO_PHOTO


async def test_the_photo_of_a_dropped_report_is_erased_the_next_day(w: World) -> None:
    done = await reported(w)
    await confirming.decide(w.deps, GIROUETTE, done.vote.id, accept=False, organiser=True)
    await forget(w.deps)
    assert await refused(seen(w, done.vote.id)) is Reason.NO_PHOTO
