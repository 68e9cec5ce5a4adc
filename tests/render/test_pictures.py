"""The city's picture: what stands where, whatever the words are."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.pictures import card
from bot.render.pictures.canvas import Box
from bot.render.pictures.content import (
    Bar,
    Content,
    Due,
    Mark,
    NextVote,
    Point,
    Shape,
    ShownProject,
    Source,
)
from bot.render.texts import texts
from tests.picturing import DUES, EMPTY, FACT, FORUM, NICE, TODAY

SVG = "{http://www.w3.org/2000/svg}"
FR = texts("fr")
LONG = "Portique de reconnaissance faciale à l'entrée d'un lycée"
FACT_OF_FOUR_LINES = "La ville a posé des micros qui signalent les sons jugés anormaux. " * 4


class Drawn:
    """A picture as its elements say."""

    def __init__(self, content: Content, locale: str = "fr") -> None:
        self.drawing = card.draw(content, texts(locale))
        self.root = ET.fromstring(self.drawing.svg)  # noqa: S314 - our own
        self.texts = list(self.root.iter(f"{SVG}text"))
        self.words = [element.text or "" for element in self.texts]
        self.shapes = [one.get("href", "#")[1:] for one in self.root.iter(f"{SVG}use")]

    def said(self) -> str:
        return " ".join(self.words).replace("\u00a0", " ")

    def size(self, words: str) -> float:
        element = self.texts[self.words.index(words)]
        return float(element.get("style", "").removeprefix("font-size:").removesuffix("px"))

    def boxes(self, style: str) -> list[ET.Element]:
        return [one for one in self.root.iter(f"{SVG}rect") if one.get("class") == style]


def project(title: str, fact: str = "vu en 2022", *, contested: bool = False) -> ShownProject:
    return ShownProject(title, "en place", Shape.IN_PLACE, fact, contested)


def test_three_projects_with_their_states_a_vote_dates_and_two_tallies_stand_together() -> None:
    drawn = Drawn(NICE)

    for words in (
        *("Nice", "Alpes-Maritimes (06)", "Prochain vote", "lundi 14 décembre 2026 à 18h30"),
        *("21", "jours", "Vidéosurveillance algorithmique", "abandonné", "sept. 2022"),
        *("31 lettres sur 50", "400 tracts sur 400, fait", "Forum lu il y a 6 min"),
    ):
        assert words in drawn.said()
    assert "…" not in drawn.said()
    assert drawn.shapes.count("in-place") == 2
    assert drawn.shapes.count("stopped") == 1


def test_the_picture_is_told_in_english_too() -> None:
    drawn = Drawn(NICE, "en")

    assert "Next vote" in drawn.said()
    assert "400 tracts sur 400, done" in drawn.said()
    assert "Next vote: " in drawn.drawing.alt


@pytest.mark.parametrize(
    ("name", "size", "lines"),
    [
        ("Nice", 96, ["Nice"]),
        ("Roquefort-sur-Soulzon", 72, ["Roquefort-sur-Soulzon"]),
        (
            "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson",
            58,
            ["Saint-Remy-en-Bouzemont-", "Saint-Genest-et-Isson"],
        ),
    ],
)
def test_a_name_is_as_large_as_it_fits(name: str, size: int, lines: list[str]) -> None:
    drawn = Drawn(replace(EMPTY, city=name))

    assert drawn.words[: len(lines)] == lines
    assert [drawn.size(one) for one in lines] == [size] * len(lines)


@pytest.mark.parametrize(("days", "size"), [(1, 108), (99, 108), (100, 80), (999, 80)])
def test_a_countdown_of_three_figures_is_smaller(days: int, size: int) -> None:
    assert Drawn(replace(NICE, vote=NextVote("lundi", "Point 12", days))).size(str(days)) == size


def test_a_vote_today_counts_no_days() -> None:
    drawn = Drawn(replace(NICE, vote=NextVote("vendredi 27 novembre 2026 à 18h30", "Point 12", 0)))

    assert "aujourd’hui" in drawn.words
    assert "0" not in drawn.words


def test_a_long_date_is_whole_with_whose_time_it_is_and_never_under_36() -> None:
    when = "mercredi 23 septembre 2026 à 18h30, heure de La Réunion"
    drawn = Drawn(replace(NICE, vote=NextVote(when, "Point 12", 21, "confirmé")))

    assert "Prochain vote, heure de La Réunion · confirmé" in drawn.words
    assert drawn.size("mercredi 23 septembre 2026 à 18h30") >= 36


def test_the_next_vote_has_its_state_and_the_others_are_counted() -> None:
    vote = NextVote("lundi 14 décembre 2026", "Point 12", 21, "à l'ordre du jour", more=2)
    drawn = Drawn(replace(NICE, vote=vote))

    assert "Prochain vote · à l'ordre du jour · et 2 autres" in drawn.said()
    assert "21 jours, à l'ordre du jour, et 2 autres." in drawn.drawing.alt


def test_the_state_of_a_vote_is_whole_beside_the_longest_clock() -> None:
    when = "mercredi 23 septembre 2026 à 18h30, heure de Saint-Pierre-et-Miquelon"
    drawn = Drawn(replace(NICE, vote=NextVote(when, "Point 12", 21, "à l'ordre du jour", more=2)))

    assert "Prochain vote, heure de Saint-Pierre-et-Miquelon" in drawn.words
    assert "à l'ordre du jour · Point 12" in drawn.words


def test_deadlines_stand_below_the_vote_the_nearest_first() -> None:
    drawn = Drawn(replace(NICE, bars=(), projects=NICE.projects[:1], dues=DUES))

    told = [drawn.words.index(f"Au plus tard le {one.when}") for one in DUES]
    assert drawn.words.index("21") < told[0] < told[1] < told[2]
    assert told[2] < drawn.words.index("Vidéosurveillance algorithmique")
    assert "Liste des délibérations affichée · quelqu'un s'en charge" in drawn.said()
    assert "dans 4 jours" in drawn.words


def test_a_deadline_with_a_long_item_still_says_that_somebody_takes_care_of_it() -> None:
    long = replace(DUES[1], what=f"{DUES[1].what} ({LONG})")
    drawn = Drawn(replace(NICE, dues=(long,)))

    assert "… · quelqu'un s'en charge" in drawn.said()


def test_deadlines_take_no_more_than_one_project_s_place_and_the_others_are_counted() -> None:
    drawn = Drawn(replace(NICE, dues=DUES, more_dues=4, points=(FACT, TODAY)))

    assert "Au plus tard le mardi 1er décembre 2026" in drawn.words
    assert "Au plus tard le lundi 21 décembre 2026" not in drawn.words
    assert "et 6 autres échéances, 1 autre projet" in drawn.said()


def test_the_nearest_deadline_is_drawn_rather_than_the_past() -> None:
    far = tuple(Point("mai 2024", "marché lancé, Drones de la police", Mark.STEP) for _ in range(4))
    unread = tuple(Source(f"Forum {n} illisible", readable=False) for n in range(2))
    drawn = Drawn(replace(NICE, dues=DUES, points=far, sources=(*unread, *(FORUM,) * 3)))

    assert "Au plus tard le mardi 1er décembre 2026" in drawn.words
    assert "mai 2024" not in drawn.words
    assert "mai 2024" in drawn.drawing.alt


def test_deadlines_are_told_in_words_too() -> None:
    alt = Drawn(replace(NICE, dues=DUES, more_dues=2)).drawing.alt
    alt = alt.replace("\u00a0", " ").replace("\u202f", " ")

    assert (
        "Échéances : mardi 1er décembre 2026 (dans 4 jours), Recours contre une délibération "
        "(caméras fixes) ; lundi 21 décembre 2026 (dans 24 jours), Liste des délibérations "
        "affichée, quelqu'un s'en charge ; "
    ) in alt
    assert "et 2 autres. Projets" in alt


def test_beside_a_vote_two_projects_show_titles_of_two_lines_and_the_others_are_counted() -> None:
    drawn = Drawn(replace(NICE, projects=tuple(project(f"{LONG} {n}") for n in range(5))))

    assert drawn.said().count("reconnaissance faciale") == 2
    assert "et 3 autres projets" in drawn.said()


def test_beside_a_vote_one_project_alone_has_four_lines_of_its_fact() -> None:
    drawn = Drawn(replace(NICE, projects=(project("Capteurs sonores", FACT_OF_FOUR_LINES),)))

    told = [one for one in drawn.texts if "soft" in one.get("class", "")]
    assert len([one for one in told if "micros" in (one.text or "")]) == 4


def test_no_word_of_a_title_is_left_alone_on_its_second_line() -> None:
    drawn = Drawn(replace(NICE, projects=(project("Expérimentation de VSA avec XXII"),)))

    assert "XXII" not in drawn.words
    assert "avec XXII" in drawn.said()


def test_more_than_two_tallies_are_counted_with_the_projects() -> None:
    bars = tuple(Bar(f"Tâche {n}", n, 10) for n in range(4))
    projects = tuple(project(f"Projet {n}") for n in range(5))

    drawn = Drawn(replace(NICE, bars=bars, projects=projects))

    assert "et 3 autres projets, 2 autres tâches" in drawn.said()


def test_without_tallies_there_is_no_track() -> None:
    assert Drawn(replace(NICE, bars=())).boxes("track") == []


@pytest.mark.parametrize(("done", "width"), [(0, None), (1, 14), (500, 484), (1000, 968)])
def test_a_bar_is_as_long_as_what_is_done(done: int, width: float | None) -> None:
    drawn = Drawn(replace(NICE, bars=(Bar("Lettres", done, 1000),)))

    filled = [one for one in drawn.boxes("accent") if one.get("height") == "14"]
    assert [float(one.get("width", 0)) for one in filled] == ([width] if width else [])


def test_a_bar_ends_at_its_track_when_more_than_the_target_is_done() -> None:
    drawn = Drawn(replace(NICE, bars=(Bar("Lettres", 70, 50, is_done=True),)))

    assert "70 sur 50, fait" in drawn.said()
    assert [one.get("width") for one in drawn.boxes("accent") if one.get("height") == "14"] == [
        "968"
    ]


def test_a_city_of_which_nothing_is_known_says_so_and_how_to_begin() -> None:
    drawn = Drawn(EMPTY)

    assert "On ne sait encore rien" in drawn.words
    assert "Pour commencer : lire l’ordre du jour du conseil." in drawn.said()
    assert len(drawn.boxes("empty")) == 1
    assert drawn.boxes("band") == []


def test_without_a_vote_the_card_is_silent_about_votes() -> None:
    drawn = Drawn(replace(NICE, vote=None))

    assert drawn.boxes("band") == []
    assert "Prochain vote" not in drawn.said() + drawn.drawing.alt


def test_what_is_not_known_stands_in_a_dashed_box() -> None:
    drawn = Drawn(replace(NICE, bars=(), vote=None, unknown=("le coût", "le fournisseur")))

    assert len(drawn.boxes("empty")) == 1
    assert drawn.words[-5:-2] == ["On ne sait pas", "le coût", "le fournisseur"]


def test_a_contested_project_has_a_flag_beside_its_state() -> None:
    drawn = Drawn(replace(NICE, projects=(project("Caméras", contested=True),)))

    assert drawn.words.index("en place") < drawn.words.index("contesté")
    assert {"contested", "in-place"} <= set(drawn.shapes)


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_is_in_the_template(shape: Shape) -> None:
    drawn = Drawn(replace(NICE, projects=(ShownProject("Caméras", "état", shape),)))

    assert shape in drawn.shapes
    assert drawn.root.find(f".//*[@id='{shape}']") is not None


@pytest.mark.parametrize("mark", Mark)
def test_every_mark_is_in_the_template(mark: Mark) -> None:
    drawn = Drawn(replace(NICE, points=(Point("8 déc.", "mots", mark),)))

    assert mark in drawn.shapes
    assert drawn.root.find(f".//*[@id='{mark}']") is not None


def test_a_time_of_which_nothing_is_known_is_dotted() -> None:
    drawn = Drawn(replace(NICE, points=(FACT, TODAY)))

    assert [one.get("class") for one in drawn.root.iter(f"{SVG}path")].count("gap") == 1
    assert [one.get("class") for one in drawn.root.iter(f"{SVG}path")].count("line") == 0


def test_a_source_that_could_not_be_read_has_its_triangle_and_red_bar() -> None:
    drawn = Drawn(replace(NICE, sources=(Source("Agenda illisible depuis mardi", False), FORUM)))

    assert "Agenda illisible depuis mardi" in drawn.words
    assert "unreadable" in drawn.shapes
    assert len(drawn.boxes("alert")) == 1
    assert "Agenda illisible depuis mardi." in drawn.drawing.alt


def test_many_sources_that_could_not_be_read_are_counted() -> None:
    unread = tuple(Source(f"Forum {n} illisible", readable=False) for n in range(4))

    assert "3 autres sources illisibles" in Drawn(replace(NICE, sources=unread)).said()


def test_what_is_old_has_a_clock() -> None:
    assert "clock" in Drawn(NICE).shapes
    assert "clock" not in Drawn(replace(NICE, old=False)).shapes


def test_rows_of_projects_have_air_around_their_words() -> None:
    unknown = ("le coût", "le fournisseur", "si c'est encore en place")
    for content in (NICE, replace(NICE, bars=(), unknown=unknown)):
        drawn = Drawn(content)

        hairs = [
            float((one.get("d") or "").split("H")[0].split()[-1])
            for one in drawn.root.iter(f"{SVG}path")
            if one.get("class") == "hair"
        ]
        assert len(hairs) >= 3
        for box in drawn.drawing.canvas.words:
            assert min(min(abs(box.top - y), abs(box.bottom - y)) for y in hairs) >= 10


def test_today_is_a_whole_word_beside_any_fact() -> None:
    years = tuple(Point(str(year), "étendu", Mark.STEP) for year in (2018, 2019, 2020))
    drawn = Drawn(replace(NICE, points=(*years, FACT, TODAY)))

    assert "aujourd'hui" in drawn.words
    assert "dernier fait connu" in drawn.said()
    assert "…" not in drawn.said()


def test_dates_that_say_their_project_are_whole_at_uneven_distances() -> None:
    told = ("annoncé, Vidéosurveillance algorithmique", "voté, Vidéosurveillance algorithmique")
    points = (
        Point("mai 2024", told[0], Mark.STEP),
        Point("mars 2026", told[1], Mark.STEP),
        Point("juin 2026", "marché lancé, Drones de la police municipale", Mark.FACT),
        TODAY,
    )
    drawn = Drawn(replace(NICE, points=points, bars=()))

    for words in (*told, "marché lancé, Drones de la police municipale", "aujourd'hui"):
        assert words in drawn.said()


def test_a_fact_of_a_long_name_keeps_its_date_and_age() -> None:
    name = "Dernier fait : délibération du conseil municipal n° 2025-1234 sur la vidéosurveillance"
    drawn = Drawn(replace(NICE, known=name))

    assert "…, septembre 2022 (il y a 4 ans)" in drawn.said()


def test_two_forums_are_named_whole() -> None:
    other = Source("Forum des collectifs de Provence lu aujourd'hui")
    drawn = Drawn(replace(NICE, sources=(Source("Technopolice lu aujourd'hui"), other)))

    assert (
        "Technopolice lu aujourd'hui · Forum des collectifs de Provence lu aujourd'hui · image du "
        "27 novembre 2026"
    ) in drawn.said()


def test_forums_that_do_not_fit_are_counted() -> None:
    many = tuple(Source(f"Forum des collectifs de Provence {n} lu hier") for n in range(6))
    said = Drawn(replace(NICE, sources=many)).said()

    assert "· et 4 autres forums · image du 27 novembre 2026" in said
    assert "…" not in said


def test_what_is_not_known_stands_several_on_a_line_where_there_is_little_room() -> None:
    drawn = Drawn(replace(NICE, bars=(), unknown=("le coût", "le fournisseur", "la date")))

    places = [drawn.texts[drawn.words.index(one)].get("y") for one in ("le coût", "la date")]
    assert places[0] == places[1]
    assert "…" not in drawn.said()


def test_what_is_not_known_is_counted_where_its_box_has_no_room() -> None:
    shown = replace(NICE, projects=NICE.projects * 2, unknown=("le coût", "le fournisseur"))
    drawn = Drawn(shown)

    assert drawn.boxes("empty") == []
    assert "autres projets, 2 questions sans réponse" in drawn.said()


def test_a_figure_is_drawn_whole_or_not_at_all() -> None:
    one = project(
        "Vidéosurveillance", "Wintics · 90 000 € · mars 2026 · vu en 2022", contested=True
    )
    unknown = ("le coût", "le fournisseur", "si c'est encore en place")
    drawn = Drawn(replace(NICE, projects=(one,) * 3, bars=(), unknown=unknown))

    assert "…" not in drawn.said()


def test_a_long_fact_alone_is_written_large_where_there_is_room() -> None:
    long = project("S.O.F.T. : capteurs sonores dans le quartier Tarentaize-Beaubrun-Couriot")
    told = replace(long, fact="La ville a posé des micros qui signalent les sons anormaux. " * 4)
    drawn = Drawn(replace(NICE, projects=(told,), vote=None, bars=(), points=(FACT, TODAY)))

    assert drawn.size(next(one for one in drawn.words if one.startswith("La ville"))) == 35
    assert "…" not in drawn.said()


def test_a_title_in_another_alphabet_is_no_row_of_empty_boxes() -> None:
    assert (
        "Titre dans un autre alphabet"
        in Drawn(replace(NICE, projects=(project("كاميرات"),))).said()
    )


def test_the_alternative_text_tells_everything_in_order() -> None:
    assert Drawn(replace(NICE, unknown=("le coût",))).drawing.alt == (
        "Nice, Alpes-Maritimes (06). Prochain vote\u00a0: lundi 14 décembre 2026 à 18h30, dans 21 "
        "jours. Point 12 : extension de la vidéosurveillance. Projets\u00a0: Vidéosurveillance "
        "algorithmique (en place), Vidéosurveillance (en place), Reconnaissance faciale "
        "(abandonné). Tâches\u00a0: Écrire aux élu·es (31 lettres sur 50), Distribuer les tracts "
        "(400 tracts sur 400, fait). On ne sait pas\u00a0: le coût. "
        "Dernier fait : La Quadrature du Net, septembre 2022 (il y a 4 ans). "
        "Dates\u00a0: sept. 2022 dernier fait connu, 27 nov. "
        "aujourd'hui, 8 déc. convocation au plus tard, 14 déc. vote à 18h30, 21 déc. liste "
        "affichée. Forum lu il y a 6 min · image du 27 novembre 2026."
    )


WILD = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        [
            *("", " ", "\"'<&>]]>", "&amp;<b>", "\x00\x1b\ud800\ufffe", "אבג דהו", "x" * 300),
            *(
                "👩🗳️",
                "\u202e\u2066retourné",
                "a\u0300" * 90,
                "mot " * 90,
                "- " * 90,
                "-" * 200,
            ),
            *("Ÿ\u0302" * 60, "\u00a0" * 50, "\u202f:" * 60, "W" * 40, LONG, FACT_OF_FOUR_LINES),
        ]
    ),
)


def tuples(of: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=most).map(tuple)


CONTENTS = st.builds(
    Content,
    city=st.one_of(WILD, st.just("Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson")),
    department=WILD,
    vote=st.none()
    | st.builds(NextVote, WILD, WILD, st.integers(0, 10**7), WILD, st.integers(0, 10**7)),
    dues=tuples(st.builds(Due, WILD, WILD, WILD, WILD), 3),
    more_dues=st.integers(0, 10**7),
    projects=tuples(
        st.builds(ShownProject, WILD, WILD, st.sampled_from(Shape), WILD, st.booleans()), 5
    ),
    points=tuples(st.builds(Point, WILD, WILD, st.sampled_from(Mark), st.booleans()), 7),
    bars=tuples(st.builds(Bar, WILD, st.integers(-5, 10**15), st.integers(-5, 10**15), WILD), 4),
    unknown=tuples(WILD, 8),
    known=WILD,
    dated=WILD,
    old=st.booleans(),
    sources=tuples(st.builds(Source, WILD, st.booleans()), 5),
    made=WILD,
)


@settings(max_examples=100)
@given(CONTENTS)
def test_words_stay_in_the_picture_and_apart_whatever_they_are(content: Content) -> None:
    drawn = Drawn(content)

    for box in drawn.drawing.canvas.words:
        assert box.left >= 40, box
        assert box.right <= 1040, box
        assert box.top >= 16, box
        assert box.bottom <= 1200, box
    overlaps = [pair for pair in combinations(drawn.drawing.canvas.words, 2) if overlap(*pair)]
    assert overlaps == []
    assert [pill for pill in pills(drawn) if not holds_its_word_alone(pill, drawn)] == []
    assert all(drawn.size(words) >= 30 for words in drawn.words)
    assert len(drawn.drawing.alt) <= 1024


def pills(drawn: Drawn) -> list[Box]:
    found = []
    for one in drawn.boxes("pill") + drawn.boxes("pill-won"):
        left, top, width, height = (
            float(one.get(name, 0)) for name in ("x", "y", "width", "height")
        )
        found.append(Box(left, top, left + width, top + height))
    return found


def holds_its_word_alone(pill: Box, drawn: Drawn) -> bool:
    touching = [box for box in drawn.drawing.canvas.words if overlap(pill, box)]
    return all(box.left > pill.left and box.right < pill.right for box in touching)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )
