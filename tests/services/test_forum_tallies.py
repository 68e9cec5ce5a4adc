"""One post of a forum shows a tally: changed when it changes, and never over what others did."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Set
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.bilan_names import Name
from bot.domain.forum_tallies import ForumTally, Outcome, TallyState
from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.ids import CollectiveId
from bot.domain.publishing import Where
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Say
from bot.ports.forum import Denied, Doubtful, Queued, Trouble
from bot.services import forum_tallies
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.forum_tallies import Keeper, TallyAct, Told
from bot.services.forum_writing import Scribe
from bot.store.base import Tx
from tests.fakes import FakeClock
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World, world

ASKER = Asker(GIROUETTE.person, ANNOUNCEMENTS, COLLECTIVE)
HOUR = 3600
ALL = "-:0"
LOST = "fr:99999:0"  # a city that the registry lost
PATIENCE_S = 10


async def eventually_written(desk: Desk) -> None:
    """Returns once the tally knows its post."""
    async with asyncio.timeout(PATIENCE_S):
        while (await desk.get()).post is None:
            await asyncio.sleep(0)


@dataclass
class Desk:
    w: World
    scribe: Scribe
    keeper: Keeper
    counts: dict[str, str | None] = field(default_factory=lambda: {ALL: "12 lettres sur 50"})

    async def start(self, scope: str = ALL) -> ForumTally:
        where = Where(self.w.forum.name, WriteAct.REPLY, 2)
        return await forum_tallies.start(self.w.deps, ASKER, scope, where)

    async def settle(self, seconds: float = 0) -> None:
        """Let everything happen that is due after so long."""
        self.w.clock.advance(seconds)
        await self.keeper.refresh()
        await self.scribe.write_due()
        await self.w.settle()

    async def get(self) -> ForumTally:
        return (await forum_tallies.listed(self.w.deps, COLLECTIVE))[0]

    async def answer(self, tally: ForumTally, act: TallyAct) -> Outcome:
        """As the button of a question about this version does."""
        _, outcome = await forum_tallies.answer(
            self.w.deps, ASKER, tally.id, act, seen=tally.version
        )
        return outcome

    def writes(self) -> list[str]:
        return [f"{act}: {text}" for act, _, text in self.w.forum.written]

    def public(self) -> list[str]:
        forum = self.w.forum
        shown = [post for post in forum.posts if post.own and not post.deleted]
        return [forum.sources[post.id.number] for post in shown]

    def told(self) -> str:
        return " | ".join(self.w.chat.contents(ANNOUNCEMENTS)).replace("\u202f", " ")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with world(tmp_path) as w:
        w.forum.clock = w.clock
        w.forum.write(5)
        made: Desk

        def worded(_: Tx, __: Deps, tally: ForumTally, ___: Set[Name]) -> Told:
            return Told(made.counts.get(tally.scope) or "")

        made = Desk(w, Scribe(w.deps), Keeper(w.deps, worded))
        yield made


async def test_a_tally_is_published_once_and_its_link_told(desk: Desk) -> None:
    await desk.start()
    await desk.settle()
    await desk.settle(HOUR)
    assert desk.writes() == ["reply: 12 lettres sur 50"]
    assert "💬 Le bilan est sur le forum" in desk.told()
    assert (await desk.get()).url in desk.told()


async def test_it_changes_only_when_the_words_do_and_at_most_once_an_interval(desk: Desk) -> None:
    await desk.start()
    await desk.settle()
    for count in range(13, 19):
        desk.counts[ALL] = f"{count} lettres sur 50"
        await desk.settle(HOUR / 6)
    assert desk.writes() == ["reply: 12 lettres sur 50", "edit: 18 lettres sur 50"]
    await desk.settle(24 * HOUR)
    assert len(desk.writes()) == 2


async def test_an_interval_that_a_forum_would_mind_is_refused(desk: Desk) -> None:
    where = Where(desk.w.forum.name, WriteAct.REPLY, 2)
    with pytest.raises(Refused) as often:
        await forum_tallies.start(desk.w.deps, ASKER, ALL, where, every=timedelta(minutes=1))
    assert often.value.reason is Reason.FORUM_TALLY_OFTEN


async def test_the_same_tally_is_kept_up_to_date_once(desk: Desk) -> None:
    await desk.start()
    with pytest.raises(Refused) as known:
        await desk.start()
    assert known.value.reason is Reason.FORUM_TALLY_EXISTS


async def test_its_words_ping_nobody_and_hold_no_html(desk: Desk) -> None:
    desk.counts[ALL] = "Merci @lina <b>"
    await desk.start()
    await desk.settle()
    assert desk.public() == ["Merci @\u2060lina \\<b>"]


async def asking(desk: Desk, act: str) -> None:
    """Somebody else touches the post, then the tally changes."""
    await desk.start()
    await desk.settle()
    post = desk.w.forum.posts[-1].id.number
    if act == "edit":
        desk.w.forum.sources[post] = "Relu par la modération"
    else:
        getattr(desk.w.forum, act)(post)
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.settle(HOUR)


async def test_what_others_changed_is_asked_about_and_left_alone(desk: Desk) -> None:
    await asking(desk, "edit")
    assert desk.public() == ["Relu par la modération"]
    assert "a été modifié par quelqu’un d’autre" in desk.told()
    desk.counts[ALL] = "21 lettres sur 50"
    await desk.settle(24 * HOUR)
    assert (desk.public(), (await desk.get()).state) == (
        ["Relu par la modération"],
        TallyState.ASKING,
    )
    assert desk.told().count("modifié par") == 1


async def test_an_organiser_may_have_it_replaced(desk: Desk) -> None:
    await asking(desk, "edit")
    tally = await desk.get()
    await desk.answer(tally, TallyAct.REPLACE)
    await desk.answer(tally, TallyAct.REPLACE)
    await desk.settle()
    assert desk.public() == ["20 lettres sur 50"]
    assert [one.split(":")[0] for one in desk.writes()] == ["reply", "edit"]


@pytest.mark.parametrize("gone", ["delete", "purge"])
async def test_what_was_deleted_is_asked_about_and_written_again_when_wanted(
    desk: Desk, gone: str
) -> None:
    await asking(desk, gone)
    assert desk.public() == []
    assert "supprimé du forum. En publier un autre" in desk.told()
    await desk.answer(await desk.get(), TallyAct.AGAIN)
    await desk.settle()
    assert desk.public() == ["20 lettres sur 50"]


async def test_a_locked_thread_is_told_once_and_tried_at_each_turn(desk: Desk) -> None:
    await desk.start()
    await desk.settle()
    desk.counts[ALL] = "20 lettres sur 50"
    desk.w.forum.answers = [(Denied(Denial.LOCKED), False)] * 3
    for _ in range(3):
        await desk.settle(HOUR)
    assert desk.told().count("verrouillé") == 1
    await desk.settle(HOUR)
    assert desk.public() == ["20 lettres sur 50"]


LASTING = [Denial.LOCKED, Denial.NO_RIGHT, Denial.TOO_SHORT, Denial.TOO_LONG, Denial.MISSING]


async def declined(desk: Desk, why: Denial = Denial.LOCKED) -> ForumTally:
    """One that the forum did not take at first, for a reason that does not pass."""
    await desk.start()
    desk.w.forum.answers = [(Denied(why, limit=8), False)]
    await desk.settle()
    return await desk.get()


@pytest.mark.parametrize("why", LASTING)
async def test_what_the_forum_declines_at_first_is_told_and_not_insisted_on(
    desk: Desk, why: Denial
) -> None:
    tally = await declined(desk, why)
    for count in range(13, 16):
        desk.counts[ALL] = f"{count} lettres sur 50"
        await desk.settle(24 * HOUR)
    assert (desk.public(), len(desk.writes())) == ([], 1)
    assert (tally.state, tally.is_unpublished) == (TallyState.ASKING, True)
    assert desk.told().count("Le bilan n’est pas publié, je n’insiste pas. ") == 1
    assert desk.told().count("/tâche publier-bilan") == 1


async def test_it_is_tried_again_when_wanted_with_the_latest_totals(desk: Desk) -> None:
    tally = await declined(desk)
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.answer(tally, TallyAct.AGAIN)
    await desk.settle()
    assert desk.public() == ["20 lettres sur 50"]
    assert (await desk.get()).url in desk.told()


async def test_another_place_may_be_chosen_for_what_was_declined(desk: Desk) -> None:
    before = await declined(desk)
    await desk.start()
    await desk.settle()
    assert desk.public() == ["12 lettres sur 50"]
    assert [one.id for one in await forum_tallies.listed(desk.w.deps, COLLECTIVE)] == [
        before.id + 1
    ]


async def test_what_does_not_answer_is_tried_less_and_less_for_a_day_then_told(
    desk: Desk,
) -> None:
    await desk.start()
    desk.w.forum.answers = [(Denied(Denial.UNREACHABLE), False)] * 1_000
    await desk.settle()
    for _ in range(3):
        await desk.settle(HOUR)
    assert desk.told() == ""
    await desk.settle(24 * HOUR)
    assert desk.told().count("Le bilan n’est pas publié") == 1
    asked = len(desk.w.forum.answers)
    await desk.settle(24 * HOUR)
    assert len(desk.w.forum.answers) == asked


async def test_what_is_stopped_before_it_left_never_does(desk: Desk) -> None:
    tally = await desk.start()
    desk.w.forum.answers = [(Denied(Denial.BUSY), False)]
    await desk.settle()
    assert await desk.answer(tally, TallyAct.STOP) is Outcome.NOTHING
    await desk.settle(24 * HOUR)
    assert desk.public() == []


async def test_what_the_forum_s_queue_holds_when_it_is_stopped_is_taken_back_and_told(
    desk: Desk,
) -> None:
    tally = await desk.start()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    assert await desk.answer(tally, TallyAct.STOP) is Outcome.RECALLED
    await desk.w.forum.post_reply(2, "12 lettres sur 50")
    await desk.settle(HOUR)
    await desk.settle(HOUR)
    assert desk.public() == []
    assert desk.told().count("arrêté est arrivé sur le forum, je l’en ai retiré.") == 1


async def test_what_may_have_arrived_when_it_is_stopped_is_taken_back_and_may_be_anew(
    desk: Desk,
) -> None:
    tally = await desk.start()
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle()
    assert await desk.answer(tally, TallyAct.STOP) is Outcome.RECALLED
    await desk.settle(HOUR)
    await desk.settle(HOUR)
    assert desk.public() == []
    await desk.start()
    await desk.settle()
    assert desk.public() == ["12 lettres sur 50"]


async def test_what_arrives_once_the_same_is_wanted_again_is_not_what_was_stopped(
    desk: Desk,
) -> None:
    stopped = await desk.start()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    await desk.answer(stopped, TallyAct.STOP)
    await desk.start()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle(60)
    await desk.w.forum.post_reply(2, "12 lettres sur 50")
    await desk.settle(HOUR)
    await desk.settle(HOUR)
    assert desk.public() == ["12 lettres sur 50"]
    assert (await desk.get()).post == desk.w.forum.posts[-1].id.number
    assert "je l’en ai retiré" not in desk.told()
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.settle(HOUR)
    await desk.w.forum.post_reply(2, "12 lettres sur 50")  # the other is accepted as well
    await desk.settle(HOUR)
    await desk.settle(HOUR)
    assert desk.public() == ["20 lettres sur 50"]
    assert desk.told().count("arrêté est arrivé sur le forum, je l’en ai retiré.") == 1


async def test_of_two_that_may_have_arrived_the_one_that_was_stopped_goes(desk: Desk) -> None:
    stopped = await desk.start()
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle()
    await desk.answer(stopped, TallyAct.STOP)
    await desk.start()
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle(1)
    for _ in range(3):
        await desk.settle(HOUR)
    assert desk.public() == ["12 lettres sur 50"]
    assert (await desk.get()).post == desk.w.forum.posts[-1].id.number


async def test_what_was_there_before_the_same_was_wanted_again_is_taken_back(desk: Desk) -> None:
    stopped = await desk.start()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    await desk.answer(stopped, TallyAct.STOP)
    await desk.w.forum.post_reply(2, "12 lettres sur 50")
    desk.w.clock.advance(HOUR)
    await desk.start()
    await desk.keeper.refresh()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    await desk.settle(HOUR)
    assert desk.public() == []


async def test_what_cannot_be_taken_back_is_told_with_its_link(desk: Desk) -> None:
    tally = await desk.start()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    await desk.answer(tally, TallyAct.STOP)
    await desk.w.forum.post_reply(2, "12 lettres sur 50")
    desk.w.forum.answers = [(Denied(Denial.TOO_LATE), False)]
    await desk.settle(HOUR)
    await desk.settle(HOUR)
    assert "est sur le forum, et je ne peux pas l’en retirer. " in desk.told()
    assert "http" in desk.told()


async def test_a_queue_that_never_says_leaves_it_to_people_once_it_is_stopped(desk: Desk) -> None:
    tally = await desk.start()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    await desk.answer(tally, TallyAct.STOP)
    await desk.settle(15 * 24 * HOUR)
    assert "arrêté est peut-être sur le forum" in desk.told()


async def test_an_old_button_answers_no_later_question(desk: Desk) -> None:
    await asking(desk, "delete")
    old = await desk.get()
    await desk.answer(old, TallyAct.AGAIN)
    await desk.settle()
    desk.w.forum.sources[desk.w.forum.posts[-1].id.number] = "Relu par la modération"
    desk.counts[ALL] = "21 lettres sur 50"
    await desk.settle(HOUR)
    assert await desk.answer(old, TallyAct.AGAIN) is Outcome.OUTDATED
    await desk.settle(HOUR)
    assert desk.public() == ["Relu par la modération"]
    assert (await desk.get()).state is TallyState.ASKING


async def test_a_clock_set_back_neither_stalls_nor_doubles_it(desk: Desk) -> None:
    year = 365 * 24 * HOUR
    desk.w.clock.advance(year)
    await desk.start()
    await desk.settle()
    desk.counts[ALL] = "13 lettres sur 50"
    await desk.settle(HOUR)
    desk.counts[ALL] = "14 lettres sur 50"
    await desk.settle(-year)
    await desk.settle(HOUR)
    assert desk.public() == ["14 lettres sur 50"]
    assert [one.split(":")[0] for one in desk.writes()] == ["reply", "edit", "edit"]


async def test_a_clock_set_back_while_it_was_stopped_does_not_stall_it(desk: Desk) -> None:
    year = 365 * 24 * HOUR
    desk.w.clock.advance(year)
    await desk.start()
    await desk.settle()
    desk.w.clock.at -= timedelta(seconds=year)
    desk.counts[ALL] = "13 lettres sur 50"
    await desk.settle()
    assert desk.public() == ["13 lettres sur 50"]


async def test_the_keeper_looks_again_when_the_clock_is_set_back(desk: Desk) -> None:
    desk.w.clock.advance(24 * HOUR)
    await desk.start()
    await desk.settle()
    desk.w.alarms.set.clear()
    desk.w.clock.advance(-24 * HOUR)
    at, _ = desk.w.alarms.set["forum_tallies"]
    assert at == desk.w.clock.now()


async def test_what_was_begun_while_the_clock_ran_ahead_is_found_on_the_forum(desk: Desk) -> None:
    """The forum's clock was right all the time: the post is older there than its first try."""
    forum_clock = FakeClock(desk.w.clock.now())
    desk.w.forum.clock = forum_clock
    desk.w.clock.advance(24 * HOUR)
    await desk.start()
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle()
    desk.w.clock.advance(-24 * HOUR)
    await desk.settle(HOUR)
    assert desk.writes() == ["reply: 12 lettres sur 50"]
    assert (await desk.get()).post is not None


