"""The bilan of a forum tells what an organiser saw and nothing else, before another says so."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bilan_names import Noun
from bot.domain.bilans import ELSEWHERE, TaskTotal, bilan, named_by_all, told_by
from bot.domain.forum_tallies import ForumTally, counted
from bot.domain.ids import CityId, TaskId
from bot.domain.tasks import TaskStatus
from bot.render import bilans, to_forum
from bot.render import forum_tallies as words
from bot.render.bilans import BilanCard
from bot.render.forum_tallies import Standing, TallyCard
from bot.render.texts import texts
from bot.render.to_forum import Dialect
from bot.services import forum_bilans, forum_tallies, task_changes, tasks
from bot.services.forum_bilans import Shown, Wanted
from bot.services.forum_tallies import Keeper, TallyAct
from bot.services.forum_writing import Scribe
from bot.services.hearing import Here
from tests.services.task_world import LETTERS, acting, add, made, plain
from tests.services.vote_world import follow
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World, world

FR = texts("fr")
NICE, GAP = "fr:06088", "fr:05061"
HIDDEN = Here(is_open=False, may_hear=lambda _: False)
SECRET = replace(
    LETTERS, title="sonner", city=GAP, unit="visites chez Durand", campaign="Infiltrer"
)
HOUR = 3_600


@dataclass
class Desk:
    w: World
    scribe: Scribe
    keeper: Keeper

    async def preview(self, campaign: str = "") -> TallyCard:
        place = f"{self.w.forum.url}/topic/2/fil"
        wanted = Wanted(place, "", campaign, timedelta(hours=1))
        return await forum_bilans.preview(self.w.deps, COLLECTIVE, wanted, "Les Lucioles")

    async def start(self, card: TallyCard) -> ForumTally | TallyCard:
        shown = Shown(card.scope, card.where, card.every, card.seen)
        return await forum_bilans.start(self.w.deps, GIROUETTE, shown, "Les Lucioles")

    async def settle(self, seconds: float = 0) -> None:
        self.w.clock.advance(seconds)
        await self.keeper.refresh()
        await self.scribe.write_due()
        await self.w.settle()

    def public(self) -> str:
        [number] = [post.id.number for post in self.w.forum.posts if post.own]
        return plain(self.w.forum.sources[number])

    async def read_on(self, card: TallyCard, page: int) -> TallyCard:
        """As the button of the page before asks for it."""
        button = words.preview(replace(card, page=page - 1), FR).buttons[0]
        assert plain(button.label) == "Lire la suite"
        shown = Shown(card.scope, card.where, card.every, button.action.rpartition(":")[2])
        return await forum_bilans.read_on(self.w.deps, COLLECTIVE, shown, page, "Les Lucioles")

    async def add(self, id_: int, first: int, last: int, seen: str) -> Standing:
        return await forum_bilans.add(self.w.deps, GIROUETTE, id_, first, last, seen)

    def seen(self) -> str:
        """As the button of the latest question has it."""
        [*_, asked] = [one for one in self.w.chat.attempts if "du nouveau" in one.message.content]
        return asked.message.buttons[0].action.rpartition(":")[2]

    def told(self) -> list[str]:
        return [plain(one) for one in self.w.chat.contents(ANNOUNCEMENTS) if "du nouveau" in one]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with world(tmp_path) as w:
        w.forum.clock = w.clock
        await follow(w)
        w.forum.write(5)
        await made(w, campaign="Stop VSA")
        yield Desk(w, Scribe(w.deps), Keeper(w.deps, forum_bilans.told))


async def published(desk: Desk, counted: str = "0 lettre sur 29") -> ForumTally:
    tally = await desk.start(await desk.preview())
    assert isinstance(tally, ForumTally)
    await desk.settle()
    assert counted in desk.public()
    return tally


async def test_what_is_typed_where_not_everybody_reads_never_gets_there_nor_is_it_asked_about(
    desk: Desk,
) -> None:
    await published(desk)
    await tasks.create(desk.w.deps, acting(), SECRET, here=HIDDEN)
    await add(desk.w, (await made(desk.w)).task.id, 5)
    await desk.settle(HOUR)
    assert "5 lettres sur 58" in desk.public()
    for word in ("Durand", "Infiltrer", "Gap", "visites", "ailleurs"):
        assert word not in desk.public()
    assert desk.told() == []


async def test_the_preview_holds_nothing_of_a_hidden_channel_and_says_so(desk: Desk) -> None:
    await tasks.create(desk.w.deps, acting(), SECRET, here=HIDDEN)
    shown = plain(words.preview(await desk.preview(), FR).content)
    assert "Durand" not in shown
    assert shown.splitlines()[-1] == "-# Sans 1 tâche d'un salon que tout le monde ne lit pas"
    nothing = words.preview(await desk.preview("Infiltrer"), FR)
    assert plain(nothing.content).splitlines()[0] == (
        "Bilan, campagne « Infiltrer » : rien à publier."
    )
    assert nothing.buttons == ()


async def test_a_new_city_unit_or_campaign_is_asked_about_once_and_told_when_added(
    desk: Desk,
) -> None:
    tally = await published(desk)
    await made(desk.w, city=NICE, unit="autocollants", target=40, campaign="Sans œil")
    await desk.settle(HOUR)
    before = desk.public()
    assert "Nice" not in before
    assert "sur 40" not in before
    seen = desk.seen()
    [asked] = desk.told()
    assert asked.splitlines()[0] == (
        "💬 Le bilan du forum a du nouveau : campagne « Sans œil », Nice, autocollants. "
        "L'y ajouter ?"
    )
    await desk.settle(HOUR)
    await made(desk.w, city=GAP)
    await desk.settle(HOUR)
    assert [one.splitlines()[0] for one in desk.told()[1:]] == [
        "💬 Le bilan du forum a du nouveau : Gap. L'y ajouter ?"
    ]
    assert desk.public() == before
    for _ in range(2):
        await desk.add(tally.id, 1, 1, seen)
    await desk.settle(HOUR)
    assert "- Nice : 0 autocollant sur 40" in desk.public()
    assert "Gap" not in desk.public()


async def test_what_was_not_added_can_be_added_from_the_list(desk: Desk) -> None:
    await published(desk)
    await made(desk.w, city=NICE)
    await desk.settle(HOUR)
    [one] = await forum_bilans.listed(desk.w.deps, COLLECTIVE)
    said = words.listed([one], FR)
    assert "n'y figure pas : Nice" in plain(said.content)
    assert plain(said.buttons[0].label) == "Ajouter : toutes nos tâches"
    await desk.add(one.tally.id, one.first, one.last, one.seen)
    [one] = await forum_bilans.listed(desk.w.deps, COLLECTIVE)
    assert one.news == ()


async def test_who_says_yes_to_less_than_there_is_by_now_is_shown_the_rest_first(
    desk: Desk,
) -> None:
    card = await desk.preview()
    await made(desk.w, city=NICE)
    again = await desk.start(card)
    assert isinstance(again, TallyCard)
    assert "Nice" in again.text
    assert plain(words.preview(again, FR).content).startswith("Rien n'est publié : il y a du")
    assert isinstance(await desk.start(again), ForumTally)


async def test_it_says_whose_it_is_and_since_when_which_changes_nothing_by_itself(
    desk: Desk,
) -> None:
    await published(desk)
    first = desk.public()
    assert first.splitlines()[-1] == (
        "*Les Lucioles : des totaux, sans aucun nom, que Vigie tient à jour."
        " Dernier changement : 24 novembre 2026.*"
    )
    for _ in range(3):
        await desk.settle(24 * HOUR)
    assert desk.public() == first
    await add(desk.w, (await made(desk.w)).task.id, 5)
    await desk.settle(HOUR)
    assert desk.public().splitlines()[-1].endswith("27 novembre 2026.*")


def test_what_has_no_room_on_the_forum_is_counted_there() -> None:
    task = TaskTotal(
        TaskId(1), "écrire", CityId(NICE), "Stop VSA", "letters", 29, TaskStatus.OPEN, 18
    )
    many = [replace(task, id=TaskId(one), city=CityId(f"fr:{one:05}")) for one in range(600)]
    card = BilanCard(bilan(many, []), lambda city: f"la ville de {city} " + "x" * 40)
    said = bilans.for_forum(card, FR, "Les Lucioles", date(2026, 11, 24))
    shown = sum("la ville de" in line for line in said.splitlines())
    assert 100 < shown < 600
    assert f"\n- et {600 - shown} lignes de plus, trop longues pour ce message\n\n*Les" in said
    assert len(said) < 13_000


@pytest.mark.parametrize("dialect", Dialect)
def test_a_day_that_goes_by_counts_nothing_on_either_forum(dialect: Dialect) -> None:
    task = TaskTotal(
        TaskId(1), "écrire", CityId(NICE), "Stop *VSA*", "letters", 29, TaskStatus.OPEN, 18
    )

    def mark(total: int, day: date) -> str:
        card = BilanCard(bilan([replace(task, total=total)], []), str)
        return counted(
            to_forum.from_author(bilans.for_forum(card, FR, "Les Lucioles", day), dialect, FR)
        )

    today, tomorrow = date(2026, 11, 24), date(2026, 11, 25)
    assert mark(18, today) == mark(18, tomorrow)
    assert mark(18, today) != mark(19, today)


async def test_the_preview_shows_it_as_it_will_be_read_and_can_be_declined(desk: Desk) -> None:
    await made(desk.w, city=NICE)
    shown = words.preview(await desk.preview(), FR)
    assert "> **Par ville**" in shown.content.splitlines()
    assert [plain(one.label) for one in shown.buttons] == ["Publier", "Ne pas publier"]


async def test_what_others_changed_is_told_with_its_name_and_its_link(desk: Desk) -> None:
    await published(desk)
    [post] = [one.id.number for one in desk.w.forum.posts if one.own]
    desk.w.forum.sources[post] = "Relu"
    await add(desk.w, (await made(desk.w)).task.id, 5)
    await desk.settle(HOUR)
    [told] = [one for one in desk.w.chat.contents(ANNOUNCEMENTS) if "modifié par" in one]
    [one] = await forum_bilans.listed(desk.w.deps, COLLECTIVE)
    assert plain(told).splitlines()[-1] == f"-# toutes nos tâches : {one.tally.url}"


async def test_its_button_says_all_that_is_needed_within_what_a_chat_holds(desk: Desk) -> None:
    card = await desk.preview()
    where = replace(card.where, forum="f" * 40, place=999_999)
    longest = replace(
        card, scope="fr:06088:99999", where=where, every=timedelta(minutes=1_440), seen="_-09"
    )
    long = replace(longest, text="mot " * 4_000)
    for card in (longest, long):
        assert len(words.preview(card, FR).buttons[0].action) <= 100


async def test_the_title_of_its_thread_holds_no_id_of_whom_a_campaign_names(desk: Desk) -> None:
    lina = "1575990715341602817"
    name = f"Avec <@{lina}>"
    await made(desk.w, campaign=name)
    wanted = Wanted(f"{desk.w.forum.url}/category/6", "", name, timedelta(hours=1))
    card = await forum_bilans.preview(desk.w.deps, COLLECTIVE, wanted, "Les Lucioles")
    tally = await desk.start(card)
    assert isinstance(tally, ForumTally)
    for where in (card.where, tally.where):
        assert lina not in where.title
        assert plain(where.title).startswith("Bilan, campagne « Avec ")


def named(text: str, stem: str = "N") -> set[str]:
    return set(re.findall(rf"\b{stem}\d\d\b", text))


async def test_only_the_names_that_a_question_shows_are_added_the_rest_is_shown_next(
    desk: Desk,
) -> None:
    tally = await published(desk)
    for number in range(14):
        await made(desk.w, unit=f"visites chez N{number:02d}", target=3)
    await desk.settle(HOUR)
    [asked], seen = desk.told(), desk.seen()
    assert (len(named(asked)), ", et 4 autres" in asked) == (10, True)
    for _ in range(2):  # pressed again, it shows the rest again
        left = await desk.add(tally.id, 1, 1, seen)
        assert named(" ".join(left.news)) == {"N10", "N11", "N12", "N13"}
    await desk.settle(HOUR)
    assert named(desk.public()) == named(asked)
    assert named(plain(words.added(left, FR).content)) == named(" ".join(left.news))
    left = await desk.add(tally.id, 1, 1, left.seen)
    assert plain(words.added(left, FR).content).startswith("C'est noté")
    await desk.settle(HOUR)
    assert len(named(desk.public())) == 14


async def test_a_question_of_before_adds_nothing_that_it_may_not_have_shown(desk: Desk) -> None:
    tally = await published(desk)
    await made(desk.w, city=NICE)
    await desk.settle(HOUR)
    left = await forum_bilans.add(desk.w.deps, GIROUETTE, tally.id, 1, 1, None)
    assert left.news == ("Nice",)


async def test_what_is_long_is_read_to_its_end_before_it_is_published(desk: Desk) -> None:
    for number in range(45):
        await made(desk.w, unit=f"visites chez Mme N{number:02d}", target=3)
    card, seen = await desk.preview(), set[str]()
    while "Publier" not in labels(card):
        assert labels(card) == ["Lire la suite", "Ne pas publier"]
        seen |= named(words.preview(card, FR).content)
        card = await desk.read_on(card, card.page + 1)
    seen |= named(words.preview(card, FR).content)
    assert (card.page > 1, len(seen)) == (True, 45)
    assert isinstance(await desk.start(card), ForumTally)


async def test_what_changes_while_it_is_read_is_read_again_from_the_start(desk: Desk) -> None:
    for number in range(45):
        task = await made(desk.w, unit=f"visites chez Mme N{number:02d}", target=3)
    card = await desk.preview()
    await add(desk.w, task.task.id, 5)
    again = await desk.read_on(card, 2)
    assert (again.page, again.is_new) == (1, True)


def labels(card: TallyCard) -> list[str]:
    return [plain(one.label) for one in words.preview(card, FR).buttons]


async def test_a_counted_task_that_is_called_otherwise_leaves_the_post_as_it_is_until_answered(
    desk: Desk,
) -> None:
    other = await made(desk.w, city=NICE)
    await published(desk, "0 lettre sur 58")
    before = desk.public()
    await rename_unit(desk, other.task.id)
    await desk.settle(HOUR)
    assert desk.public() == before
    [asked] = desk.told()
    assert "du nouveau : visites chez Durand. L'y ajouter ?" in asked
    assert "En attendant votre réponse, ce bilan du forum reste tel qu'il est." in asked
    [one] = await forum_bilans.listed(desk.w.deps, COLLECTIVE)
    await desk.add(one.tally.id, one.first, one.last, one.seen)
    await desk.settle(HOUR)
    assert "chez Durand sur 29" in desk.public()


async def test_a_task_that_it_never_counted_holds_nothing_back(desk: Desk) -> None:
    await published(desk)
    await made(desk.w, unit="visites chez Durand")
    await add(desk.w, (await made(desk.w)).task.id, 5)
    await desk.settle(HOUR)
    assert "5 lettres sur 58" in desk.public()
    assert "En attendant" not in " ".join(desk.told())


async def hidden_and_counted(desk: Desk) -> TaskId:
    """A task of a room that not everybody reads, with five letters, by names that organisers let
    the bilan tell."""
    task = (await tasks.create(desk.w.deps, acting(), LETTERS, here=HIDDEN)).task.id
    await add(desk.w, task, 5)
    await published(desk, "5 lettres sur 58")
    return task


async def test_what_was_counted_of_a_hidden_room_stays_counted_without_its_new_words(
    desk: Desk,
) -> None:
    task = await hidden_and_counted(desk)
    await change(desk, task, city=GAP)
    for total in (5, 7):
        await desk.settle(HOUR)
        assert f"{total} lettres sur 58" in desk.public()
        assert f"- ailleurs : {total} lettres sur 29" in desk.public()
        await add(desk.w, task, 2)
    assert ("Gap" in desk.public(), desk.told()) == (False, [])


async def test_what_it_would_count_of_a_hidden_room_in_another_unit_stays_there(
    desk: Desk,
) -> None:
    task = (await tasks.create(desk.w.deps, acting(), LETTERS, here=HIDDEN)).task.id
    await published(desk, "0 lettre sur 58")
    for unit in ("visites chez Durand", "tracts"):
        await change(desk, task, unit=unit)
        await desk.settle(HOUR)
        assert "- `▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 29\n- 0 tâche faite sur 2" in desk.public()
    await add(desk.w, task, 20)
    await desk.settle(HOUR)
    assert ("tract" in desk.public(), desk.told()) == (False, [])


async def test_a_bilan_that_is_started_anew_tells_what_was_shown_alone(desk: Desk) -> None:
    await change(desk, await hidden_and_counted(desk), city=GAP)
    [one] = await forum_bilans.listed(desk.w.deps, COLLECTIVE)
    await forum_tallies.answer(desk.w.deps, GIROUETTE, one.tally.id, TallyAct.STOP)
    await desk.start(await desk.preview())
    await desk.settle()
    said = plain(desk.w.forum.written[-1][-1])
    assert ("0 lettre sur 29" in said, "ailleurs" in said) == (True, False)


_WORDS = st.sampled_from(["", "letters", "leaflets", "chez Durand"])
_TASKS = st.lists(
    st.builds(
        TaskTotal,
        id=st.integers(1, 6).map(TaskId),
        title=st.just("sonner"),
        city=st.sampled_from([NICE, GAP]).map(CityId),
        campaign=st.sampled_from(["", "Stop VSA", "Infiltrer"]),
        unit=_WORDS,
        target=st.none() | st.integers(1, 9),
        status=st.sampled_from(TaskStatus),
        total=st.integers(0, 9),
    ),
    unique_by=lambda one: one.id,
)


@given(_TASKS, st.sets(st.integers(1, 6).map(TaskId)), st.data())
def test_no_word_leaves_but_those_shown_and_no_total_of_these_falls(
    found: list[TaskTotal], kept: set[TaskId], data: st.DataObject
) -> None:
    names = sorted(named_by_all(found))
    shown = {one for one in names if data.draw(st.booleans())}
    told = told_by(found, shown, kept)
    said = {name for name in named_by_all(told) if name.said != ELSEWHERE}
    assert (said <= shown, {one.title for one in told} <= {""}) == (True, True)
    for unit in {one.said for one in shown if one.noun is Noun.UNIT}:
        there = [one for one in found if one.id in kept or one.names <= shown]
        counted = (sum(one.total for one in some if one.unit == unit) for some in (there, told))
        assert len({*counted}) == 1


async def rename_unit(desk: Desk, task: TaskId) -> None:
    await change(desk, task, unit="visites chez Durand")


async def change(desk: Desk, task: TaskId, **more: str) -> None:
    card = await task_changes.shown(desk.w.deps, acting(), task, organiser=True)
    wanted = task_changes.Wanted(**more)
    await task_changes.change(
        desk.w.deps, acting(), task, wanted, seen=card.task.version, organiser=True
    )
