"""A time limit asked for in a sentence: its rule, and the day that sets it off."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asked_deadlines import asked
from bot.domain.refusals import Reason, Refused
from bot.reference.rules import load_rules
from bot.render.refusals import refusal
from bot.render.texts import texts

TODAY = date(2026, 11, 24)
PACK = load_rules()


@pytest.mark.parametrize(
    ("said", "rule", "began"),
    [
        ("pour contester la délibération du 3 mars", "fr.rep.deliberation", date(2026, 3, 3)),
        ("après une délibération du 3 mars 2027", "fr.rep.deliberation", date(2027, 3, 3)),
        ("après la délib du 24/11/2026 à Nice", "fr.rep.deliberation", date(2026, 11, 24)),
        ("pour un recours gracieux, du 1er octobre", "fr.gracieux.depot", date(2026, 10, 1)),
        ("contre l'arrêté du 25 novembre", "fr.rep.arrete", date(2025, 11, 25)),
        ("pour une demande de documents du 29 février", None, date(2024, 2, 29)),
        ("pour la convocation du conseil du 14 décembre", "fr.convocation", date(2026, 12, 14)),
        ("pour convoquer le conseil du 3 mars", "fr.convocation", date(2027, 3, 3)),
        ("pour la convocation du 29 février", "fr.convocation", date(2028, 2, 29)),
        ("pour la convocation du 3 mars 2026", "fr.convocation", date(2026, 3, 3)),
        ("pour contester une délibération publiée hier", "fr.rep.deliberation", date(2026, 11, 23)),
        ("pour la délibération de lundi dernier", "fr.rep.deliberation", date(2026, 11, 23)),
        (
            "pour contester la délibération n° 12 du lundi 16 novembre",
            "fr.rep.deliberation",
            date(2026, 11, 16),
        ),
        (
            "pour le tribunal après un recours gracieux refusé le 3 novembre",
            "fr.gracieux.tribunal",
            date(2026, 11, 3),
        ),
        (
            "pour un recours gracieux sans réponse, déposé le 3 novembre",
            "fr.gracieux.refus_implicite",
            date(2026, 11, 3),
        ),
        ("pour saisir la CADA après le refus du 2/10/2026", "fr.cada.saisine", date(2026, 10, 2)),
        (
            "après une demande de documents refusée le 2 octobre",
            "fr.cada.saisine",
            date(2026, 10, 2),
        ),
        (
            "pour le tribunal après la CADA, refus confirmé le 2 octobre",
            "fr.cada.tribunal",
            date(2026, 10, 2),
        ),
        ("to challenge the deliberation of 3 March 2026", "fr.rep.deliberation", date(2026, 3, 3)),
        ("to challenge the decision of 3 March?", "fr.rep.deliberation", date(2026, 3, 3)),
        ("to challenge the decision of March 3rd", "fr.rep.deliberation", date(2026, 3, 3)),
        ("recours délibération 15 mars 2027", "fr.rep.deliberation", date(2027, 3, 15)),
        ("la délibération publiée mar 3", "fr.rep.deliberation", date(2026, 11, 3)),
        ("la délibération publiée mar. 10 à la mairie", "fr.rep.deliberation", date(2026, 11, 10)),
        ("la délibération publiée il y a 3 jours", "fr.rep.deliberation", date(2026, 11, 21)),
        ("la délibération publiée il y a un mois", "fr.rep.deliberation", date(2026, 10, 24)),
        (
            "la délibération du trois mars deux mille vingt-sept",
            "fr.rep.deliberation",
            date(2027, 3, 3),
        ),
        (
            "délibération du 3 mars deux mille vingt et un, affichée",
            "fr.rep.deliberation",
            date(2021, 3, 3),
        ),
        (
            "tribunal après refus de recours gracieux le 15 novembre",
            "fr.gracieux.tribunal",
            date(2026, 11, 15),
        ),
        (
            "après le refus du recours gracieux notifié le 15 novembre",
            "fr.gracieux.tribunal",
            date(2026, 11, 15),
        ),
        ("rejet du recours gracieux le 15 novembre", "fr.gracieux.tribunal", date(2026, 11, 15)),
        (
            "la mairie a publié la délibération lundi 23 novembre",
            "fr.rep.deliberation",
            date(2026, 11, 23),
        ),
    ],
)
def test_what_is_asked(said: str, rule: str | None, began: date) -> None:
    found = asked(said, TODAY)
    assert found.began == began
    assert found.rule == (rule or "fr.cada.refus_implicite")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("pour une girafe du 3 mars", Reason.ASKED_WHICH_RULE),
        ("", Reason.ASKED_WHICH_RULE),
        ("cada", Reason.ASKED_REFUSAL_DAY),
        ("la mairie a publié la délibération lundi", Reason.ASKED_WHICH_WEEKDAY),
        ("pour contester la délibération publiée lundi", Reason.ASKED_WHICH_WEEKDAY),
        ("pour contester la délibération publiée mar 11 novembre", Reason.DATE_WEEKDAY),
        ("contester la délibération du lundi 3 novembre 2026", Reason.DATE_WEEKDAY),
        ("pour contester la délibération de demain", Reason.DAY_TO_COME),
        ("pour contester la délibération du 31 février 2026", Reason.DAY_IMPOSSIBLE),
        ("la délibération du trente février deux mille vingt-sept", Reason.DAY_IMPOSSIBLE),
        ("pour contester la délibération", Reason.ASKED_WHICH_DAY),
        ("pour contester la délibération du 31 février", Reason.DAY_IMPOSSIBLE),
        ("pour contester la délibération publiée le 10", Reason.ASKED_WHICH_DAY),
        (
            "pour contester la délibération du conseil du 3 mars publiée le 10 mars",
            Reason.ASKED_SEVERAL_DAYS,
        ),
        ("contre la délibération du 3 mars" + " de" * 99, Reason.ASKED_WHICH_DAY),
        ("contre la délibération du 3 mars, publiée le 10", Reason.ASKED_SEVERAL_DAYS),
        ("contre la délibération du 3 mars publiée hier", Reason.ASKED_SEVERAL_DAYS),
        ("contre l'arrêté du 3 mars 2026 affiché le 10/03/2026", Reason.ASKED_SEVERAL_DAYS),
        ("against the order of 3 March 2026 of 10 March 2026", Reason.ASKED_SEVERAL_DAYS),
        (
            "pour saisir la CADA après ma demande de documents du 2 octobre",
            Reason.ASKED_REFUSAL_DAY,
        ),
        (
            "pour le tribunal après le refus de mon recours gracieux du 3 novembre",
            Reason.ASKED_GRACIOUS_DAY,
        ),
        (
            "pour le tribunal après le refus du recours gracieux déposé le 3 novembre",
            Reason.ASKED_GRACIOUS_DAY,
        ),
        ("pour aller au tribunal après la CADA, du 3 novembre", Reason.ASKED_CADA_DAY),
    ],
)
def test_what_is_missing_is_asked_for(said: str, reason: Reason) -> None:
    with pytest.raises(Refused) as met:
        asked(said, TODAY)
    assert met.value.reason is reason


@pytest.mark.parametrize(
    ("said", "began"),
    [
        ("la délibération du 14 décembre", date(2026, 12, 14)),
        ("la délibération du 14 décembre 2025", date(2025, 12, 14)),
        ("la délibération du 15 décembre", date(2025, 12, 15)),
        ("l'arrêté du 14 décembre", date(2025, 12, 14)),
    ],
)
def test_a_day_of_a_known_sitting_to_come_is_meant(said: str, began: date) -> None:
    assert asked(said, TODAY, {date(2026, 12, 14)}).began == began


@pytest.mark.parametrize(
    "reason", [Reason.ASKED_REFUSAL_DAY, Reason.ASKED_GRACIOUS_DAY, Reason.ASKED_CADA_DAY]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_example_of_what_is_missing_is_understood(reason: Reason, language: str) -> None:
    shown = refusal(Refused(reason), texts(language)).replace("\u202f", " ").replace("\xa0", " ")
    example = re.split("[«»“”]", shown)[1]
    assert asked(example, TODAY).began == date(2026, 11, 3)


@given(st.text(alphabet="du le 3mars délibération/2026", max_size=600))
def test_whatever_is_said_has_a_rule_of_the_pack_or_is_refused(said: str) -> None:
    with suppress(Refused):
        assert asked(said, TODAY).rule in {*PACK.rules, *PACK.choices}