async def test_the_same_is_found_when_the_clock_was_put_right_while_it_was_stopped(
    desk: Desk,
) -> None:
    desk.w.forum.clock = FakeClock(desk.w.clock.now())
    desk.w.clock.advance(24 * HOUR)
    await desk.start()
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle()
    desk.w.clock.at -= timedelta(days=1)
    again = asyncio.ensure_future(Scribe(desk.w.deps).run())  # another process
    await eventually_written(desk)
    again.cancel()
    assert desk.writes() == ["reply: 12 lettres sur 50"]


async def test_the_forums_queue_is_told_and_waited_for(desk: Desk) -> None:
    await desk.start()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.settle(2 * HOUR)
    assert desk.told().count("le forum relit avant de le publier") == 1
    assert len(desk.writes()) == 1
    await desk.w.forum.post_reply(2, "12 lettres sur 50")
    await desk.settle(HOUR)
    await desk.settle(HOUR)
    assert desk.public() == ["20 lettres sur 50"]


async def test_a_lost_answer_neither_doubles_nor_loses(desk: Desk) -> None:
    await desk.start()
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle()
    await desk.settle(HOUR)
    desk.counts[ALL] = "20 lettres sur 50"
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle(HOUR)
    await desk.settle(HOUR)
    assert desk.public() == ["20 lettres sur 50"]
    assert [one.split(":")[0] for one in desk.writes()] == ["reply", "edit"]


