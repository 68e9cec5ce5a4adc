"""What people ask for in a sentence that a button already does: their reminders, the deadlines of
a town, a result, a report, whether they come."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bot.domain.sentences import Phrases, Sentence, phrases, vocabulary


class Place(StrEnum):
    """Where a sentence leads."""

    REMINDERS = "reminders"
    DEADLINES = "deadlines"
    RESULTS = "results"
    REPORT = "report"
    COMING = "coming"


class Topic(StrEnum):
    """What a sentence that is not understood speaks of."""

    VOTE = "vote"
    REMINDER = "reminder"


_MINE: Final = ("mes rappels", "mon rappel", "le rappel", "ce rappel", "rappel", "my reminders")
_CANCEL: Final = ("annule", "annuler", "supprime", "supprimer", "efface", "enlève", "cancel")
_SHOW: Final = ("", "voir", "liste", "lister", "montre moi", "affiche", "quels sont", "show me")
_REMINDERS: Final = phrases(
    *(f"{act} {mine}" for act in _CANCEL for mine in (*_MINE, "my reminder", "the reminder")),
    *(f"{show} mes rappels" for show in (*_SHOW, "où sont", "j'ai quoi comme rappels")),
    *("j'ai des rappels", "rappel liste", "rappels", "liste de mes rappels", "je veux mes rappels"),
    *(f"{show} my reminders" for show in ("", "show", "show me", "list", "what are", "see")),
    *("reminders", "reminder list", "delete my reminder", "delete my reminders"),
)
_DEADLINES: Final = phrases(
    *(
        f"{asked} échéances"
        for asked in (
            *("", "quelles", "quelles sont les", "les", "mes", "nos", "liste des", "voir les"),
            *("y a t il des", "il y a des", "y a quoi comme", "les prochaines", "prochaines"),
            "quelles sont les prochaines",
        )
    ),
    "échéance liste",
    *(f"{asked} deadlines" for asked in ("", "which", "what", "our", "what are the", "the")),
    *("upcoming deadlines", "deadline list", "are there deadlines", "are there any deadlines"),
)
_RESULTS: Final = phrases(
    *(
        f"{asked} {result} {of}"
        for asked in ("", "le", "les", "quel est le", "quels sont les", "c'est quoi le", "on a le")
        for result in ("résultat", "résultats")
        for of in ("", "du vote", "des votes", "du conseil", "de la séance")
    ),
    *("ils ont voté quoi", "qu'ont ils voté", "le conseil a voté quoi", "qu'a voté le conseil"),
    *("qu'est ce qui a été voté", "comment a voté le conseil", "le vote a donné quoi"),
    *("le vote est passé", "ça a donné quoi le vote", "le vote a t il été adopté"),
    *(
        f"{asked} {result}"
        for asked in ("", "the", "what is the", "what's the", "what was the", "what were the")
        for result in ("result of the vote", "vote result", "vote results", "results", "result")
    ),
    *("how did the vote go", "did the vote pass", "how did the council vote"),
)
_REPORT: Final = phrases(
    *(
        f"{wants} signaler {one}"
        for wants in (
            *("", "je veux", "je voudrais", "j'aimerais", "on veut", "on voudrait", "je souhaite"),
            *(
                "comment",
                "comment je peux",
                "comment faire pour",
                "je peux",
                "puis je",
                "j'aimerais",
            ),
        )
        for one in ("un vote", "un conseil", "une séance", "le vote")
    ),
    *("je signale un vote", "on signale un vote", "signale un vote", "vote signaler"),
    *("comment on signale un vote", "j'ai un vote à signaler", "on a un vote à signaler"),
    *("un vote à signaler", "annoncer un vote", "je veux annoncer un vote", "signaler vote"),
    "signalement vote",
    *(
        f"{wants} report a vote"
        for wants in ("", "i want to", "i would like to", "i'd like to", "how do i", "can i")
    ),
)
_WHERE: Final = ("", "au vote", "au conseil", "à la séance", "au conseil municipal", "là")
_COMING: Final = phrases(
    *(
        f"{come} {where}"
        for come in (
            *("je viens", "on vient", "je viendrai", "je viens peut être", "je serai présent"),
            *("je serai présente", "je participe", "je ne viens pas", "je viens pas"),
            *("je peux pas venir", "je ne peux pas venir", "je ne pourrai pas venir", "je serai"),
            *("je pourrai pas venir", "j'irai", "je vais", "j'y serai", "je peux venir"),
            *("qui vient", "on est combien"),
        )
        for where in _WHERE
        if where or come not in {"je serai", "je vais", "j'irai", "je participe"}
    ),
    *(
        f"{come} {where}"
        for come in ("i'm coming", "i am coming", "i will come", "i'll come", "i'll be there")
        for where in ("", "to the vote", "to the council", "to the sitting")
    ),
    *(
        f"{come} {where}"
        for come in ("i can't come", "i cannot come", "i can not come", "i may come")
        for where in ("", "to the vote", "to the council", "to the sitting")
    ),
)
OPENINGS: Final[tuple[tuple[Place, Phrases], ...]] = (
    (Place.REMINDERS, _REMINDERS),
    (Place.DEADLINES, _DEADLINES),
    (Place.RESULTS, _RESULTS),
    (Place.REPORT, _REPORT),
    (Place.COMING, _COMING),
)
_WORDS: Final = (
    (Topic.REMINDER, vocabulary("rappel rappels rappelle rappeler reminder reminders remind")),
    (
        Topic.VOTE,
        vocabulary("vote votes voter conseil séance délibération council councils sitting voting"),
    ),
)
_SAID: Final = phrases(
    *("il y a un vote", "y a un vote", "il y aura un vote", "y aura un vote", "un vote", "vote"),
    *("un vote est prévu", "un vote aura lieu", "il y a vote", "y a vote", "le vote est"),
    *("le conseil vote", "there is a vote", "there's a vote", "there will be a vote", "a vote"),
)
# Wherever it stands: « j'ai vu qu'il y a un vote à Gap le 10 décembre »
_SAID_WITHIN: Final = phrases(
    *("il y a un vote", "y a un vote", "il y aura un vote", "y aura un vote", "vote est prévu"),
    *("there is a vote", "there's a vote", "there will be a vote"),
)
# Who says so tells of no vote.
_DENIED: Final = phrases(
    *("c'est faux", "est faux", "pas vrai", "fausse rumeur", "rumeur", "n'aura pas lieu"),
    *(
        f"{who} {not_} {knows}"
        for who, not_ in (("je", "ne"), ("je", ""), ("on", "ne"), ("on", ""))
        for knows in ("pense pas", "crois pas", "croit pas", "sais pas", "sait pas")
    ),
    *("je doute", "on doute", "est annulé", "annulé", "aucun vote", "pas de vote", "plus de vote"),
    *("i don't think", "i do not think", "i don't believe", "i don't know", "i doubt", "not true"),
    *("is false", "that's false", "is wrong", "cancelled", "canceled", "no vote"),
)


def led(sentence: Sentence) -> tuple[Place, Sentence] | None:
    """Where a sentence leads, and what it says besides; None where to nothing of the kind."""
    for place, openings in OPENINGS:
        about = sentence.after(openings)
        if about is not None and not _comes_from(sentence, about):
            return place, about
    return None


def _comes_from(sentence: Sentence, about: Sentence) -> bool:
    """« Je viens de Gap »"""
    behind = sentence.folded[: len(sentence.words) - len(about.words)]
    return behind[-1:] in {("viens",), ("vient",)} and about.folded[:1] in {("de",), ("d",)}


def told(sentence: Sentence) -> Sentence | None:
    """What follows « il y a un vote », where that is not asked but told; the whole sentence, where
    it stands within; None where it is denied."""
    if _is_asked(sentence) or is_denied(sentence):
        return None
    if (about := sentence.after(_SAID)) is not None:
        return about
    return sentence if _says(sentence.part(1), _SAID_WITHIN) else None


def is_denied(sentence: Sentence) -> bool:
    """« Il y a un vote à Gap, c'est faux »; not what is asked: « le vote est annulé ? »"""
    return not _is_asked(sentence) and _says(sentence, _DENIED)


def _is_asked(sentence: Sentence) -> bool:
    end = sentence.words[-1].end if sentence.words else 0
    return "?" in sentence.text[end:]


def _says(sentence: Sentence, said: Phrases) -> bool:
    """Whether one of these phrases stands anywhere in it."""
    starts = range(len(sentence.words))
    return any(sentence.part(at).after(said) is not None for at in starts)


def topic(sentence: Sentence) -> Topic | None:
    """What a sentence speaks of, by its words."""
    words = {*sentence.folded}
    return next((one for one, named in _WORDS if words & named), None)
