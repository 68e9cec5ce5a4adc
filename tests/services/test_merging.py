"""Two votes that are the same one become one: nobody is counted or told twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.attending import Coming
from bot.domain.ids import ChannelId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import CouncilVote, VoteStatus
from bot.ports.chat import Schedule
from bot.render import vote_lists, vote_merging
from bot.render.texts import texts
from bot.services import (
    attending,
    evidence,
    known_votes,
    merging,
    vote_changes,
    vote_offering,
)
from bot.services.reminders import Waker
from bot.store import attendances
from bot.store import evidence as photos
from tests.pictures import png
from tests.services.vote_world import (
    DISCUSSIONS,
    MIMOSA,
    OTHERS,
    announced,
    follow,
    get,
    report,
    said_in,
    value,
)
from tests.world import COLLECTIVE, GIROUETTE, World

S = VoteStatus
DRONES: dict[str, Any] = {"item": "drones de la police municipale", "number": ""}
KNOWN = "caméras fixes et mobiles"


async def twins(w: World) -> tuple[CouncilVote, CouncilVote]:
    """Two announced votes of one evening, the second with other words."""
    kept = await announced(w, place="")
    twin = await announced(w, **DRONES)
    assert kept.id != twin.id
    return kept, twin


async def merge(w: World, kept: CouncilVote, twin: CouncilVote) -> CouncilVote:
    both = [await get(w, one.id) for one in (kept, twin)]
    seen = [(one.id, one.version) for one in both]
    made = await merging.merge(w.deps, GIROUETTE, *seen)
    await w.settle()
    return made


async def come(w: World, vote: CouncilVote, person: str, coming: Coming, act: int) -> None:
    asker = replace(MIMOSA, person=PersonId(person), act=str(act))
    await attending.answer(w.deps, asker, vote.id, coming)


async def refused(work: object) -> Reason:
    with pytest.raises(Refused) as met:
        await work  # type: ignore[misc]
    return met.value.reason


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


async def test_each_person_is_counted_once_by_what_they_said_last(w: World) -> None:
    kept, twin = await twins(w)
    await come(w, kept, "41", Coming.YES, 1)
    await come(w, twin, "41", Coming.NO, 2)
    await come(w, twin, "42", Coming.YES, 3)
    await come(w, kept, "43", Coming.MAYBE, 5)
    await come(w, twin, "43", Coming.NO, 4)
    await merge(w, kept, twin)
    counts = await w.deps.store.read(lambda tx: attendances.counts(tx, kept.id))
    assert counts == {Coming.NO: 1, Coming.YES: 1, Coming.MAYBE: 1}


async def test_the_twin_points_to_the_one_that_is_kept_and_is_offered_no_more(w: World) -> None:
    kept, twin = await twins(w)
    await merge(w, kept, twin)
    gone = await get(w, twin.id)
    assert (gone.status, gone.merged) == (S.DROPPED, kept.id)
    assert [one.id for one in await known_votes.suggested(w.deps, COLLECTIVE, "")] == [kept.id]


async def test_who_was_told_of_the_twin_is_told_once(w: World) -> None:
    kept, twin = await twins(w)
    await merge(w, kept, twin)
    said = [plain(one).splitlines() for one in said_in(w)]
    news = [one for one in said if one[0].startswith("✏️ Un seul vote")]
    assert news == [
        [
            "✏️ Un seul vote à Forcalquier, lundi 14 décembre à 18h30",
            f"**Quoi** point 12, {KNOWN}",
            "Il était noté deux fois. Rappels et réponses sont réunis.",
        ]
    ]
    assert len([one for one in said if one[0].startswith("✏️ Le même vote à Forcalquier")]) == 1
    assert not [one for one in said if "retiré" in one[0] or "écarté" in one[0]]


async def test_of_two_reports_that_wait_one_question_stays(w: World) -> None:
    kept = (await report(w)).vote
    twin = (await report(w, **DRONES)).vote
    await w.settle()
    await merge(w, kept, twin)
    heads = [plain(one).splitlines()[0] for one in said_in(w, DISCUSSIONS)]
    assert heads == [
        "🗳️ Vote signalé à Forcalquier, lundi 14 décembre à 18h30 : à confirmer",
        "✏️ Le même vote à Forcalquier, lundi 14 décembre à 18h30",
    ]


async def test_the_twin_s_event_is_cancelled_and_the_other_stays(w: World) -> None:
    kept, twin = await twins(w)
    before = len([one for one in w.chat.attempts if isinstance(one, Schedule)])
    await merge(w, kept, twin)
    events = [one for one in w.chat.attempts if isinstance(one, Schedule)][before:]
    assert [one.over for one in events if one.over] == [True]


async def test_photos_and_facts_that_only_the_twin_had_are_kept(w: World) -> None:
    kept, twin = await twins(w)

    def give(tx: object) -> None:
        photos.keep(tx, twin.id, png(), PersonId("9"), w.clock.now())  # type: ignore[arg-type]

    await w.deps.store.write(give)
    after = await merge(w, kept, twin)
    assert after.place == "salle du conseil, en mairie"
    found, kept_photos = await evidence.of(w.deps, GIROUETTE, await value(w, kept.id))
    assert (found.id, len(kept_photos)) == (kept.id, 1)


async def test_it_is_reminded_of_once(w: World) -> None:
    kept, twin = await twins(w)
    await merge(w, kept, twin)
    waker = Waker(w.deps)
    w.clock.advance(18 * 24 * 3600 + 12 * 3600)
    await waker.fire_due()
    await w.settle()
    reminded = [one for one in said_in(w) if plain(one).startswith("⏰ Forcalquier, vote demain")]
    assert len(reminded) == 1


async def test_an_old_button_of_the_twin_answers_for_the_one_that_is_kept(w: World) -> None:
    kept, twin = await twins(w)
    await merge(w, kept, twin)
    await come(w, twin, "41", Coming.YES, 1)
    counts = await w.deps.store.read(lambda tx: attendances.counts(tx, kept.id))
    assert counts == {Coming.YES: 1}


async def test_what_becomes_of_it_reaches_who_only_knew_the_twin(w: World) -> None:
    kept = await announced(w, place="")
    elsewhere = replace(GIROUETTE, channel=ChannelId("300"))
    await follow(w, elsewhere)
    twin = await announced(w, **DRONES)
    await merge(w, kept, twin)
    shown = [plain(one) for one in said_in(w, elsewhere.channel)]
    assert any(one.startswith("🗳️ Vote vidéosurveillance à Forcalquier") for one in shown)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, kept.id))
    await w.settle()
    assert any("Vote retiré" in one for one in said_in(w, elsewhere.channel))


async def test_other_collectives_are_asked_about_the_one_that_is_kept_alone(w: World) -> None:
    await follow(w, OTHERS)
    kept, twin = await twins(w)
    await merge(w, kept, twin)
    assert await refused(vote_offering.answer(w.deps, OTHERS, 2, take_it=True)) is (
        Reason.VOTE_DECIDED
    )
    vote, _ = await vote_offering.answer(w.deps, OTHERS, 1, take_it=True)
    assert (vote.root, vote.item.words) == (kept.id, KNOWN)


async def test_who_reports_it_in_the_twin_s_words_reports_the_one_that_is_kept(w: World) -> None:
    kept, twin = await twins(w)
    await merge(w, kept, twin)
    again = await report(w, **DRONES)
    assert again.vote.id == kept.id
    assert len(await known_votes.suggested(w.deps, COLLECTIVE, "")) == 1


async def test_it_is_asked_first_with_what_goes_where(w: World) -> None:
    kept, twin = await twins(w)
    await come(w, twin, "42", Coming.YES, 3)
    chosen = await value(w, kept.id), await value(w, twin.id)
    pair = await merging.ask(w.deps, GIROUETTE, *chosen)
    commune = vote_changes.commune_of(w.deps, pair.kept)
    asked = vote_merging.asked(
        pair.kept, pair.twin, commune, pair.answers, pair.photos, texts("fr"), kept.sitting.zone
    )
    assert plain(asked.content).splitlines() == [
        "Ces deux votes à Forcalquier (Alpes-de-Haute-Provence) n'en font qu'un ?",
        f"**Gardé** lundi 14 décembre 2026 à 18h30 : point 12, {KNOWN} (confirmé)",
        "**Doublon** lundi 14 décembre 2026 à 18h30 : drones de la police municipale (confirmé)",
        "1 réponse passe au vote gardé, chaque personne comptée une fois.",
        "Qui avait été prévenu du doublon l'apprend, une fois.",
        "C'est sans retour.",
    ]
    assert (await get(w, twin.id)).merged is None


async def test_what_changed_since_it_was_asked_is_not_merged(w: World) -> None:
    kept, twin = await twins(w)
    seen = [(one.id, (await get(w, one.id)).version) for one in (kept, twin)]
    await vote_changes.move(w.deps, GIROUETTE, await value(w, twin.id), "16 décembre à 18h")
    assert await refused(merging.merge(w.deps, GIROUETTE, *seen)) is Reason.VOTE_CHANGED


async def test_what_is_no_twin_is_refused_with_the_reason(w: World) -> None:
    kept, twin = await twins(w)
    later = await announced(w, when="mardi 15 décembre à 18h", **DRONES)
    waits = (await report(w, item="scanners corporels", number="9")).vote

    async def ask(one: CouncilVote, other: CouncilVote) -> Reason:
        chosen = await value(w, one.id), await value(w, other.id)
        return await refused(merging.ask(w.deps, GIROUETTE, *chosen))

    assert await ask(kept, kept) is Reason.MERGE_SAME
    assert await ask(kept, later) is Reason.MERGE_APART
    assert await ask(waits, kept) is Reason.MERGE_OTHER_WAY
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, twin.id))
    assert await ask(kept, twin) is Reason.MERGE_STATE
    theirs = await value(w, kept.id), await value(w, later.id)
    assert await refused(merging.ask(w.deps, OTHERS, *theirs)) is Reason.NO_VOTE


async def test_the_history_tells_of_the_twin(w: World) -> None:
    kept, twin = await twins(w)
    await merge(w, kept, twin)
    found = await known_votes.history(w.deps, COLLECTIVE, await value(w, kept.id))
    told = vote_lists.history(
        found.vote,
        found.steps,
        found.rows,
        vote_changes.commune_of(w.deps, found.vote),
        texts("fr"),
        kept.sitting.zone,
        names=False,
        named=lambda _: None,
    )
    assert "réuni avec son doublon « drones de la police municipale »" in plain(told.content)