async def lost(desk: Desk) -> ForumTally:
    """The forum takes it, its answer is lost, and nobody can look for it for more than a day."""
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle()
    await unreadable(desk)
    return await desk.get()


async def unreadable(desk: Desk) -> None:
    desk.w.forum.trouble = Trouble.UNREACHABLE
    for _ in range(7):
        await desk.settle(4 * HOUR)
    desk.w.forum.trouble = None


async def test_what_nobody_knew_to_be_there_is_found_and_put_right_when_tried_again(
    desk: Desk,
) -> None:
    await desk.start()
    tally = await lost(desk)
    assert "Réessayer ?" in desk.told()
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.answer(tally, TallyAct.AGAIN)
    for _ in range(3):
        await desk.settle(HOUR)
    assert desk.public() == ["20 lettres sur 50"]
    assert (await desk.get()).url in desk.told()
    desk.counts[ALL] = "21 lettres sur 50"
    await desk.settle(HOUR)
    assert desk.public() == ["21 lettres sur 50"]


async def test_a_thread_that_nobody_knew_to_be_there_is_found_likewise(desk: Desk) -> None:
    where = Where(desk.w.forum.name, WriteAct.OPEN, 6, title="Bilan, toutes nos tâches")
    await forum_tallies.start(desk.w.deps, ASKER, ALL, where)
    tally = await lost(desk)
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.answer(tally, TallyAct.AGAIN)
    for _ in range(3):
        await desk.settle(HOUR)
    assert desk.public() == ["20 lettres sur 50"]


