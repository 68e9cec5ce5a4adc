"""The town hall is asked to reconsider: it answers, or does not, and the court is next."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.votes import CouncilVote, Tally, VoteStatus
from bot.ports.chat import Say
from bot.services import legal, vote_changes
from bot.services.reminders import Waker
from bot.store import deadlines
from tests.services.vote_world import after, announced, get, said_in, value
from tests.world import COLLECTIVE, GIROUETTE, World

S = VoteStatus
UNANSWERED = "⏰ Forcalquier, vote du lundi 14 décembre : recours gracieux sans réponse"


async def to(w: World, vote: CouncilVote, status: S, **more: str) -> None:
    await vote_changes.step(w.deps, GIROUETTE, await value(w, vote.id), status, **more)
    await w.settle()


async def alive(w: World) -> dict[str, date]:
    """Beside the list of deliberations, of which nobody said that it is published."""
    found = await w.deps.store.read(lambda tx: deadlines.alive_of(tx, COLLECTIVE))
    return {one.basis.rule: one.due for one in found if one.basis.rule != legal.LIST}


def labels(w: World, start: str) -> list[str]:
    """Of the buttons below the latest message that begins so."""
    found = [one for one in w.chat.attempts if isinstance(one, Say)]
    sent = [one for one in found if one.message.content.startswith(start)][-1]
    return [one.label.replace("\u2019", "'") for one in sent.message.buttons]


@pytest.fixture
async def appealed(w: World, waker: Waker) -> CouncilVote:
    """Published on 16 December, open until 17 February; the appeal came on 16 January, told on the
    17th at noon."""
    vote = await announced(w)
    await after(w, waker, days=24)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, Tally(21, 6))
    await to(w, vote, S.PUBLISHED, day="16/12/2026")
    await to(w, vote, S.CHALLENGEABLE)
    await after(w, waker, days=30)
    await to(w, vote, S.GRACIEUX, day="16/01/2027")
    return vote


async def test_what_an_appeal_prolongs_is_not_reminded_of(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    assert await alive(w) == {"fr.gracieux.refus_implicite": date(2027, 3, 16)}
    [said] = [one for one in said_in(w) if "prolongé" in one]
    assert said == (
        "✏️ Forcalquier, délai de recours prolongé par le recours gracieux\n"
        "**Quoi** Recours contre une délibération (caméras fixes et mobiles)\n"
        "**Et aussi** Recours gracieux, dépôt\n"
        "Avant : ~~mercredi 17 février 2027~~. "
        "Il repartira de la réponse de la mairie, ou de son silence."
    )
    before = len(said_in(w))
    await after(w, waker, days=32)
    assert said_in(w)[before:] == []


async def test_an_appeal_of_an_unknown_day_prolongs_nothing_that_can_be_counted(
    w: World, waker: Waker
) -> None:
    vote = await announced(w)
    await after(w, waker, days=24)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, Tally(21, 6))
    await to(w, vote, S.PUBLISHED, day="16/12/2026")
    await to(w, vote, S.CHALLENGEABLE)
    await to(w, vote, S.GRACIEUX)
    assert "fr.rep.deliberation" in await alive(w)


async def test_the_morning_after_the_silence_the_court_is_open_and_the_next_step_offered(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    await after(w, waker, days=58, hours=18)  # 17 March at 6h
    assert (await get(w, appealed.id)).status is S.GRACIEUX
    await after(w, waker, hours=4)
    assert (await get(w, appealed.id)).status is S.CHALLENGEABLE
    assert await alive(w) == {"fr.gracieux.tribunal": date(2027, 5, 18)}
    [said] = [one for one in said_in(w) if one.startswith(UNANSWERED)]
    assert said.replace("\u2019", "'") == (
        f"{UNANSWERED}\n"
        "**Quoi** point 12, caméras fixes et mobiles\n"
        "Pas de réponse : c'est un refus (mardi 16 mars 2027).\n"
        "Tribunal après recours gracieux : au plus tard le mardi 18 mai 2027\n"
        "-# Calcul d'information, pas un conseil juridique : faites vérifier la date.\n"
        "Une réponse est venue, ou le tribunal est saisi ? Aux référent·es de le dire."
    )
    assert labels(w, "⏰ Forcalquier, vote du") == [
        "Recours au tribunal",
        "Refus reçu",
        "Retirée par la mairie",
    ]


async def test_the_way_to_the_court_is_reminded_of(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    await after(w, waker, days=60)
    before = len(said_in(w))
    for _ in range(61):
        await after(w, waker, days=1)
    told = [one.splitlines()[0] for one in said_in(w)[before:]]
    assert len(told) >= 4
    assert all("tribunal" in one for one in told)


async def test_until_it_answers_its_answer_is_asked_for(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    await after(w, waker, days=51, hours=23)  # 7 days before
    assert labels(w, "⏰ Forcalquier") == [
        "Refus reçu",
        "Retirée par la mairie",
        "Je m'en charge",
    ]


async def test_a_refusal_opens_the_way_to_the_court_from_its_day(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    await after(w, waker, days=20)
    await to(w, appealed, S.CHALLENGEABLE, day="01/02/2027")
    assert await alive(w) == {"fr.gracieux.tribunal": date(2027, 4, 2)}
    await after(w, waker, days=60)
    assert not [one for one in said_in(w) if one.startswith(UNANSWERED)]


async def test_a_refusal_told_after_the_silence_moves_the_window(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    await after(w, waker, days=63)  # 21 March
    await to(w, appealed, S.CHALLENGEABLE, day="18/03/2027")
    assert await alive(w) == {"fr.gracieux.tribunal": date(2027, 5, 19)}
    assert not [one for one in said_in(w) if one.startswith(UNANSWERED)]


async def test_what_is_taken_back_is_over_before_the_silence_and_after(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    await after(w, waker, days=60)
    said = await value(w, appealed.id)
    _, made = await vote_changes.repeal(w.deps, GIROUETTE, said)
    await w.settle()
    assert made.status is S.REPEALED
    assert await alive(w) == {}
    assert not [one for one in said_in(w) if one.startswith(UNANSWERED)]


async def test_nobody_waits_for_an_answer_that_came(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    said = await value(w, appealed.id)
    await vote_changes.repeal(w.deps, GIROUETTE, said)
    await w.settle()
    assert await alive(w) == {}
    before = len(said_in(w))
    await after(w, waker, days=130)
    assert said_in(w)[before:] == []


async def test_after_a_long_sleep_only_the_end_of_the_window_is_asked_about(
    w: World, waker: Waker, appealed: CouncilVote
) -> None:
    before = len(said_in(w))
    await after(w, waker, days=160)
    assert (await get(w, appealed.id)).status is S.CHALLENGEABLE
    told = [one.splitlines()[0] for one in said_in(w)[before:]]
    assert not [one for one in told if one.startswith(UNANSWERED)]
    assert "⏰ Forcalquier, vote du lundi 14 décembre : le délai de recours est passé" in told
