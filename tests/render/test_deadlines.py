"""Deadlines in words: the day first, each step in a sentence, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.calendars import read_place
from bot.domain.deadlines import Deadline, compute
from bot.domain.refusals import Reason, Refused
from bot.reference.holidays import listed
from bot.reference.rules import load_rules
from bot.render import deadlines
from bot.render.refusals import plain_refusal, refusal
from bot.render.texts import texts

PACK = load_rules()
PLAIN, FRENCH, ENGLISH = texts("fr", plain=True), texts("fr"), texts("en")


def counted(rule: str, trigger: str, department: str = "", population: str = "") -> Deadline:
    place = read_place(department, population)
    return compute(PACK, listed, rule, date.fromisoformat(trigger), place)


def said(rule: str, trigger: str, department: str = "", population: str = "") -> list[str]:
    return deadlines.reasoning(counted(rule, trigger, department, population), PLAIN)


def test_a_notice_is_reasoned_backwards() -> None:
    assert said("fr.convocation.5jf", "2026-12-14") == [
        "Séance : lundi 14 décembre 2026 (ce jour ne compte pas).",
        "5 jours pleins avant : du mercredi 9 au dimanche 13 décembre 2026, week-end compris.",
        "La convocation doit partir au plus tard le mardi 8 décembre 2026.",
    ]


def test_a_challenge_is_reasoned_with_its_franc_day_and_each_day_skipped() -> None:
    assert said("fr.rep.deliberation", "2027-03-15", "75") == [
        "Publication : lundi 15 mars 2027 (ce jour ne compte pas).",
        "Deux mois, de date à date : samedi 15 mai 2027.",
        "Délai franc, un jour de plus : dimanche 16 mai 2027.",
        "Dimanche, puis lundi de Pentecôte : reporté.",
        "Dernier jour : mardi 18 mai 2027 (date prudente : vendredi 14 mai 2027).",
    ]


def test_a_silence_is_reasoned_to_the_birth_of_the_refusal() -> None:
    assert said("fr.cada.refus_implicite", "2027-01-31") == [
        "Demande reçue le dimanche 31 janvier 2027.",
        "Un mois : février n'a pas de 31, donc dimanche 28 février 2027.",
        "Sans réponse, le refus naît ce jour-là, sans report ; saisissez la CADA à partir du "
        "lundi 1er mars 2027.",
    ]


@pytest.mark.parametrize(
    ("rule", "trigger", "department", "population", "sentence"),
    [
        ("fr.convocation.3jf", "2027-01-02", "", "", "3 jours pleins avant : du mercredi 30 "
         "décembre 2026 au vendredi 1er janvier 2027, jours fériés compris."),
        ("fr.convocation.3jf", "2027-07-04", "", "", "3 jours pleins avant : du jeudi 1er au "
         "samedi 3 juillet 2027, week-end compris."),
        ("fr.convocation.3jf", "2027-03-30", "67", "", "3 jours pleins avant : du samedi 27 au "
         "lundi 29 mars 2027, week-end et jours fériés compris."),
        ("fr.convocation.5jf", "2026-12-04", "", "", "5 jours pleins avant : du dimanche 29 "
         "novembre au jeudi 3 décembre 2026, week-end compris."),
        ("fr.convocation.urgence", "2026-12-14", "", "", "Un jour plein avant : le dimanche 13 "
         "décembre 2026, week-end compris."),
        ("fr.convocation.urgence", "2026-12-14", "67", "9", "Droit local d'Alsace-Moselle, moins "
         "de 3 500 habitant·es : la veille suffit."),
        ("fr.convocation", "2026-12-14", "", "3499", "Population : 3 499, moins de 3 500 "
         "habitant·es."),
        ("fr.convocation", "2026-12-14", "", "118000", "Population : 118 000, au moins 3 500 "
         "habitant·es."),
        ("fr.conseil.demande_convocation", "2026-12-14", "", "", "30 jours : mercredi 13 janvier "
         "2027."),
        ("fr.deliberation.liste", "2026-12-18", "", "", "Une semaine : vendredi 25 décembre "
         "2026."),
        ("fr.csi.video.validite", "2024-02-29", "", "", "Cinq ans : février 2029 n'a pas de 29, "
         "donc mercredi 28 février 2029."),
        ("fr.rep.deliberation", "2027-01-25", "67", "", "Vendredi saint, puis samedi, puis "
         "dimanche, puis lundi de Pâques : reporté."),
        ("fr.rep.arrete", "2028-03-21", "972", "", "Abolition de l'esclavage : reporté."),
        ("eu.rgpd.acces_prolonge", "2026-11-25", "", "", "Réponse due au plus tard le jeudi 25 "
         "février 2027 (date prudente : le même jour)."),
    ],
)  # fmt: skip
def test_a_step_is_a_sentence(
    rule: str, trigger: str, department: str, population: str, sentence: str
) -> None:
    assert sentence in said(rule, trigger, department, population)


def test_two_holidays_of_one_day_are_named_together() -> None:
    assert "Ascension et fête du Travail : reporté." in said("eu.rgpd.acces", "2008-04-01")


def test_a_deadline_is_told_whole_and_typeset_for_people() -> None:
    assert deadlines.told(counted("fr.cada.avis", "2026-12-01"), PACK.always, FRENCH) == (
        "Avis de la CADA (indicatif)\u00a0: vers le vendredi 1er janvier 2027\n"
        "1. Enregistrement par la CADA\u00a0: mardi 1er décembre 2026 (ce jour ne compte pas).\n"
        "2. Un mois, de date à date\u00a0: vendredi 1er janvier 2027.\n"
        "3. Avis attendu vers le vendredi 1er janvier 2027.\n"
        "CRPA R343-3 · fiabilité haute · revue le 23 novembre 2026\n"
        "La CADA répond souvent plus tard\u202f; vous n’y perdez rien. Calcul d’information, pas "
        "un conseil juridique\u00a0: faites vérifier la date."
    )


@pytest.mark.parametrize(
    ("rule", "head"),
    [
        ("fr.rep.arrete", "Recours contre un arrêté (caméras, drones) : au plus tard le lundi 15"),
        ("fr.cada.refus_implicite", "Silence sur une demande de documents : refus le jeudi 14 jan"),
        ("fr.csi.drone.validite", "Fin d'une autorisation de drones : le dimanche 14 mars 2027"),
    ],
)
def test_the_head_says_what_the_day_is(rule: str, head: str) -> None:
    assert deadlines.head(counted(rule, "2026-12-14"), PLAIN).startswith(head)


def test_it_is_told_in_english() -> None:
    deadline = counted("fr.rep.deliberation", "2027-01-25", "67")
    assert deadlines.head(deadline, ENGLISH) == (
        "Challenge to a deliberation in court: by Tuesday 30 March 2027 at the latest"
    )
    assert deadlines.reasoning(deadline, ENGLISH) == [
        "Publication: Monday 25 January 2027 (this day does not count).",
        "Two months, date to date: Thursday 25 March 2027.",
        "Clear period, one more day: Friday 26 March 2027.",
        "Good Friday, then Saturday, then Sunday, then Easter Monday: moved on.",
        "Last day: Tuesday 30 March 2027 (prudent date: Thursday 25 March 2027).",
    ]
    assert "medium confidence" in deadlines.footing(deadline, ENGLISH)


def test_every_rule_is_worded_in_every_language() -> None:
    for one in PACK.rules:
        for words in (FRENCH, ENGLISH):
            sentences = deadlines.told(counted(one, "2027-01-31"), PACK.always, words)
            assert "{" not in sentences


def test_a_refusal_in_the_packs_words_is_told_in_each_language() -> None:
    note = PACK.notes["fr.cnil.plainte"].text
    declined = Refused(Reason.RULE_SAYS, fr=note.fr, en=note.en)
    assert plain_refusal(declined, PLAIN) == note.fr
    assert refusal(declined, ENGLISH) == note.en


def test_what_was_typed_is_shown_on_one_line_in_a_terminal_and_escaped_in_a_chat() -> None:
    declined = Refused(Reason.DAY_UNREADABLE, said="*bien*\ntôt\u202e")
    assert "« *bien* tôt »" in plain_refusal(declined, PLAIN)
    assert "\\*bien\\*" in refusal(declined, FRENCH)