async def test_each_text_that_may_be_there_is_looked_for(desk: Desk) -> None:
    await desk.start()
    tally = await lost(desk)
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.answer(tally, TallyAct.AGAIN)
    await unreadable(desk)
    desk.counts[ALL] = "21 lettres sur 50"
    await desk.answer(await desk.get(), TallyAct.AGAIN)
    for _ in range(3):
        await desk.settle(HOUR)
    assert desk.public() == ["21 lettres sur 50"]


async def test_what_others_changed_since_it_was_found_is_left_to_them(desk: Desk) -> None:
    await desk.start()
    tally = await lost(desk)
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.answer(tally, TallyAct.AGAIN)
    await desk.keeper.refresh()
    await desk.scribe.write_due()
    desk.w.forum.sources[desk.w.forum.posts[-1].id.number] = "Relu par la modération"
    await desk.settle(HOUR)
    assert desk.public() == ["Relu par la modération"]


async def test_what_is_tried_again_and_stopped_is_taken_back_by_the_text_of_before(
    desk: Desk,
) -> None:
    await desk.start()
    tally = await lost(desk)
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.answer(tally, TallyAct.AGAIN)
    await desk.keeper.refresh()
    assert await desk.answer(await desk.get(), TallyAct.STOP) is Outcome.RECALLED
    await desk.settle(HOUR)
    assert desk.public() == []


