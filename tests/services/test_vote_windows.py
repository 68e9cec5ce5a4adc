"""Once a vote may not be challenged any more, organisers are asked whether it was."""

from __future__ import annotations

import pytest

from bot.domain.refusals import Reason, Refused
from bot.domain.votes import CouncilVote, Tally, VoteStatus
from bot.ports.chat import Amend, Say
from bot.services import recounting, vote_changes
from bot.services.reminders import Waker
from bot.store import deadlines, reminders
from bot.store.base import Tx
from tests.services.vote_world import after, announced, get, said_in, value
from tests.world import COLLECTIVE, GIROUETTE, World

S = VoteStatus
ASKED = "⏰ Forcalquier, vote du lundi 14 décembre : le délai de recours est passé"


def asked(w: World) -> list[str]:
    return [one for one in said_in(w) if one.startswith(ASKED)]


async def published(w: World, waker: Waker, day: str = "16/12/2026") -> CouncilVote:
    """Noon of 18 December, UTC."""
    vote = await announced(w)
    await after(w, waker, days=24)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, Tally(21, 6))
    await to(w, vote, S.PUBLISHED, day=day)
    return vote


async def to(w: World, vote: CouncilVote, status: S, **more: str) -> None:
    await vote_changes.step(w.deps, GIROUETTE, await value(w, vote.id), status, **more)


async def end(w: World, vote: CouncilVote, *, challenged: bool) -> CouncilVote:
    said = await value(w, vote.id)
    _, made = await vote_changes.end_window(w.deps, GIROUETTE, said, challenged=challenged)
    await w.settle()
    return made


async def alive(w: World) -> set[str]:
    found = await w.deps.store.read(lambda tx: deadlines.alive_of(tx, COLLECTIVE))
    return {one.basis.rule for one in found}


async def test_the_morning_after_the_last_day_it_is_asked_once(w: World, waker: Waker) -> None:
    await published(w, waker)
    await after(w, waker, days=61)  # 17 February, the last day
    assert asked(w) == []
    await after(w, waker, hours=20)  # 9h, the next
    [said] = asked(w)
    assert said == (
        f"{ASKED}\n"
        "**Quoi** point 12, caméras fixes et mobiles\n"
        "Il a fini le mercredi 17 février 2027. "
        "Un recours est-il connu ? Aux référent·es de le dire."
    )
    [sent] = [
        one
        for one in w.chat.attempts
        if isinstance(one, Say) and "délai de recours est passé" in one.message.content
    ]
    assert [one.label for one in sent.message.buttons] == [
        "Aucun recours connu",
        "Recours au tribunal",
    ]
    await after(w, waker, days=3)
    assert len(asked(w)) == 1


async def test_where_nobody_challenged_it_it_is_final_and_nothing_is_due(
    w: World, waker: Waker
) -> None:
    vote = await published(w, waker)
    await after(w, waker, days=63)
    made = await end(w, vote, challenged=False)
    assert made.status is S.FINAL
    assert not await alive(w) & {"fr.rep.deliberation", "fr.gracieux.depot"}
    assert asked(w) == []
    assert "🗳️ Forcalquier, lundi 14 décembre : définitif" in [
        one.splitlines()[0] for one in said_in(w)
    ]


async def test_where_somebody_did_it_is_before_the_court(w: World, waker: Waker) -> None:
    vote = await published(w, waker)
    await after(w, waker, days=63)
    assert (await end(w, vote, challenged=True)).status is S.CHALLENGED
    assert not await alive(w) & {"fr.rep.deliberation", "fr.gracieux.depot"}


async def test_nothing_is_final_while_it_may_be_challenged(w: World, waker: Waker) -> None:
    vote = await published(w, waker)
    await after(w, waker, days=10)
    with pytest.raises(Refused) as met:
        await end(w, vote, challenged=False)
    assert met.value.reason is Reason.VOTE_WINDOW_OPEN


async def test_who_told_of_a_challenge_in_time_is_not_asked(w: World, waker: Waker) -> None:
    vote = await published(w, waker)
    await to(w, vote, S.CHALLENGEABLE)
    await to(w, vote, S.CHALLENGED)
    await after(w, waker, days=63)
    assert asked(w) == []
    assert (await get(w, vote.id)).status is S.CHALLENGED


async def test_another_day_of_publication_is_another_end(w: World, waker: Waker) -> None:
    vote = await published(w, waker)
    await to(w, vote, S.PUBLISHED, day="18/12/2026")
    await after(w, waker, days=62, hours=12)
    assert asked(w) == []
    await after(w, waker, days=2)
    assert len(asked(w)) == 1


async def test_a_window_counted_from_the_sitting_asks_for_the_day_of_publication_too(
    w: World, waker: Waker
) -> None:
    await published(w, waker, day="")
    await after(w, waker, days=62)
    [said] = asked(w)
    assert "Compté depuis la séance, il a fini le lundi 15 février 2027." in said


async def test_a_publication_that_is_told_too_late_is_asked_about_at_once(
    w: World, waker: Waker
) -> None:
    vote = await announced(w)
    await after(w, waker, days=120)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, Tally())
    await to(w, vote, S.PUBLISHED, day="16/12/2026")
    await after(w, waker, minutes=1)
    assert len(asked(w)) == 1
    await to(w, vote, S.CHALLENGEABLE)
    await after(w, waker, minutes=1)
    assert len(asked(w)) == 1


async def test_a_window_that_an_older_vigie_opened_is_asked_about_too(
    w: World, waker: Waker
) -> None:
    await published(w, waker)

    def forget(tx: Tx) -> None:
        tx.execute("delete from reminders where noun = 'window'")

    await w.deps.store.write(forget)
    assert await w.deps.store.read(reminders.earliest)
    await recounting.recount(w.deps)
    await after(w, waker, days=63)
    assert len(asked(w)) == 1


async def test_a_question_asked_too_early_says_when_the_window_ends(w: World, waker: Waker) -> None:
    vote = await published(w, waker)
    await after(w, waker, days=62)
    assert len(asked(w)) == 1
    await vote_changes.publish(w.deps, GIROUETTE, await value(w, vote.id), "30/12/2026")
    await w.settle()
    assert asked(w) == []
    moved = "✏️ Forcalquier, vote du lundi 14 décembre : autre fin du délai de recours"
    [said] = [one for one in said_in(w) if one.startswith(moved)]
    assert "Le délai finit le lundi 1er mars 2027 : la question revient le lendemain." in said
    await after(w, waker, days=20)
    assert len(asked(w)) == 1
    assert [one for one in said_in(w) if one.startswith(moved)] == [said]


def labels(w: World, head: str) -> list[str]:
    """Of the buttons below the message with this headline, as it stands now."""
    shown = [
        one.message
        for one in w.chat.attempts
        if isinstance(one, Say | Amend) and plain(one.message.content).startswith(head)
    ]
    return [one.label for one in shown[-1].buttons]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2019", "'")


async def test_what_was_told_asks_for_nothing_once_it_is_answered(w: World, waker: Waker) -> None:
    vote = await published(w, waker)
    await w.settle()
    [result] = [plain(one) for one in said_in(w) if ": adopté, 21 pour, 6 contre" in one]
    assert "au plus tard le lundi 21 décembre 2026" in result
    assert labels(w, result.splitlines()[0]) == []
    await after(w, waker, days=63)
    told = [plain(one).splitlines()[0] for one in said_in(w)]
    [head] = {one for one in told if one.startswith("⏰ C'était") and "recours" in one}
    assert labels(w, head) != []
    await end(w, vote, challenged=False)
    assert labels(w, head) == []
