"""Sentences as people type them in a chat, and where they lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import CityId
from bot.domain.intents import (
    AskDeadline,
    Help,
    Intent,
    Leads,
    NextVote,
    NotUnderstood,
    Polite,
    RemindMe,
    UnknownCity,
    VoteSaid,
    speaks_of,
    understand,
)
from bot.domain.leading import Place, Topic
from bot.domain.mending import mended, vocabulary
from bot.domain.sentences import phrases, read
from bot.reference import load_communes

REGISTRY = load_communes()
FORCALQUIER, GAP, LYON = (CityId(one) for one in ("fr:04088", "fr:05061", "fr:69123"))


def heard(text: str) -> Intent:
    return understand(text, REGISTRY)


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("c quand le vote a forcalquier", (FORCALQUIER,)),
        ("CEST QUAND LE CONSEIL A FORCALQUIER ??", (FORCALQUIER,)),
        ("ya un vote bientot ?", ()),
        ("kel vote lundi", ()),
        ("quel vote lundi ?", ()),
        ("quel vote à Gap lundi 14 décembre ?", (GAP,)),
        ("quel vote lundi à Gap ?", (GAP,)),
        ("prochian vote à Lyon", (LYON,)),
        ("proichain vote a lyon ?", (LYON,)),
        ("y'a un vote à Gap jeudi 10 décembre à 18h ?", (GAP,)),
        ("any votes in Gap next week?", (GAP,)),
        ("c koi le prochain vote a gap", (GAP,)),
        ("a quelle heure est le vote à gap", (GAP,)),
        ("whens the next vote in gap", (GAP,)),
        ("c'est quand qu'on vote à Lyon ?", (LYON,)),
    ],
)
def test_a_vote_is_asked_for_in_a_hurry(text: str, cities: tuple[CityId, ...]) -> None:
    found = heard(text)
    assert isinstance(found, NextVote)
    assert found.cities == cities


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rapelle moi demain d'apporter la banderole", "demain d'apporter la banderole"),
        ("rappele moi demain 18h imprimer", "demain 18h imprimer"),
        ("RAPPELLE MOI LUNDI 9H IMPRIMER LES TRACTS", "LUNDI 9H IMPRIMER LES TRACTS"),
        ("rappel moi demain", "demain"),
        ("peux tu me rapeller demain d'imprimer", "demain d'imprimer"),
        ("slt vigie rapel moi demain", "demain"),
        ("remind me on Thursday at 18:00: print", "on Thursday at 18:00: print"),
    ],
)
def test_a_mistyped_wish_to_be_reminded_keeps_its_words(text: str, said: str) -> None:
    assert heard(text) == RemindMe(said)


@pytest.mark.parametrize(
    ("text", "to", "city"),
    [
        ("mes rappels", Place.REMINDERS, None),
        ("annule mon rappel", Place.REMINDERS, None),
        ("annule mon rappel de demain", Place.REMINDERS, None),
        ("show my reminders", Place.REMINDERS, None),
        ("quelles échéances à Forcalquier ?", Place.DEADLINES, FORCALQUIER),
        ("quelles echeances ?", Place.DEADLINES, None),
        ("what deadlines in Gap?", Place.DEADLINES, GAP),
        ("le résultat du vote à Forcalquier ?", Place.RESULTS, FORCALQUIER),
        ("qu'a voté le conseil à Gap lundi ?", Place.RESULTS, GAP),
        ("what was the result of the vote in Gap?", Place.RESULTS, GAP),
        ("je veux signaler un vote", Place.REPORT, None),
        ("jveux signaler un vote a gap", Place.REPORT, GAP),
        ("i want to report a vote", Place.REPORT, None),
        ("je viens au vote de forcalquier", Place.COMING, FORCALQUIER),
        ("je peux pas venir", Place.COMING, None),
        ("qui vient au vote ?", Place.COMING, None),
        ("supprimer rappel", Place.REMINDERS, None),
        ("je viens au conseil lundi", Place.COMING, None),
        ("i can't come to the vote in Gap", Place.COMING, GAP),
    ],
)
def test_a_sentence_leads_to_what_exists(text: str, to: Place, city: CityId | None) -> None:
    assert heard(text) == Leads(to, city)


@pytest.mark.parametrize(
    "text",
    [
        "y'a un vote à Gap jeudi 10 décembre à 18h sur la vidéosurveillance",
        "il y a un vote à Gap le 10 décembre",
        "j'ai vu qu'il y a un vote à Gap le 10 décembre",
        "le 10 décembre y'a un vote à Gap",
        "je veux signaler un vote à Gap le 10 décembre à 18h",
        "there's a vote in Gap on Thursday 10 December at 18:00",
    ],
)
def test_a_vote_that_is_told_with_its_day_is_no_question(text: str) -> None:
    assert isinstance(heard(text), VoteSaid)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("délai recours délibération 15 mars 2027", "recours délibération 15 mars 2027"),
        ("delai cada", "cada"),
        (
            "la mairie a publié la délibération lundi, on a jusqu'à quand ?",
            "la mairie a publié la délibération lundi",
        ),
        (
            "how long to challenge the decision of 3 March?",
            "to challenge the decision of 3 March",
        ),
    ],
)
def test_a_time_limit_is_asked_for_without_grammar(text: str, said: str) -> None:
    assert heard(text) == AskDeadline(said)


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("bonjour", False),
        ("Salut Vigie !", False),
        ("hello", False),
        ("merci !", True),
        ("merci beaucoup", True),
        ("bonjour, merci", True),
        ("merci pour ton aide", True),
        ("super merci", True),
        ("bonjour à tous", False),
        ("hello there", False),
        ("thanks!", True),
        ("thank you so much", True),
    ],
)
def test_who_greets_or_thanks_is_answered(text: str, thanks: bool) -> None:
    assert heard(text) == Polite(thanks)


def test_a_greeting_hides_no_question() -> None:
    assert heard("bonjour, keske tu sais faire ?") == Help()


@pytest.mark.parametrize(
    "text",
    ["je viens de Gap", "je viens à peine d'arriver", "votre avis ?", "un vote pour rien"],
)
def test_what_only_resembles_it_leads_nowhere(text: str) -> None:
    assert isinstance(heard(text), NotUnderstood)


def test_a_name_is_never_mended_into_a_word_of_the_grammar() -> None:
    assert heard("où en est Trifouilly ?") == UnknownCity("Trifouilly")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("les votes c'est loin ?", Topic.VOTE),
        ("un consiel peut-être", Topic.VOTE),
        ("et ce rapel alors", Topic.REMINDER),
        ("la météo des plages", None),
    ],
)
def test_what_a_sentence_speaks_of_is_recognised(text: str, topic: Topic | None) -> None:
    assert speaks_of(text) is topic


KNOWN = vocabulary(phrases("prochain vote", "prochaine séance"))


def test_what_may_be_two_words_is_left_as_it_is() -> None:
    assert mended(read("prochian"), KNOWN).folded == ("prochain",)
    assert mended(read("prochainn"), KNOWN).folded == ("prochainn",)


@given(st.text(max_size=600))
def test_any_sentence_is_mended_within_its_text(text: str) -> None:
    sentence = mended(read(text), KNOWN)
    assert all(0 <= word.start < word.end <= len(sentence.text) for word in sentence.words)
