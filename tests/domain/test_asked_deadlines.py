"""A time limit asked for in a sentence: its rule, and the day that sets it off."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asked_deadlines import asked
from bot.domain.refusals import Reason, Refused
from bot.reference.rules import load_rules

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
        ("la mairie a publié la délibération lundi", Reason.ASKED_WHICH_DAY),
        ("pour contester la délibération", Reason.ASKED_WHICH_DAY),
        ("pour contester la délibération du 31 février", Reason.ASKED_WHICH_DAY),
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
            Reason.ASKED_REFUSAL_DAY,
        ),
        ("pour aller au tribunal après la CADA, du 3 novembre", Reason.ASKED_REFUSAL_DAY),
    ],
)
def test_what_is_missing_is_asked_for(said: str, reason: Reason) -> None:
    with pytest.raises(Refused) as met:
        asked(said, TODAY)
    assert met.value.reason is reason


@given(st.text(alphabet="du le 3mars délibération/2026", max_size=600))
def test_whatever_is_said_has_a_rule_of_the_pack_or_is_refused(said: str) -> None:
    with suppress(Refused):
        assert asked(said, TODAY).rule in {*PACK.rules, *PACK.choices}
