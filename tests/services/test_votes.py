"""A vote from its report to its result, as people are told of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.attending import Coming
from bot.domain.ids import MessageId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import Tally, VoteStatus
from bot.ports.chat import Amend, Refusal, Schedule
from bot.render.texts import texts
from bot.services import (
    attending,
    cards,
    confirming,
    joining,
    known_votes,
    reporting,
    talking,
    vote_changes,
    watching,
)
from bot.services.reporting import Came
from bot.services.talking import Heard
from tests.services.vote_world import (
    DISCUSSIONS,
    LINOTTE,
    MIMOSA,
    OTHERS,
    SAID,
    announced,
    calm,
    confirm,
    get,
    report,
    said_in,
    sends,
    value,
)
from tests.world import GIROUETTE, World

S = VoteStatus
ANNOUNCED = "🗳️ Vote vidéosurveillance à Forcalquier, lundi 14 décembre à 18h30"


async def refused(work: object) -> Reason:
    with pytest.raises(Refused) as met:
        await work  # type: ignore[misc]
    return met.value.reason


async def after(w: World, hours: float) -> None:
    w.clock.advance(timedelta(hours=hours).total_seconds())


async def to_the_sitting(w: World) -> None:
    await after(w, 24 * 20 + 7)  # from noon of 24 November, UTC


async def test_a_report_is_announced_nowhere_before_somebody_else_confirms(w: World) -> None:
    done = await report(w)
    await w.settle()
    assert done.came is Came.NEW
    assert [one.to.channel for one in sends(w, "🗳️ Vote signalé")] == ["100", DISCUSSIONS]
    assert not sends(w, "🗳️ Vote vidéosurveillance")
    await confirm(w, done.vote.id)
    await w.settle()
    assert ANNOUNCED in said_in(w)
    assert "🗳️ Vote signalé à Forcalquier, lundi 14 décembre à 18h30 : confirmé" in said_in(w)[0]
    assert ": confirmé" in said_in(w)[0]


async def test_an_announcement_has_its_facts_its_buttons_and_its_calendar(w: World) -> None:
    await announced(w)
    [sent] = sends(w, "🗳️ Vote vidéosurveillance")
    text = sent.message.embeds[0].text.replace("\u202f", " ")
    assert "**Quand** lundi 14 décembre 2026 à 18h30 (<t:1797269400:R>)" in text
    assert "**Où** salle du conseil, en mairie" in text
    assert "**Quoi** point 12, caméras fixes et mobiles" in text
    assert "[Ordre du jour](<https://mairie.example/odj.pdf>), vérifié par deux personnes" in text
    assert [one.label for one in sent.message.buttons] == [
        "Je viens",
        "Peut-être",
        "Je ne peux pas",
    ]
    [file] = sent.message.files
    assert file.name == "vote-fr-04088-2026-12-14.ics"


async def test_what_a_second_person_reports_is_the_confirmation(w: World) -> None:
    await report(w)
    done = await report(w, LINOTTE, item="Caméras mobiles et fixes", number="", source="")
    assert done.came is Came.CONFIRMED
    await w.settle()
    assert len(sends(w, "🗳️ Vote vidéosurveillance")) == 1


async def test_who_reports_twice_confirms_nothing(w: World) -> None:
    first = await report(w)
    assert (await report(w)).came is Came.KNOWN
    assert (await get(w, first.vote.id)).status is S.REPORTED


async def test_two_items_of_one_sitting_are_two_votes_and_doubt_is_said(w: World) -> None:
    first = await report(w)
    other = await report(w, LINOTTE, item="Convention avec la gendarmerie", number="")
    assert other.came is Came.NEW
    assert other.twin is not None
    assert other.twin.id == first.vote.id
    surely = await report(w, LINOTTE, item="Achat de drones", number="14")
    assert (surely.came, surely.twin) == (Came.NEW, other.vote)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20 caméras quartier nord", "30 caméras quartier sud"),
        ("caméras école Jaurès", "caméras école Pagnol"),
        ("caméras fixes", "pas de caméras fixes"),
    ],
)
async def test_what_another_reports_of_another_item_confirms_nothing(
    w: World, one: str, other: str
) -> None:
    first = await report(w, item=one, number="")
    second = await report(w, LINOTTE, item=other, number="")
    assert (second.came, second.twin) == (Came.NEW, first.vote)
    assert (await get(w, first.vote.id)).status is S.REPORTED


async def test_words_that_two_points_share_confirm_neither(w: World) -> None:
    for number in ("12", "13"):
        await report(w, item="Caméras", number=number)
    third = await report(w, LINOTTE, item="Caméras", number="")
    assert third.came is Came.NEW
    assert third.twin is not None


async def test_two_confirmations_at_once_announce_once(w: World) -> None:
    done = await report(w)
    both = (confirm(w, done.vote.id, one) for one in (LINOTTE, replace(LINOTTE, person="5")))
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert sum(isinstance(one, Refused) for one in answers) == 1
    await w.settle()
    assert said_in(w).count(ANNOUNCED) == 1


async def test_a_report_that_the_chat_hands_over_twice_is_one(w: World) -> None:
    asker = replace(MIMOSA, act="77")
    first, again = await report(w, asker), await report(w, asker)
    assert first.vote.id == again.vote.id
    assert len((await known_votes.listed(w.deps, MIMOSA.collective, None)).waiting) == 1


async def test_only_who_reported_it_or_an_organiser_drops_a_report(w: World) -> None:
    done = await report(w)
    await w.settle()

    def drop(asker: reporting.Asker, organiser: bool) -> object:
        return confirming.decide(w.deps, asker, done.vote.id, accept=False, organiser=organiser)

    assert await refused(drop(LINOTTE, False)) is Reason.VOTE_DROP_NOT_YOURS
    await drop(MIMOSA, False)  # type: ignore[misc]
    await w.settle()
    assert "écarté" in said_in(w)[0]
    assert await refused(confirm(w, done.vote.id)) is Reason.VOTE_DECIDED


async def test_a_vote_of_another_collective_cannot_be_confirmed_from_here(w: World) -> None:
    done = await report(w)
    assert await refused(confirm(w, done.vote.id, OTHERS)) is Reason.NO_VOTE


async def test_a_move_reaches_everyone_who_was_told_and_the_announcement(w: World) -> None:
    vote = await announced(w)
    said = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30", why="grève")
    await w.settle()
    channel = said_in(w)
    assert "🗳️ Vote vidéosurveillance à Forcalquier, mercredi 16 décembre à 18h30" in channel
    [news] = [one for one in channel if one.startswith("✏️ Vote déplacé")]
    assert news.startswith("✏️ Vote déplacé à Forcalquier : mercredi 16 décembre à 18h30")
    assert "~~lundi 14 décembre 2026 à 18h30~~" in news
    amended = [one for one in w.chat.attempts if isinstance(one, Amend)]
    calendar = amended[-1].message.files[0].data.decode()
    assert "SEQUENCE:1" in calendar


async def test_a_postponed_vote_has_no_date_until_it_comes_back(w: World) -> None:
    vote = await announced(w)
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), "")
    await w.settle()
    assert "🗳️ Vote reporté à Forcalquier, nouvelle date à venir" in said_in(w)
    amended = [one.message for one in w.chat.attempts if isinstance(one, Amend)]
    [told] = [one for one in amended if one.content.startswith("🗳️ Vote reporté")]
    when = told.embeds[0].text.splitlines()[0].replace("\u202f", " ").replace("\u00a0", " ")
    assert when == "**Quand** nouvelle date à venir (avant : ~~lundi 14 décembre 2026 à 18h30~~)"
    assert "STATUS:CANCELLED" in told.files[0].data.decode()
    found = await known_votes.listed(w.deps, vote.owner, None)
    assert ([*found.ahead], [one.id for one in found.postponed]) == ([], [vote.id])
    back = "lundi 11 janvier 2027 à 18h30"
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), back)
    await w.settle()
    assert any("Vote déplacé à Forcalquier : lundi 11 janvier" in one for one in said_in(w))


async def test_a_withdrawal_reaches_everyone_even_where_the_town_is_not_followed_any_more(
    w: World,
) -> None:
    vote = await announced(w)
    await watching.unfollow(w.deps, "fr:04088", GIROUETTE)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await w.settle()
    assert any(one.startswith("✏️ Vote retiré à Forcalquier") for one in said_in(w))
    assert "🗳️ Forcalquier, lundi 14 décembre : retiré de l’ordre du jour" in said_in(w)


async def test_what_was_withdrawn_before_it_went_out_is_never_said(w: World) -> None:
    done = await report(w)
    await confirm(w, done.vote.id)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, done.vote.id))
    await w.settle()
    assert not [one for one in said_in(w) if "retiré" in one and one.startswith("✏️")]
    assert not sends(w, "🗳️ Vote vidéosurveillance")


async def test_a_result_with_its_counts_is_told(w: World) -> None:
    vote = await announced(w)
    await to_the_sitting(w)
    said = await value(w, vote.id)
    await vote_changes.result(
        w.deps, GIROUETTE, said, S.ADOPTED, Tally(21, 6, 2), source="photo du tableau"
    )
    await w.settle()
    told = "🗳️ Forcalquier, lundi 14 décembre : adopté, 21 pour, 6 contre, 2 abstentions"
    assert said_in(w).count(told) == 1  # the announcement
    [news] = [one for one in said_in(w) if one.startswith(f"{told}\n")]
    assert news.splitlines()[1:3] == [
        "**Quoi** point 12, caméras fixes et mobiles",
        "Source : photo du tableau.",
    ]


async def test_a_wrong_result_is_corrected_where_it_was_told(w: World) -> None:
    vote = await announced(w)
    await to_the_sitting(w)
    await vote_changes.result(w.deps, GIROUETTE, await value(w, vote.id), S.ADOPTED, Tally())
    await vote_changes.step(
        w.deps, GIROUETTE, await value(w, vote.id), S.REJECTED, why="mal lu", corrects=True
    )
    await w.settle()
    [told] = [one for one in said_in(w) if "Correction" in one]
    assert told.startswith("🗳️ Forcalquier, lundi 14 décembre : rejeté")
    assert "j’avais écrit « adopté »" in told


async def test_who_chose_a_vote_that_changed_meanwhile_is_told_and_changes_nothing(
    w: World,
) -> None:
    vote = await announced(w)
    stale = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, stale, "mercredi 16 décembre à 18h30")
    again = vote_changes.move(w.deps, GIROUETTE, stale, "jeudi 17 décembre à 18h30")
    assert await refused(again) is Reason.VOTE_CHANGED
    assert (await get(w, vote.id)).sitting.day.day == 16


async def test_who_comes_is_counted_exactly_under_clicks_at_once(w: World) -> None:
    vote = await announced(w)

    async def click(person: int, coming: Coming, act: int) -> None:
        asker = replace(MIMOSA, person=PersonId(str(person)), act=str(act))
        await attending.answer(w.deps, asker, vote.id, coming)

    clicks = [click(one, Coming.YES, 1000 + one) for one in range(50)]
    clicks += [click(one, Coming.NO, 2000 + one) for one in range(0, 50, 5)]
    clicks += [click(one, Coming.YES, 1000 + one) for one in range(0, 50, 5)]  # handed over again
    await asyncio.gather(*clicks)
    await w.settle()
    amended = [one for one in w.chat.attempts if isinstance(one, Amend)]
    labels = [one.label for one in amended[-1].message.buttons]
    assert labels == ["Je viens 40", "Peut-être", "Je ne peux pas 10"]


async def test_many_clicks_edit_the_announcement_a_few_times_only(w: World) -> None:
    vote = await announced(w)
    for person in range(30):
        asker = replace(MIMOSA, person=PersonId(str(person)), act=str(1000 + person))
        await attending.answer(w.deps, asker, vote.id, Coming.YES)
    before = len(w.chat.attempts)
    await w.settle()
    assert len(w.chat.attempts) - before == 1


async def test_nobody_comes_to_what_is_over(w: World) -> None:
    vote = await announced(w)
    await after(w, 24 * 21)
    assert await refused(attending.answer(w.deps, MIMOSA, vote.id, Coming.YES)) is Reason.VOTE_OVER


async def test_a_sitting_without_its_hour_says_so(w: World) -> None:
    vote = await announced(w, when="lundi 14 décembre")
    assert vote.sitting.hour is None
    [sent] = sends(w, "🗳️ Vote vidéosurveillance")
    assert sent.message.content.endswith("à Forcalquier, lundi 14 décembre")
    assert "l’heure n’est pas connue" in sent.message.embeds[0].text


async def test_the_sitting_is_on_the_clock_of_its_town(w: World) -> None:
    done = await report(w, city="fr:97411", when="14/12 18h30")
    assert done.vote.sitting.zone.key == "Indian/Reunion"
    assert done.vote.sitting.begins.hour == 14


async def test_hearsay_is_a_rumour_until_it_is_confirmed(w: World) -> None:
    done = await report(w, source="")
    assert done.vote.status is S.RUMOURED
    assert (await confirm(w, done.vote.id)).status is S.CONFIRMED


@pytest.mark.parametrize("when", ["hier à 18h", "lundi 15 décembre", "bientôt"])
async def test_a_date_that_is_past_or_none_is_refused_and_nothing_is_noted(
    w: World, when: str
) -> None:
    assert (await refused(report(w, when=when))).startswith("date_")
    assert not (await known_votes.listed(w.deps, MIMOSA.collective, None)).waiting


async def test_where_no_channel_follows_the_town_it_is_announced_where_it_was_reported(
    w: World,
) -> None:
    vote = await announced(w, city="fr:13055")
    assert vote.status is S.CONFIRMED
    assert any("Vote vidéosurveillance à Marseille" in one for one in said_in(w, DISCUSSIONS))
    assert SAID.city != "fr:13055"


async def test_the_card_tells_the_next_vote_and_what_was_decided(w: World) -> None:
    vote = await announced(w)
    commune = w.deps.registry.get(vote.city)
    assert commune is not None

    async def card() -> str:
        made, collective = await cards.city(w.deps, commune, cards.Reader(vote.owner))
        said = cards.worded(w.deps, made, texts("fr"), w.clock.now(), collective.zone)
        return said.content.replace("\u00a0", " ")

    assert (await card()).splitlines()[:3] == [
        "Forcalquier (Alpes-de-Haute-Provence) : prochain vote lundi 14 décembre à 18h30",
        "**Votes**",
        "- lundi 14 décembre 2026 à 18h30 (<t:1797269400:R>) : caméras fixes et mobiles",
    ]
    await to_the_sitting(w)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, Tally(21, 6))
    assert "(adopté, 21 pour, 6 contre)" in await card()
    assert "prochain vote" not in await card()


async def test_what_is_only_reported_is_on_no_card(w: World) -> None:
    done = await report(w)
    made, _ = await cards.city(w.deps, done.commune, cards.Reader(MIMOSA.collective))
    assert made.votes == ()


@pytest.mark.parametrize(
    "words",
    ["prochain vote à Forcalquier ?", "Quand est le prochain vote chez nous ?", "next vote"],
)
async def test_who_asks_for_the_next_vote_is_told(w: World, words: str) -> None:
    await announced(w)
    heard = Heard(MessageId("5"), DISCUSSIONS, MIMOSA.collective, words, MIMOSA.person)
    await talking.answer(w.deps, heard)
    await w.settle()
    [said] = said_in(w, DISCUSSIONS)
    assert said.startswith("🗳️ Prochain vote à Forcalquier (Alpes-de-Haute-Provence) : lundi 14")


async def test_where_no_vote_is_known_nobody_is_told_that_there_is_none(w: World) -> None:
    heard = Heard(MessageId("5"), DISCUSSIONS, MIMOSA.collective, "prochain vote à Nice ?", "2")
    await talking.answer(w.deps, heard)
    await w.settle()
    [said] = said_in(w, DISCUSSIONS)
    assert said.startswith("Aucun vote à venir n’est connu à Nice")
    assert "Cela ne veut pas dire qu’il n’y en a pas" in said


async def asked_of_all(w: World) -> list[str]:
    heard = Heard(MessageId("6"), DISCUSSIONS, MIMOSA.collective, "prochains votes ?", "2")
    await talking.answer(w.deps, heard)
    await w.settle()
    return said_in(w, DISCUSSIONS)[-1].splitlines()


async def test_who_asks_for_all_hears_of_towns_that_nobody_follows_the_next_sitting_first(
    w: World,
) -> None:
    await announced(w, city="fr:04070", when="15 février 2027 à 18h")
    await announced(w, city="fr:13055", when="1er février 2027 à 18h")
    asked = [one for one in await asked_of_all(w) if one.startswith(("🗳️", "Aucun", "Cela"))]
    assert [one.split(" : ")[0] for one in asked] == [
        "🗳️ Prochain vote à Marseille (Bouches-du-Rhône)",
        "🗳️ Prochain vote à Digne-les-Bains (Alpes-de-Haute-Provence)",
        "Aucun vote à venir n’est connu à Forcalquier (Alpes-de-Haute-Provence).",
        "Cela ne veut pas dire qu’il n’y en a pas",
    ]


async def asked_next(w: World, *, is_open: bool = True) -> str:
    heard = Heard(
        MessageId("5"),
        DISCUSSIONS,
        MIMOSA.collective,
        "prochain vote à Forcalquier ?",
        MIMOSA.person,
        is_open=lambda _: is_open,
    )
    await talking.answer(w.deps, heard)
    await w.settle()
    return said_in(w, DISCUSSIONS)[-1]


async def test_who_asks_for_the_next_vote_hears_of_one_that_nobody_confirmed_yet(w: World) -> None:
    await report(w)
    assert (await asked_next(w)).splitlines() == [
        "🗳️ Vote à confirmer à Forcalquier (Alpes-de-Haute-Provence) : "
        "lundi 14 décembre 2026 à 18h30",
        "**Quoi** point 12, caméras fixes et mobiles",
    ]


async def test_what_nobody_confirmed_is_not_told_where_its_channel_is_not_seen(w: World) -> None:
    await report(w)
    said = await asked_next(w, is_open=False)
    assert said.startswith("Aucun vote à venir n’est connu à Forcalquier")
    assert "caméras" not in said


async def test_who_asks_for_the_next_vote_hears_of_one_that_waits_for_another_date(
    w: World,
) -> None:
    vote = await announced(w)
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), "")
    assert (await asked_next(w)).splitlines() == [
        "🗳️ Vote reporté à Forcalquier (Alpes-de-Haute-Provence), nouvelle date à venir",
        "**Quoi** point 12, caméras fixes et mobiles",
    ]


def events(w: World) -> list[Schedule]:
    return [one for one in w.chat.attempts if isinstance(one, Schedule)]


async def test_the_servers_calendar_holds_the_vote_and_keeps_in_step(w: World) -> None:
    vote = await announced(w)
    [made] = events(w)
    assert (made.event, made.place, made.name) == (
        None,
        vote.owner,
        "Vote vidéosurveillance à Forcalquier",
    )
    assert made.begins == vote.sitting.begins
    said = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
    await w.settle()
    moved = events(w)[-1]
    assert moved.event is not None
    assert moved.begins == made.begins + timedelta(days=2)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await w.settle()
    assert events(w)[-1].over


async def test_without_the_right_the_calendar_is_left_alone_and_the_rest_goes_on(
    w: World,
) -> None:
    w.chat.refuses[Schedule] = Refusal.NO_RIGHT
    done = await report(w)
    await confirm(w, done.vote.id)
    await calm(w)
    assert len(events(w)) == 1
    assert ANNOUNCED in said_in(w)
    assert not [one for one in said_in(w) if one.startswith("⚠️")]


async def test_a_sitting_without_its_hour_is_in_no_calendar_until_it_has_one(w: World) -> None:
    vote = await announced(w, when="lundi 14 décembre")
    assert events(w) == []
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), "lundi 14 décembre à 19h")
    await w.settle()
    assert len(events(w)) == 1


async def test_a_report_is_confirmed_by_its_button_never_by_a_step(w: World) -> None:
    done = await report(w)
    step = vote_changes.step(
        w.deps, GIROUETTE, await value(w, done.vote.id), S.CONFIRMED, why="vu en mairie"
    )
    assert await refused(step) is Reason.VOTE_UNCONFIRMED
    assert (await get(w, done.vote.id)).status is S.REPORTED


async def test_reports_of_the_past_and_what_forums_told_lock_nobody_out(w: World) -> None:
    for number in range(joining.MOST_OF_ONE):
        await report(w, item=f"Objet {number}", number=str(number + 1))
    too_many = report(w, item="Objet 9", number="9")
    assert await refused(too_many) is Reason.VOTES_OF_YOURS
    await after(w, 24 * 22)
    later = await report(w, when="lundi 11 janvier 2027 à 18h30", item="Objet 9", number="9")
    assert later.came is Came.NEW


async def test_several_moves_are_told_each_with_its_own_date(w: World) -> None:
    vote = await announced(w)
    for when in ("mercredi 16 décembre à 18h30", "vendredi 18 décembre à 18h30"):
        await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), when, why="grève")
    await w.settle()
    news = [one for one in said_in(w) if one.startswith("✏️ Vote déplacé")]
    assert ["mercredi 16" in news[0], "vendredi 18" in news[1]] == [True, True]
    assert "~~mercredi 16 décembre 2026 à 18h30~~" in news[1]
    assert news[1].endswith("Raison : grève.")


async def test_counts_that_come_later_are_no_correction(w: World) -> None:
    vote = await announced(w)
    await to_the_sitting(w)
    for tally in (Tally(), Tally(21, 6, 2)):
        said = await value(w, vote.id)
        await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, tally)
    await w.settle()
    assert not [one for one in said_in(w) if "Correction" in one]


async def test_a_corrected_outcome_does_not_keep_the_counts_of_the_other(w: World) -> None:
    vote = await announced(w)
    await to_the_sitting(w)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, Tally(21, 6))
    _, after_it = await vote_changes.step(
        w.deps, GIROUETTE, await value(w, vote.id), S.REJECTED, why="mal lu", corrects=True
    )
    await w.settle()
    assert after_it.tally == Tally()
    [told] = [one for one in said_in(w) if "Correction" in one]
    assert "\nRaison : mal lu." in told


async def test_no_step_comes_before_the_sitting_nor_back_before_it(w: World) -> None:
    vote = await announced(w)

    async def step(status: VoteStatus) -> object:
        said = await value(w, vote.id)
        return await vote_changes.step(w.deps, GIROUETTE, said, status, why="erreur", corrects=True)

    assert await refused(step(S.ADOPTED)) is Reason.VOTE_TOO_EARLY
    await after(w, 24 * 21)
    await step(S.ADOPTED)
    assert await refused(step(S.CONFIRMED)) is Reason.VOTE_PAST


async def test_a_sitting_of_today_needs_no_hour(w: World) -> None:
    done = await report(w, when="aujourd'hui")
    assert (done.vote.sitting.day.day, done.vote.sitting.hour) == (24, None)


async def test_a_withdrawn_vote_is_cancelled_in_calendars(w: World) -> None:
    vote = await announced(w)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await w.settle()
    files = [one.message.files for one in w.chat.attempts if isinstance(one, Amend)]
    assert b"STATUS:CANCELLED" in files[-1][0].data


async def test_the_day_of_a_convocation_is_put_right(w: World) -> None:
    vote = await announced(w)

    async def convoked(day: str) -> object:
        said = await value(w, vote.id)
        return await vote_changes.step(w.deps, GIROUETTE, said, S.ON_AGENDA, why="lu", day=day)

    await convoked("24/11/2026")
    _, after_ = await convoked("23/11/2026")  # type: ignore[misc]
    assert after_.status is S.ON_AGENDA
    assert await refused(convoked("14/12/2026")) is Reason.VOTE_CONVOKED
    assert await refused(convoked("")) is Reason.VOTE_SAME


async def test_who_checked_what_is_announced_is_said_and_that_no_document_tells_it(
    w: World,
) -> None:
    await announced(w, source="")
    [sent] = sends(w, "🗳️ Vote vidéosurveillance")
    assert (
        "**Source** sans document, confirmé par deux personnes : à vérifier"
        in sent.message.embeds[0].text.replace("\xa0", " ").splitlines()
    )
