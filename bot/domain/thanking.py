"""Who thanks, and goes on: « merci, rappelle-moi demain » and « merci d'effacer » ask something of
Vigie, « merci pour ton aide » does not."""

from __future__ import annotations

import re
from typing import Final

from bot.domain import intent_words as words
from bot.domain.sentences import Phrases, Sentence, phrases, vocabulary

_MOST: Final = 7  # words of thanks, all in all
_THANKS: Final = phrases(
    *("merci", "merci d'avance", "grand merci", "un grand merci", "mille merci", "mille mercis"),
    *("merci mille fois", "merci vraiment"),
    *("thanks", "thanks a lot", "thanks in advance", "thank you", "many thanks"),
)
_AROUND: Final[Phrases] = tuple((word,) for word in sorted(words.AROUND - {"d"}))
_OF: Final = phrases("de", "d'", "du", "des")
_FOR: Final = phrases("pour", "for")
_KIND: Final = phrases(
    *("c'est", "c'était", "tu es", "t'es", "tu as", "vous êtes", "tu m'as", "you", "you're"),
    *("that's", "that is", "that was", "pour", "for", "j'ai", "on a", "bonne", "bon", "à plus"),
    *("à demain", "à bientôt", "c'est noté"),
)
_BEFORE_A_VERB: Final = vocabulary(
    "me m te t se s nous vous le la l les lui leur y en ne n pas plus bien vouloir"
)
_OF_THANKS: Final = frozenset({"avoir", "etre"})
_VERB: Final = re.compile(r"\w+(?:er|ir|re)")
_ASKS: Final = vocabulary(
    "efface supprime retire annule rappelle rappelez enlève ajoute signale publie déplace "
    "arrête envoie annonce confirme corrige change donne montre dis peux peut pouvez faut "
    "effacer supprimer retirer annuler rappeler enlever ajouter signaler publier déplacer arrêter "
    "envoyer annoncer confirmer corriger changer donner montrer "
    "delete remove cancel remind add report publish move stop send announce confirm can please"
)
_PARTED: Final = re.compile(r"[,;:.!?…]\s*(?=\S)")


def parted(whole: Sentence) -> tuple[Sentence, bool] | None:
    """What goes on after thanks at the beginning, and whether that may be no more than thanks; None
    where nobody thanks."""
    about = whole.stripped((*words.LEADS, *_AROUND), ()).after(_THANKS)
    if about is None:
        return None
    rest = about.stripped((*words.LEADS, *_AROUND), ())
    if (of := rest.after(_OF)) is not None:
        return (of, False) if _is_a_request(of) else (rest.part(0, 0), True)
    if rest.after(_FOR) is not None:
        rest = _behind_a_sign(rest)
    return rest, _is_kind(whole, rest)


def _is_a_request(of: Sentence) -> bool:
    """« merci d'annuler », « de ne pas l'annoncer »; not « d'avoir annulé », « de ton aide »"""
    verb = next((word for word in of.folded if word not in _BEFORE_A_VERB), "")
    is_verb = _VERB.fullmatch(verb) is not None or verb in _ASKS
    return is_verb and verb not in _OF_THANKS


def _behind_a_sign(rest: Sentence) -> Sentence:
    """« pour tout, et rappelle-moi demain » goes on after its comma."""
    start = rest.words[0].start
    if (sign := _PARTED.search(rest.text, start)) is None:
        return rest
    at = sum(word.start < sign.end() for word in rest.words)
    return rest.part(at).stripped((*words.LEADS, *_AROUND), ())


def _is_kind(whole: Sentence, rest: Sentence) -> bool:
    if not rest.words:
        return True
    if "?" in whole.text or {*rest.folded} & _ASKS or len({*whole.folded}) > _MOST:
        return False
    return rest.after(_KIND) is not None
