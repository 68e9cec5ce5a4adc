"""What the lists of suggestions show, and what one may type to find it there."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.refusals import Refused
from bot.render import dates
from bot.render.refusals import refusal
from bot.render.task_cards import labels
from bot.render.texts import texts
from bot.services import deadlines, known_deadlines, known_tasks, known_votes
from bot.services.deadlines import Wanted
from bot.store.base import Tx
from tests.services.task_world import made
from tests.services.vote_world import FORCALQUIER, announced
from tests.world import COLLECTIVE, GIROUETTE, World

FR, EN = texts("fr"), texts("en")
# As it is shown, as it is said in full, and as a computer writes it.
TYPED = ["lun. 14 déc. 2026 · Forcalquier", "14 décembre 2026", "Mon 14 Dec 2026", "2026-12-14"]


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 3, 3), "mar. 3 mars 2026", "Tue 3 Mar 2026"),
        (date(2027, 2, 1), "lun. 1er févr. 2027", "Mon 1 Feb 2027"),
    ],
)
def test_a_day_in_a_list_is_in_words(day: date, french: str, english: str) -> None:
    assert (dates.listed(day, "fr"), dates.listed(day, "en")) == (french, english)


async def test_votes_are_offered_with_their_day_in_words(w: World) -> None:
    vote = await announced(w)
    told = [known_votes.label(w.deps, vote, says) for says in (FR, EN)]
    assert told == [
        "lun. 14 déc. 2026 · Forcalquier · caméras fixes et mobiles",
        "Mon 14 Dec 2026 · Forcalquier · caméras fixes et mobiles",
    ]


@pytest.mark.parametrize("typed", TYPED)
async def test_a_vote_is_found_by_its_day_in_any_form(w: World, typed: str) -> None:
    vote = await announced(w)
    await announced(w, when="mardi 15 décembre à 18h", item="drones")
    assert await known_votes.suggested(w.deps, COLLECTIVE, typed) == [vote]

    def meant(tx: Tx) -> object:
        return known_votes.meant(tx, w.deps, COLLECTIVE, typed)

    assert await w.deps.store.read(meant) == vote


async def test_several_votes_are_told_apart_by_days_in_words(w: World) -> None:
    await announced(w)
    await announced(w, when="mardi 15 décembre à 18h", item="drones")
    with pytest.raises(Refused) as met:
        await w.deps.store.read(lambda tx: known_votes.meant(tx, w.deps, COLLECTIVE, "forcalquier"))
    french, english = refusal(met.value, FR), refusal(met.value, EN)
    assert "lun. 14 déc. 2026 · Forcalquier · caméras fixes et mobiles" in french
    assert "Tue 15 Dec 2026 · Forcalquier · drones" in english
    assert "2026-12" not in french + english


async def test_deadlines_are_offered_with_their_day_in_words(w: World) -> None:
    wanted = Wanted(FORCALQUIER, "14/12/2026", title="Envoyer la lettre")
    await deadlines.add(w.deps, GIROUETTE, wanted, lambda one: one.fr)
    [card] = await known_deadlines.listed(w.deps, COLLECTIVE)
    assert card.label(FR) == "lun. 14 déc. 2026 · Forcalquier · Envoyer la lettre"
    assert card.label(EN) == "Mon 14 Dec 2026 · Forcalquier · Envoyer la lettre"
    for typed in TYPED:
        assert await known_deadlines.suggested(w.deps, COLLECTIVE, typed, FR) == [card]


async def test_tasks_are_offered_with_their_day_in_words(w: World) -> None:
    card = await made(w)
    assert card.label(FR) == "écrire aux élu·es · Forcalquier · ven. 11 déc. 2026"
    assert card.label(EN) == "écrire aux élu·es · Forcalquier · Fri 11 Dec 2026"
    for typed in ("ven. 11 déc. 2026", "11 décembre", "Fri 11 Dec", "2026-12-11"):
        found = await known_tasks.suggested(w.deps, GIROUETTE, typed)
        assert [one.task.id for one in found] == [card.task.id]


async def test_a_task_of_a_long_title_keeps_its_day(w: World) -> None:
    card = await made(w, title="écrire " * 16)
    assert len(card.label(FR)) <= 100
    assert card.label(FR).endswith(" · ven. 11 déc. 2026")


async def test_tasks_that_read_the_same_are_told_apart_by_a_number_that_one_may_type(
    w: World,
) -> None:
    first, second = await made(w), await made(w)

    def meant(tx: Tx, said: str) -> object:
        return known_tasks.meant(tx, w.deps, COLLECTIVE, said).id

    with pytest.raises(Refused) as met:
        await w.deps.store.read(lambda tx: meant(tx, "élu"))
    said = refusal(met.value, FR).replace("\u202f", " ").replace("\xa0", " ")
    for place in (1, 2):
        assert f"écrire aux élu·es · Forcalquier · ven. 11 déc. 2026 ({place})" in said
    offered = await known_tasks.suggested(w.deps, GIROUETTE, "élu")
    named = dict(zip((one.task.id for one in offered), labels(offered, FR), strict=True))
    for card in (first, second):
        chosen = named[card.task.id]
        assert await w.deps.store.read(lambda tx, typed=chosen: meant(tx, typed)) == card.task.id