async def test_what_did_not_arrive_is_written_once_when_tried_again(desk: Desk) -> None:
    await desk.start()
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), False)]
    await desk.settle()
    await unreadable(desk)
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.answer(await desk.get(), TallyAct.AGAIN)
    for _ in range(3):
        await desk.settle(HOUR)
    assert desk.public() == ["20 lettres sur 50"]


@pytest.mark.parametrize("after", ["12 lettres sur 50", "21 lettres sur 50"])
async def test_a_change_that_nobody_knew_to_be_there_is_not_taken_for_another_s(
    desk: Desk, after: str
) -> None:
    await desk.start()
    await desk.settle()
    desk.counts[ALL] = "20 lettres sur 50"
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.settle(HOUR)
    desk.counts[ALL] = after
    await unreadable(desk)
    for _ in range(3):
        await desk.settle(HOUR)
    assert (desk.public(), "modifié par" in desk.told()) == ([after], False)


async def test_what_is_stopped_is_left_as_it_is(desk: Desk) -> None:
    await desk.start()
    await desk.settle()
    await forum_tallies.answer(desk.w.deps, ASKER, (await desk.get()).id, TallyAct.STOP)
    desk.counts[ALL] = "20 lettres sur 50"
    await desk.settle(24 * HOUR)
    assert desk.public() == ["12 lettres sur 50"]
    await desk.start()  # and may be started anew


