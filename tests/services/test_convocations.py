"""The day on which a council was called: kept with the vote, and judged by the rule."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.domain.refusals import Reason, Refused
from bot.domain.votes import CouncilVote, VoteStatus
from bot.ports.chat import Amend, Say
from bot.render import convocations as words
from bot.render import vote_lists
from bot.render.texts import texts
from bot.services import convocations, known_votes, legal, vote_changes
from tests.services.vote_world import announced, follow, get, value
from tests.world import COLLECTIVE, GIROUETTE, World, world

S = VoteStatus


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        await follow(made)
        made.clock.advance(16 * 24 * 3600)  # to noon of 10 December, UTC
        yield made


async def convoked(w: World, vote: CouncilVote, day: str) -> CouncilVote:
    said = await value(w, vote.id)
    _, after = await vote_changes.step(w.deps, GIROUETTE, said, S.ON_AGENDA, day=day)
    await w.settle()
    return after


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def announcement(w: World) -> list[str]:
    """The lines of the vote's announcement as they stand now."""
    told = [one.message for one in w.chat.attempts if isinstance(one, Say | Amend)]
    [*_, last] = [embed.text for one in told for embed in one.embeds]
    return plain(last).splitlines()


async def history(w: World, vote: CouncilVote) -> list[str]:
    found = await known_votes.history(w.deps, COLLECTIVE, await value(w, vote.id))
    commune = vote_changes.commune_of(w.deps, found.vote)
    says, zone = texts("fr"), found.vote.sitting.zone
    told = vote_lists.history(
        found.vote,
        found.steps,
        found.rows,
        commune,
        says,
        zone,
        names=False,
        named=lambda _: None,
    )
    return plain(told.content).splitlines()


async def test_the_day_of_sending_stays_with_the_vote_and_its_announcement_says_in_time(
    w: World,
) -> None:
    vote = await announced(w)
    await convoked(w, vote, "8 décembre")
    assert (await get(w, vote.id)).convoked == date(2026, 12, 8)
    assert announcement(w)[-1] == "**Convocation** envoyée à temps, le mardi 8 décembre 2026"


async def test_a_correction_replaces_the_day_and_the_history_has_both(w: World) -> None:
    vote = await announced(w)
    await convoked(w, vote, "mardi dernier")
    await convoked(w, vote, "hier")
    assert (await get(w, vote.id)).convoked == date(2026, 12, 9)
    assert announcement(w)[-1] == (
        "**Convocation** ⚠️ envoyée trop tard, le mercredi 9 décembre 2026 : c'était au plus tard "
        "le mardi 8 décembre 2026"
    )
    rows = [one for one in await history(w, vote) if "convocation envoyée" in one]
    assert [one.partition(", ")[2] for one in rows] == [
        "convocation envoyée le mardi 8 décembre 2026",
        "convocation envoyée le mercredi 9 décembre 2026, au lieu du mardi 8 décembre 2026",
    ]


async def test_the_verdict_comes_with_how_the_rule_counts(w: World) -> None:
    vote = await convoked(w, await announced(w), "9 décembre")
    counted, always = await convocations.of(w.deps, vote), (await legal.pack()).always
    assert counted is not None
    lines = [plain(one) for one in words.told(vote.convoked, counted, always, texts("fr"))]
    assert lines[:5] == [
        "**Convocation** ⚠️ envoyée trop tard, le mercredi 9 décembre 2026 : c'était au plus tard "
        "le mardi 8 décembre 2026",
        "1. Séance : lundi 14 décembre 2026 (ce jour ne compte pas).",
        "2. Population : 5 222, au moins 3 500 habitant·es.",
        "3. 5 jours pleins avant : du mercredi 9 au dimanche 13 décembre 2026, week-end compris.",
        "4. La convocation doit partir au plus tard le mardi 8 décembre 2026.",
    ]
    assert "C'est la date d'envoi qui compte" in lines[-1]


@pytest.mark.parametrize("day", ["14 décembre 2026", "demain", "15/12/2026"])
async def test_a_day_to_come_or_after_the_sitting_is_refused(w: World, day: str) -> None:
    vote = await announced(w)
    with pytest.raises(Refused) as met:
        await convoked(w, vote, day)
    assert met.value.reason is Reason.VOTE_CONVOKED


async def test_another_sitting_has_a_notice_of_its_own(w: World) -> None:
    vote = await announced(w)
    await convoked(w, vote, "8 décembre")
    said = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
    assert (await get(w, vote.id)).convoked is None


async def test_another_hour_of_the_same_day_keeps_its_notice(w: World) -> None:
    vote = await announced(w)
    await convoked(w, vote, "8 décembre")
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), "14 décembre à 19h")
    assert (await get(w, vote.id)).convoked == date(2026, 12, 8)


async def test_a_state_that_was_an_error_takes_its_day_along(w: World) -> None:
    vote = await announced(w)
    await convoked(w, vote, "8 décembre")
    said = await value(w, vote.id)
    await vote_changes.step(
        w.deps, GIROUETTE, said, S.CONFIRMED, why="une autre séance", corrects=True
    )
    assert (await get(w, vote.id)).convoked is None
