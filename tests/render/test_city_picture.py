"""What the picture of a city shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import (
    ChannelId,
    CityId,
    CollectiveId,
    DeadlineId,
    PersonId,
    ProjectId,
    VoteId,
)
from bot.domain.kept_deadlines import Basis, DeadlineState, Kept
from bot.domain.project_facts import Source
from bot.domain.projects import ProjectStatus, Step
from bot.domain.sittings import Item, Sitting
from bot.domain.vague import VagueDate
from bot.domain.votes import CouncilVote, VoteStatus
from bot.domain.wordings import Wording
from bot.ports.forum import Trouble
from bot.render import city_picture
from bot.render.deadline_cards import Card
from bot.render.pictures import alternative
from bot.render.pictures.content import Content, Due, Mark, NextVote, Shape
from bot.render.texts import texts
from tests.render.test_city_card import (
    NICE,
    NOW,
    PARIS,
    READ,
    SOURCE,
    card,
    commune,
    project,
    topic,
)


def shown(**facts: object) -> Content:
    return city_picture.shown(card(**facts), texts("fr"), NOW, PARIS)


def step(when: VagueDate | None, status: ProjectStatus, *, corrects: bool = False) -> Step:
    return Step(NOW, None, None, status, when, None, corrects=corrects)


def dates(content: Content) -> list[tuple[str, str]]:
    return [(one.date, one.words) for one in content.points]


def test_each_state_has_its_shape() -> None:
    every = tuple(project(status, status) for status in ProjectStatus)
    assert {one.shape for one in shown(projects=every).projects} == set(Shape)


def test_projects_come_with_their_figures_and_their_age() -> None:
    [first, second, third] = shown(projects=NICE).projects
    assert first.fact == "Wintics · vu en 2022"
    assert second.fact == "4\u202f000 caméras · vu en 2022"
    assert (third.state, third.shape) == ("abandonné", Shape.STOPPED)


def test_a_project_alone_tells_its_whole_fact() -> None:
    one = project("Caméras", fact="Le maire projette des caméras.")
    [alone] = shown(projects=(one,)).projects
    assert alone.fact == "Le maire projette des caméras · vu en 2022"


def test_the_timeline_has_the_dated_steps_the_last_fact_and_today() -> None:
    one = NICE[0]
    steps = (
        (one, step(VagueDate(2017), ProjectStatus.INSTALLED)),
        (one, step(VagueDate(2018), ProjectStatus.VOTED, corrects=True)),
        (one, step(None, ProjectStatus.TENDER)),
    )
    content = shown(projects=NICE, steps=steps)
    assert dates(content) == [
        ("2018", "voté"),
        ("sept. 2022", "dernier fait connu"),
        ("23 nov.", "aujourd’hui"),
    ]
    assert [one.mark for one in content.points] == [Mark.STEP, Mark.FACT, Mark.TODAY]
    assert content.points[1].silent_after


def test_the_latest_of_many_dates_are_kept() -> None:
    steps = tuple(
        (NICE[0], step(VagueDate(year), ProjectStatus.VOTED)) for year in range(2010, 2022)
    )
    assert [when for when, _ in dates(shown(projects=NICE, steps=steps))] == [
        *("2019", "2020", "2021", "sept. 2022", "23 nov."),
    ]


def test_a_recent_fact_is_neither_old_nor_followed_by_silence() -> None:
    fresh = Source("mairie", VagueDate(2026, 11, 20))
    content = shown(projects=(replace(NICE[0], source=fresh, seen=fresh.as_of),))
    assert not content.old
    assert dates(content)[0] == ("20 nov.", "dernier fait connu")
    assert not content.points[0].silent_after


def test_a_city_that_only_the_forum_speaks_of_is_not_shown_as_unknown() -> None:
    content = shown(threads=(topic(newest=NOW - timedelta(days=2)),))
    assert not content.is_empty
    assert dates(content)[0] == ("21 nov.", "le forum en parle")
    assert content.unknown == ("quel projet, et où il en est",)


def test_of_a_city_without_anything_nothing_is_made_up() -> None:
    content = shown()
    assert content.is_empty
    assert (content.points, content.unknown, content.known) == ((), (), "")


def test_a_forum_whose_threads_cannot_be_read_again_is_read_in_part() -> None:
    [partly] = shown(sources=(replace(READ, threads_since=READ.last_success),)).sources
    assert (partly.words, partly.readable) == ("Forum lu aujourd’hui, en partie", False)


def test_a_source_that_could_not_be_read_is_not_shown_as_read() -> None:
    [down] = shown(sources=(replace(READ, trouble=Trouble.SERVER),)).sources
    assert (down.readable, down.words) == (
        False,
        "Forum illisible, dernière lecture aujourd’hui",
    )
    [never] = shown(sources=(replace(READ, last_success=None),)).sources
    assert (never.readable, never.words) == (False, "Forum jamais lu")


def test_the_same_day_gives_the_same_picture() -> None:
    later = NOW + timedelta(hours=3)
    first = city_picture.shown(card(projects=NICE), texts("fr"), NOW, PARIS)
    assert city_picture.shown(card(projects=NICE), texts("fr"), later, PARIS) == first
    assert date(2026, 11, 23).isoformat() not in first.made


def test_dates_of_several_projects_say_whose_they_are() -> None:
    other = replace(NICE[1], id=ProjectId(2), root=ProjectId(2))
    steps = (
        (NICE[0], step(VagueDate(2018), ProjectStatus.INSTALLED)),
        (other, step(VagueDate(2020), ProjectStatus.VOTED)),
    )
    content = shown(projects=(NICE[0], other), steps=steps)
    assert dates(content)[:2] == [
        ("2018", "en place, Vidéosurveillance algorithmique"),
        ("2020", "voté, Parc de vidéosurveillance"),
    ]


def test_what_is_abandoned_without_a_date_is_not_drawn_as_going_on() -> None:
    one = replace(NICE[0], status=ProjectStatus.CANCELLED, source=None)
    content = shown(projects=(one,), steps=((one, step(VagueDate(2026, 11), ProjectStatus.VOTED)),))
    assert content.points[-2].silent_after


def test_steps_and_the_last_fact_stand_in_the_order_of_time() -> None:
    one = NICE[0]
    steps = (
        (one, step(VagueDate(2018), ProjectStatus.TENDER)),
        (one, step(VagueDate(2026, 3), ProjectStatus.VOTED)),
    )
    content = shown(projects=(one,), steps=steps)
    assert dates(content) == [
        ("2018", "marché lancé"),
        ("mars 2026", "voté"),
        ("23 nov.", "aujourd’hui"),
    ]
    assert content.points[1].mark is Mark.FACT


def test_the_alternative_text_says_projects_once() -> None:
    alt = alternative.text(shown(projects=NICE), texts("fr"))
    assert alt.count("Projets") == 1
    assert "Dernier fait : La Quadrature du Net, septembre 2022" in alt.replace("\u00a0", " ")


def test_a_day_of_another_year_is_told_by_its_month() -> None:
    source = replace(SOURCE, as_of=VagueDate(2023, 2, 3))
    content = shown(projects=(replace(NICE[0], source=source, seen=source.as_of),))
    assert dates(content)[0] == ("févr. 2023", "dernier fait connu")
    assert content.dated == "3 février 2023 (il y a 3 ans)"


def test_what_only_one_project_lacks_names_it_as_it_is_written() -> None:
    known = (replace(NICE[0], facts=replace(NICE[0].facts, cost=90_000)), project("Micros *là*"))
    content = shown(projects=known)
    assert content.unknown[:2] == ("le coût (Micros *là*)", "le fournisseur (Micros *là*)")


def test_a_town_of_belgium_has_its_province_in_words() -> None:
    for code, french, english in (
        ("be:21004", "Bruxelles-Capitale, Belgique", "Brussels-Capital, Belgium"),
        ("be:24062", "Brabant flamand, Belgique", "Flemish Brabant, Belgium"),
        ("be:62063", "Liège, Belgique", "Liège, Belgium"),
    ):
        there = card(commune=commune(code))
        said = [
            city_picture.shown(there, texts(one), NOW, PARIS).department for one in ("fr", "en")
        ]
        assert said == [french, english]


def test_a_project_alone_does_not_repeat_what_its_fact_says() -> None:
    one = replace(
        project("Micros", supplier="Serenicity", fact="Avec Serenicity, dès 2019."),
        since=VagueDate(2019),
    )
    [alone] = shown(projects=(one,)).projects
    assert alone.fact == "Avec Serenicity, dès 2019 · vu en 2022"


def test_many_dates_of_several_projects_are_fewer_to_have_room_for_their_names() -> None:
    other = replace(NICE[1], id=ProjectId(2), root=ProjectId(2))
    steps = tuple(
        (one, step(VagueDate(year), ProjectStatus.EXTENDED))
        for year in (2023, 2024, 2025)
        for one in (NICE[0], other)
    )
    assert len(shown(projects=(NICE[0], other), steps=steps).points) == 4


def vote(
    day: date = date(2026, 12, 14),
    hour: time | None = time(18, 30),
    status: VoteStatus = VoteStatus.CONFIRMED,
    zone: ZoneInfo = PARIS,
) -> CouncilVote:
    return CouncilVote(
        id=VoteId(1),
        root=VoteId(1),
        owner=CollectiveId("1"),
        city=CityId("fr:06088"),
        status=status,
        sitting=Sitting(day, hour, zone),
        place="",
        item=Item("12", "caméras fixes et mobiles"),
        source="ordre du jour",
        url="",
        reporter=None,
        channel=ChannelId("7"),
    )


def deadline(due: date, *, item: str = "", taker: str = "") -> Card:
    kept = Kept(
        id=DeadlineId(1),
        owner=CollectiveId("1"),
        city=CityId("fr:06088"),
        basis=Basis("fr.rep.deliberation", date(2026, 11, 2)),
        due=due,
        zone=PARIS,
        state=DeadlineState.OPEN,
        by=None,
        channel=ChannelId("7"),
        taker=PersonId(taker) if taker else None,
    )
    title = Wording("Recours contre une délibération", "Challenge of a deliberation")
    return Card(kept, "Nice", title, None, None, title, item, False, False, False, ())


def test_the_next_vote_is_told_with_its_date_in_words_and_its_state() -> None:
    later = vote(date(2026, 12, 21))
    assert shown(votes=(later, vote(status=VoteStatus.ON_AGENDA))).vote == NextVote(
        "lundi 14 décembre 2026 à 18h30",
        "caméras fixes et mobiles",
        21,
        "à l’ordre du jour",
        more=1,
    )


def test_a_vote_whose_hour_nobody_knows_says_so() -> None:
    told = shown(votes=(vote(hour=None),)).vote
    assert told is not None
    assert (told.when, told.state) == (
        "lundi 14 décembre 2026",
        "confirmé, l’heure n’est pas connue",
    )


def test_days_until_a_vote_are_counted_on_the_clock_of_its_town() -> None:
    there = vote(date(2026, 11, 24), time(1), zone=ZoneInfo("Indian/Reunion"))
    evening = NOW.replace(hour=20, minute=30)  # past midnight over there
    content = city_picture.shown(card(votes=(there,)), texts("fr"), evening, PARIS)
    assert content.vote is not None
    assert content.vote.days == 0


def test_a_vote_that_is_over_or_postponed_is_not_the_next_one() -> None:
    over, postponed = vote(date(2026, 11, 2)), vote(status=VoteStatus.POSTPONED)
    assert shown(votes=(over, postponed)).vote is None


def test_open_deadlines_are_told_in_their_order_and_without_who_took_them() -> None:
    due = (
        deadline(date(2026, 11, 24), item="caméras *fixes*"),
        deadline(date(2027, 1, 4), taker="5"),
    )
    content = shown(deadlines=due, more_deadlines=4)
    assert content.dues == (
        Due(
            "mardi 24 novembre 2026",
            "Recours contre une délibération (caméras *fixes*)",
            "demain",
        ),
        Due(
            "lundi 4 janvier 2027",
            "Recours contre une délibération",
            "dans 42 jours",
            "quelqu’un s’en charge",
        ),
    )
    assert content.more_dues == 4


def test_a_city_of_which_only_a_vote_or_a_deadline_is_known_is_not_shown_as_unknown() -> None:
    for content in (shown(votes=(vote(),)), shown(deadlines=(deadline(date(2026, 12, 1)),))):
        assert not content.is_empty
        assert content.unknown == ("quel projet, et où il en est",)