@pytest.mark.parametrize("act", ["delete", "purge"])
async def test_what_is_stopped_once_the_forum_deleted_it_is_public_nowhere(
    desk: Desk, act: str
) -> None:
    await asking(desk, act)
    assert await desk.answer(await desk.get(), TallyAct.STOP) is Outcome.NOTHING


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ([], Outcome.STANDS),
        ([(Denied(Denial.BUSY), False)], Outcome.NOTHING),
        ([(Queued(), False)], Outcome.RECALLED),
    ],
)
async def test_to_stop_twice_is_to_stop(
    desk: Desk, answer: list[tuple[Denied | Queued, bool]], outcome: Outcome
) -> None:
    tally = await desk.start()
    desk.w.forum.answers = [*answer]
    await desk.settle()
    assert [await desk.answer(tally, TallyAct.STOP) for _ in range(2)] == [outcome, outcome]


async def test_stopped_again_it_says_what_came_of_it(desk: Desk) -> None:
    tally = await desk.start()
    desk.w.forum.answers = [(Queued(), False)]
    await desk.settle()
    await desk.answer(tally, TallyAct.STOP)
    await desk.w.forum.post_reply(2, "12 lettres sur 50")
    desk.w.forum.answers = [(Denied(Denial.BUSY), False)]
    await desk.settle(HOUR)
    assert await desk.answer(tally, TallyAct.STOP) is Outcome.RECALLED
    await desk.settle(HOUR)
    assert (desk.public(), await desk.answer(tally, TallyAct.STOP)) == ([], Outcome.NOTHING)


async def test_another_collective_has_no_say(desk: Desk) -> None:
    await desk.start()
    stranger = Asker(GIROUETTE.person, ANNOUNCEMENTS, CollectiveId("99"))
    with pytest.raises(Refused):
        await forum_tallies.answer(desk.w.deps, stranger, (await desk.get()).id, TallyAct.STOP)


async def test_nothing_to_count_is_nothing_to_write(desk: Desk) -> None:
    desk.counts[ALL] = None
    await desk.start()
    await desk.settle(HOUR)
    assert desk.writes() == []


async def test_a_restart_in_the_middle_goes_on(desk: Desk) -> None:
    await desk.start()
    await desk.keeper.refresh()
    scribe = Scribe(desk.w.deps)  # the process ended between the plan and the write
    await scribe.write_due()
    assert desk.public() == ["12 lettres sur 50"]
    assert [type(one) for one in desk.w.chat.attempts if not isinstance(one, Say)] == []


async def test_one_that_cannot_be_worded_holds_no_other(desk: Desk) -> None:
    await desk.start(LOST)
    await desk.start()
    well = desk.keeper

    def worded(_: Tx, __: Deps, tally: ForumTally, ___: Set[Name]) -> Told:
        if tally.scope == LOST:
            raise LookupError(tally.scope)
        return Told("12 lettres sur 50")

    desk.keeper = Keeper(desk.w.deps, worded)
    await desk.settle()
    assert desk.writes() == ["reply: 12 lettres sur 50"]
    desk.keeper, desk.counts[LOST] = well, "3 affiches sur 10"
    await desk.settle(24 * HOUR)
    assert desk.writes()[-1] == "reply: 3 affiches sur 10"
