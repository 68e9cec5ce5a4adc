"""How votes are told: which town, whose clock, and what nobody knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.attending import Coming
from bot.domain.ids import PersonId
from bot.domain.offers import OfferState
from bot.domain.sittings import Item, Sitting
from bot.domain.vote_facts import Fact, Facts
from bot.domain.votes import CouncilVote, Step, Tally, VoteStatus
from bot.ports.chat import Message
from bot.render import (
    city_votes,
    report_answers,
    vote_answers,
    vote_events,
    vote_lists,
    vote_questions,
    vote_reminders,
    votes,
)
from bot.render.calendars import calendar
from bot.render.texts import texts
from bot.render.votes import VoteCard
from tests.domain.test_votes import vote
from tests.world import registry

S = VoteStatus
PARIS, TAHITI = ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Tahiti")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 12, 14)
FRENCH = texts("fr", plain=True)
OVERSEAS = [
    ("fr:97411", "Indian/Reunion", "heure de La Réunion"),
    ("fr:97209", "America/Martinique", "heure de la Martinique"),
    ("fr:97105", "America/Guadeloupe", "heure de la Guadeloupe"),
    ("fr:97302", "America/Cayenne", "heure de la Guyane"),
    ("fr:97608", "Indian/Mayotte", "heure de Mayotte"),
    ("fr:98735", "Pacific/Tahiti", "heure de Tahiti"),
    ("fr:98818", "Pacific/Noumea", "heure de Nouméa"),
    ("fr:97502", "America/Miquelon", "heure de Saint-Pierre-et-Miquelon"),
]


def card(
    one: CouncilVote, town: str = "Forcalquier", zone: ZoneInfo = PARIS, **came: int
) -> VoteCard:
    commune = registry().get(one.city)
    assert commune is not None
    coming = {Coming(answer): n for answer, n in came.items()}
    return VoteCard(one, commune, coming, zone, town)


def at(zone: str, hour: time | None = time(18, 30), **other: object) -> CouncilVote:
    return vote(S.CONFIRMED, sitting=Sitting(DAY, hour, ZoneInfo(zone)), **other)


def everywhere(one: CouncilVote, zone: ZoneInfo = PARIS) -> dict[str, str]:
    """Each text that tells when a vote is, to who lives in `zone`."""
    made = card(one, zone=zone)
    before = one.sitting.begins - timedelta(hours=20)
    [commune] = registry().named("Forcalquier")

    def name(_: object) -> str:
        return "Forcalquier"

    moved = replace(one.sitting, day=date(2026, 12, 16))
    told: dict[str, Message | str] = {
        "announcement": votes.announced(made, FRENCH, NOW),
        "headline": votes.headline(made, FRENCH),
        "reminder": vote_reminders.reminded(made, FRENCH, NOW),
        "near": vote_reminders.reminded(made, FRENCH, before),
        "soon": vote_reminders.reminded(made, FRENCH, before + timedelta(hours=17)),
        "result asked": vote_reminders.result_asked(made, FRENCH, one.sitting.ends),
        "moved": votes.moved(made, moved, FRENCH),
        "back": votes.news(made, "back", FRENCH, why="", was=""),
        "noted": votes.noted(made, Coming.YES, FRENCH),
        "question": vote_questions.reported(
            replace(made, vote=replace(one, status=S.REPORTED)), FRENCH, NOW
        ),
        "asked again": vote_questions.asked_again(
            replace(made, vote=replace(one, status=S.REPORTED)), FRENCH, NOW
        ),
        "event": vote_events.text(made, FRENCH),
        "list": vote_lists.line(one, name, FRENCH, zone),
        "confirmed": vote_answers.confirmed(one, commune, [], FRENCH, zone),
        "dropped": vote_answers.dropped(one, commune, FRENCH, zone),
        "which": vote_answers.which_result(one, commune, FRENCH, zone),
        "new": report_answers.new(one, commune, [], None, FRENCH, zone, organiser=False),
        "known": report_answers.known(one, commune, FRENCH, zone),
        "changed": vote_answers.changed(one, one, commune, FRENCH, zone),
        "history": vote_lists.history(
            one, [], [], commune, FRENCH, zone, names=True, named=lambda _: None
        ),
        "completed": report_answers.completed(None, one, commune, FRENCH, zone, organiser=False),
        "differs": report_answers.differs(one, commune, None, FRENCH, zone, organiser=False),
        "chosen": report_answers.chosen(one, commune, FRENCH, zone, took=False),
        "corrected": votes.corrected(made, {}, FRENCH),
        "hour": votes.hour_known(made, FRENCH),
        "next": vote_lists.next_votes([vote_lists.Next(commune, one)], FRENCH, zone),
        "correcting": vote_answers.how_to_correct(one, commune, FRENCH, zone),
        "taken": vote_answers.taken(one, commune, FRENCH, zone, took=True, trust=False),
        "offer": vote_questions.offered(made, OfferState.OPEN, 1, FRENCH, known=False),
        "city": city_votes.headline("Forcalquier", one, FRENCH, zone, room=80),
        "card": "\n".join(city_votes.lines([one], [one], FRENCH, NOW, zone)),
    }
    return {kind: one if isinstance(one, str) else one.content for kind, one in told.items()}


@pytest.mark.parametrize(("city", "zone", "clock"), OVERSEAS)
def test_who_lives_by_another_clock_is_told_whose_it_is(city: str, zone: str, clock: str) -> None:
    one = at(zone, city=city)
    told = everywhere(one)
    assert [kind for kind, said in told.items() if clock not in said] == []
    at_home = everywhere(one, ZoneInfo(zone))
    assert [kind for kind, said in at_home.items() if "heure de" in said] == []


@pytest.mark.parametrize(
    ("zone", "second", "which"),
    [
        ("Europe/Paris", False, "la première"),
        ("Europe/Paris", True, "la seconde"),
        ("America/Martinique", False, ""),
    ],
)
def test_an_hour_that_comes_twice_that_night_says_which(
    zone: str, second: bool, which: str
) -> None:
    night = Sitting(date(2027, 10, 31), time(2, 30), ZoneInfo(zone), second)
    told = everywhere(vote(S.CONFIRMED, sitting=night), ZoneInfo(zone))
    for kind in ("new", "question"):
        assert ("deux fois" in told[kind]) == bool(which)
        said = f"2h30 (cette heure a lieu deux fois : {which})"
        assert (said in told[kind]) == bool(which)


def test_those_overseas_are_told_of_the_clock_of_paris() -> None:
    told = everywhere(at("Europe/Paris"), ZoneInfo("Indian/Reunion"))
    assert [kind for kind, said in told.items() if "heure de Paris" not in said] == []


def test_tomorrow_there_is_not_called_tomorrow_where_it_is_today_already() -> None:
    made = card(at("Pacific/Tahiti"), "Papeete")
    now = made.vote.sitting.begins - timedelta(hours=22)  # the 14th in Paris, the 13th in Tahiti
    said = vote_reminders.reminded(made, FRENCH, now).content.splitlines()[0]
    assert said == "⏰ Papeete, vote dans 22 heures : lundi 14 décembre à 18h30, heure de Tahiti"


@pytest.mark.parametrize(
    ("before", "left"),
    [
        (timedelta(hours=3), "Dans 3 heures."),
        (timedelta(hours=2, minutes=59, seconds=48), "Dans 3 heures."),
        (timedelta(minutes=59, seconds=50), "Dans 1 heure."),
        (timedelta(minutes=20), "Dans 20 minutes."),
    ],
)
def test_a_reminder_that_left_some_seconds_late_counts_no_hour_less(
    before: timedelta, left: str
) -> None:
    made = card(at("Europe/Paris"))
    said = vote_reminders.reminded(made, FRENCH, made.vote.sitting.begins - before).content
    assert left in said


def test_a_headline_fits_a_locked_screen_and_keeps_town_and_clock() -> None:
    made = card(
        at("Indian/Reunion", item=Item("", "x", "videosurveillance")), "Saint-Denis (La Réunion)"
    )
    said = votes.headline(made, FRENCH)
    assert said == ("🗳️ Vote à Saint-Denis (La Réunion), lun. 14 déc. à 18h30, heure de La Réunion")
    assert len(said) <= 80


def test_a_long_place_leaves_the_headline_short() -> None:
    place = "salle polyvalente Marcel-Pagnol, derrière la mairie annexe"
    made = card(at("Europe/Paris", place=place))
    said = vote_reminders.reminded(made, FRENCH, made.vote.sitting.begins - timedelta(hours=3))
    assert said.content.splitlines()[:2] == [
        "⏰ Forcalquier, vote aujourd'hui à 18h30",
        f"**Où** {place}",
    ]


@pytest.mark.parametrize("days", [7, 2, 1, 0])
def test_without_its_hour_nothing_counts_down_to_an_instant(days: int) -> None:
    made = card(at("Europe/Paris", None))
    now = datetime(2026, 12, 14, 8, tzinfo=UTC) - timedelta(days=days)
    told = {0: "aujourd'hui", 1: "demain"}.get(days, f"dans {days} jours")
    assert vote_reminders.reminded(made, FRENCH, now).content.splitlines()[:2] == [
        f"⏰ Forcalquier, vote {told} : lundi 14 décembre",
        "L'heure n'est pas connue.",
    ]
    [embed] = votes.announced(made, FRENCH, now).embeds
    assert "**Quand** lundi 14 décembre 2026 (l'heure n'est pas connue)" in embed.text
    assert "<t:" not in embed.text


def test_without_its_hour_the_calendar_file_says_so() -> None:
    said = calendar(card(at("Europe/Paris", None)), FRENCH, NOW).decode()
    assert "DTSTART;VALUE=DATE:20261214" in said
    assert "L'heure n'est pas connue." in said


def test_a_town_with_homonyms_has_its_department_in_calendars_too() -> None:
    made = card(at("Europe/Paris"), "Saint-Denis (Seine-Saint-Denis)")
    assert "Saint-Denis (Seine-Saint-Denis)" in vote_events.name(made, FRENCH)
    assert "Saint-Denis (Seine-Saint-Denis)" in vote_events.location(made)
    unfolded = calendar(made, FRENCH, NOW).decode().replace("\r\n ", "")
    assert "SUMMARY:Vote à Saint-Denis (Seine-Saint-Denis) : caméras fixes" in unfolded


@pytest.mark.parametrize(
    ("theme", "name", "withdrawn"),
    [
        ("drones", "Vote drones à Forcalquier", "pas de vote drones lundi 14 décembre"),
        ("vsa", "Vote vidéosurveillance algorithmique à Forcalquier", "il n'a pas lieu lundi 14"),
        ("marche", "Vote à Forcalquier : x", "il n'a pas lieu lundi 14 décembre"),
        ("", "Vote à Forcalquier : x", "il n'a pas lieu lundi 14 décembre"),
    ],
)
def test_what_is_said_fits_the_theme(theme: str, name: str, withdrawn: str) -> None:
    made = card(at("Europe/Paris", item=Item("", "x", theme)))
    assert vote_events.name(made, FRENCH) == name
    assert withdrawn in votes.news(made, "withdrawn", FRENCH, why="", was="").content
    postponed = votes.news(made, "postponed", FRENCH, why="", was="").content
    assert "caméras" not in postponed
    assert "Vote marché" not in votes.headline(made, FRENCH)


def test_a_postponed_vote_is_struck_out_in_the_list() -> None:
    one = replace(at("Europe/Paris"), status=S.POSTPONED, tally=Tally())
    said = vote_lists.line(one, lambda _: "Forcalquier", FRENCH, PARIS)
    assert said == ("- Forcalquier, ~~lundi 14 décembre 2026 à 18h30~~ : caméras fixes (reporté)")


def test_postponed_votes_have_a_heading_of_their_own_in_the_list() -> None:
    one = replace(at("Europe/Paris"), status=S.POSTPONED)
    said = vote_lists.listed(
        [], [], [], [], lambda _: "Forcalquier", FRENCH, PARIS, organiser=False, postponed=[one]
    )
    assert said.content.splitlines()[0] == "**Reportés, date inconnue**"
    assert "À venir" not in said.content


def test_a_citys_card_strikes_out_the_date_of_a_postponed_vote() -> None:
    one = replace(at("Europe/Paris"), status=S.POSTPONED)
    [_, said] = city_votes.lines([one], [], FRENCH, NOW, PARIS)
    assert said == "- ~~lundi 14 décembre 2026 à 18h30~~ : caméras fixes (reporté)"


def test_news_say_which_item_it_is_about() -> None:
    made = card(at("Europe/Paris", item=Item("12", "caméras fixes", "videosurveillance")))
    sitting = made.vote.sitting
    told = [
        votes.moved(made, replace(sitting, day=date(2026, 12, 7)), FRENCH),
        votes.news(made, "withdrawn", FRENCH, why="", was=""),
        votes.news(made, "adopted", FRENCH, why="", was=""),
        vote_reminders.result_asked(made, FRENCH, sitting.ends),
    ]
    assert [one.content.splitlines()[1] for one in told] == ["**Quoi** point 12, caméras fixes"] * 4


def test_a_reason_ends_with_one_full_stop() -> None:
    made = card(at("Europe/Paris"))
    said = votes.news(made, "withdrawn", FRENCH, why="le maire y renonce.", was="").content
    assert said.endswith("\nRaison : le maire y renonce.")


def test_what_is_called_off_is_struck_out() -> None:
    one = replace(at("Europe/Paris", None), status=S.WITHDRAWN)
    [embed] = votes.announced(card(one), FRENCH, NOW).embeds
    assert embed.text.splitlines()[0] == "**Quand** ~~lundi 14 décembre 2026~~"


@pytest.mark.parametrize("status", [S.RUMOURED, S.REPORTED, S.CONFIRMED, S.HELD, S.ADOPTED])
@pytest.mark.parametrize("reporter", [None, "1"])
def test_the_first_line_is_what_a_locked_screen_shows(status: S, reporter: str | None) -> None:
    tally = Tally(21, 6, 2)
    one = at("Indian/Reunion", reporter=reporter, tally=tally, place="x" * 60)
    made = card(replace(one, status=status), "Saint-Denis (La Réunion)")
    sent = [
        vote_questions.reported(made, FRENCH, NOW),
        vote_questions.asked_again(made, FRENCH, NOW),
        vote_questions.asked_again(made, FRENCH, one.sitting.ends),
        votes.announced(made, FRENCH, NOW),
        vote_reminders.result_asked(made, FRENCH, one.sitting.ends),
    ]
    for said in sent:
        head = said.content.splitlines()[0]
        assert "Saint-Denis (La Réunion)" in head
        assert "14 déc" in head[:80]


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        (
            [timedelta(days=7), timedelta(days=2), timedelta(hours=3)],
            "Je vous rappelle chaque vote 7 jours, 2 jours et 3 heures avant la séance.",
        ),
        ([timedelta(days=1)], "Je vous rappelle chaque vote 1 jour avant la séance."),
        (
            [timedelta(hours=3)],
            "Je vous rappelle chaque vote 3 heures avant la séance. "
            "Si son heure n'est pas connue : la veille.",
        ),
        (
            [timedelta(hours=36), timedelta(minutes=90)],
            "Je vous rappelle chaque vote 36 heures et 90 minutes avant la séance.",
        ),
    ],
)
def test_the_reminders_chosen_are_said_as_they_come(spans: list[timedelta], said: str) -> None:
    assert vote_reminders.habits(spans, FRENCH).content == said


def test_without_its_hour_a_citys_card_counts_in_days() -> None:
    one = at("Europe/Paris", None)
    assert city_votes.lines([one], [one], FRENCH, NOW, PARIS)[1] == (
        "- lundi 14 décembre 2026 (dans 20 jours, l'heure n'est pas connue) : caméras fixes"
    )


def test_the_list_says_that_an_hour_is_not_known() -> None:
    said = vote_lists.line(at("Europe/Paris", None), lambda _: "Forcalquier", FRENCH, PARIS)
    assert said == (
        "- Forcalquier, lundi 14 décembre 2026 (l'heure n'est pas connue) : "
        "caméras fixes (confirmé)"
    )


def test_who_comes_is_told_so_in_english() -> None:
    said = votes.noted(card(at("Europe/Paris")), Coming.YES, texts("en")).content
    assert said == "Noted: you are coming to the vote in Forcalquier, Monday 14 December at 18:30."


def test_an_hour_that_is_known_at_last_is_no_move() -> None:
    made = card(at("Europe/Paris"))
    said = votes.moved(made, replace(made.vote.sitting, hour=None), FRENCH).content.splitlines()
    assert said[0] == "✏️ L'heure du vote à Forcalquier : lundi 14 décembre à 18h30"
    assert said[2] == "Elle n'était pas connue. Calendrier et rappels suivent."


@pytest.mark.parametrize("hour_before", [time(18, 30), None])
def test_a_move_to_a_day_whose_hour_nobody_knows_says_so(hour_before: time | None) -> None:
    made = card(at("Europe/Paris", None))
    before = replace(made.vote.sitting, day=date(2026, 12, 11), hour=hour_before)
    said = votes.moved(made, before, FRENCH).content.splitlines()
    assert said[0] == "✏️ Vote déplacé à Forcalquier : lundi 14 décembre"
    assert said[2] == "L'heure n'est pas connue."


@pytest.mark.parametrize(
    ("did", "before", "said"),
    [
        (vote_answers.Did.MOVED, Sitting(date(2026, 12, 7), time(18, 30), PARIS), "déplacé"),
        (vote_answers.Did.MOVED, Sitting(DAY, None, PARIS), "heure notée"),
        (vote_answers.Did.CORRECTED, Sitting(DAY, time(18, 30), PARIS), "corrigé"),
    ],
)
def test_who_moves_or_corrects_a_vote_is_told_that_and_not_that_it_is_confirmed(
    did: vote_answers.Did, before: Sitting, said: str
) -> None:
    after = at("Europe/Paris", version=1)
    [commune] = registry().named("Forcalquier")
    was = replace(after, sitting=before, version=0)
    answer = vote_answers.changed(was, after, commune, FRENCH, PARIS, did).content
    assert answer == (
        "Vote à Forcalquier (Alpes-de-Haute-Provence), lundi 14 décembre 2026 à 18h30 : "
        f"{said}. Je préviens partout où il avait été annoncé."
    )


def test_who_tells_the_day_of_publication_hears_that_day_and_that_it_is_put_right() -> None:
    before = replace(at("Europe/Paris"), status=S.PUBLISHED)
    after = replace(before, published=date(2026, 12, 16), version=1)
    [commune] = registry().named("Forcalquier")
    assert vote_answers.changed(before, after, commune, FRENCH, PARIS).content == (
        "Vote à Forcalquier (Alpes-de-Haute-Provence), séance du 14 décembre 2026 : "
        "délibération publiée le "
        "mercredi 16 décembre 2026. Je mets à jour partout où il avait été annoncé."
    )


def history(one: CouncilVote, steps: list[Step]) -> list[str]:
    [commune] = registry().named("Forcalquier")
    said = vote_lists.history(
        one, steps, [], commune, FRENCH, PARIS, names=False, named=lambda _: None
    )
    return [line.partition(", ")[2] for line in said.content.splitlines()[2:]]


def test_a_move_is_told_as_one_in_the_history_and_nobody_postponed() -> None:
    one = at("Europe/Paris")
    to = replace(one.sitting, day=date(2026, 12, 16), hour=time(19))
    moved, steps = one.move(to, PersonId("2"), NOW)
    again, more = moved.move(replace(to, hour=time(20)), PersonId("2"), NOW + timedelta(hours=1))
    assert history(again, [*steps, *more]) == [
        "déplacé du lundi 14 décembre 2026 à 18h30 au mercredi 16 décembre 2026 à 19h",
        "déplacé du mercredi 16 décembre 2026 à 19h au mercredi 16 décembre 2026 à 20h",
    ]


def test_what_was_postponed_before_it_had_another_date_says_so_in_the_history() -> None:
    postponed, steps = at("Europe/Paris").walk([S.POSTPONED], PersonId("2"), NOW)
    to = replace(postponed.sitting, day=date(2026, 12, 16))
    moved, more = postponed.move(to, PersonId("2"), NOW + timedelta(hours=1))
    assert history(moved, [*steps, *more]) == [
        "reporté",
        "déplacé du lundi 14 décembre 2026 à 18h30 au mercredi 16 décembre 2026 à 18h30",
    ]


def test_an_hour_that_was_not_known_is_added_in_the_history() -> None:
    one = at("Europe/Paris", None)
    told, steps = one.move(replace(one.sitting, hour=time(18, 30)), PersonId("2"), NOW)
    assert history(told, steps) == ["heure ajoutée : lundi 14 décembre 2026 à 18h30"]


def test_a_citys_card_keeps_the_result_of_what_was_published_since() -> None:
    one = replace(at("Europe/Paris"), status=S.PUBLISHED, tally=Tally(21, 6, 2))
    [_, said] = city_votes.lines([one], [], FRENCH, NOW, PARIS)
    assert said == (
        "- lundi 14 décembre 2026 à 18h30 : caméras fixes "
        "(adopté, 21 pour, 6 contre, 2 abstentions, délibération publiée)"
    )


@dataclass(frozen=True)
class Said:
    facts: Facts
    id: int = 1


def test_an_hour_that_nobody_knew_is_no_dispute() -> None:
    made, said = card(at("Europe/Paris", None)), Said({Fact.HOUR: "18:30"})
    asked = vote_questions.doubted(made, said, None, FRENCH)
    assert asked.content.splitlines()[:2] == [
        "✏️ L'heure du vote à Forcalquier, lundi 14 décembre ?",
        "L'heure manquait : 18h30 ?",
    ]
    [commune] = registry().named("Forcalquier")
    answer = report_answers.differs(made.vote, commune, said, FRENCH, PARIS, organiser=False)
    assert "mais sans son heure" in answer.content
    assert "autrement" not in answer.content


def test_a_deliberation_is_told_by_the_day_of_its_publication_not_by_that_of_its_sitting() -> None:
    one = replace(at("Europe/Paris"), status=S.PUBLISHED, published=date(2027, 2, 14))
    head = votes.news(card(one, "Forcalquier"), "state", FRENCH, why="", was="").content
    assert head.splitlines()[0] == (
        "🗳️ Forcalquier : délibération publiée le 14 février 2027 (séance du 14 décembre)"
    )
    far = votes.headline(card(one, "Saint-Denis (La Réunion)"), FRENCH)
    assert len(far) <= votes.HEADLINE
    held = replace(one, status=S.ADOPTED, published=None)
    done = vote_answers.changed(
        held, one, card(one, "Forcalquier").commune, FRENCH, ZoneInfo("Europe/Paris")
    ).content
    assert "séance du 14 décembre 2026 : délibération publiée le dimanche 14 février 2027" in done


def test_a_rumour_that_is_confirmed_was_not_reported_in_between() -> None:
    by, told = PersonId("3"), NOW + timedelta(minutes=1)
    said = history(
        at("Europe/Paris"),
        [
            Step(NOW, PersonId("2"), None, S.RUMOURED),
            Step(told, by, S.RUMOURED, S.REPORTED),
            Step(told, by, S.REPORTED, S.CONFIRMED),
        ],
    )
    assert said == ["entendu dire, sans source", "confirmé"]


def test_what_one_organiser_alone_vouches_for_without_a_document_is_to_be_checked() -> None:
    one = replace(at("Europe/Paris"), source="", url="", confirmer=PersonId("9"))
    said = "sans document, confirmé par une personne : à vérifier"
    assert votes.source(replace(one, reporter=None), FRENCH) == said
    by_two = replace(one, reporter=PersonId("2"))
    said = "sans document, confirmé par deux personnes : à vérifier"
    assert votes.source(by_two, FRENCH) == said


def test_what_is_withdrawn_from_a_sitting_to_come_is_not_past() -> None:
    one = replace(at("Europe/Paris"), status=S.WITHDRAWN)
    told = vote_lists.listed(
        [], [], [], [], lambda _: "Forcalquier", FRENCH, PARIS, organiser=False, withdrawn=[one]
    ).content
    assert told.splitlines()[0] == "**Retirés de l'ordre du jour**"
