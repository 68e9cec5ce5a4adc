"""Why an act on a forum is refused, and how that is said to whoever tried."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class No(StrEnum):
    """Why an act is refused."""

    MISSING = "missing"
    LOCKED = "locked"
    SHORT = "short"
    LONG = "long"
    NAMELESS = "nameless"
    TITLE = "title"
    TAGS = "tags"
    PLACE = "place"
    DELETED = "deleted"
    KEPT = "kept"
    MAIN = "main"
    ADDRESS = "address"
    SIZE = "size"
    GONE = "gone"
    SIMILAR = "similar"


class RefusedError(Exception):
    """An act that the forum's rules do not let happen."""

    def __init__(self, reason: No) -> None:
        super().__init__(reason.value)
        self.reason = reason


SENTENCES: Final = {
    No.MISSING: (404, "Ce fil ou ce message n’existe pas."),
    No.LOCKED: (409, "Ce fil est verrouillé : personne ne peut y répondre."),
    No.SHORT: (400, "Ce message est trop court : il faut au moins 8 caractères."),
    No.LONG: (400, "Ce message est trop long : 32 767 caractères au plus."),
    No.NAMELESS: (400, "Il manque le nom de la personne qui écrit."),
    No.TITLE: (400, "Ce titre est trop court ou trop long : de 3 à 255 caractères."),
    No.TAGS: (400, "Un fil porte au plus 5 étiquettes, de 3 à 20 caractères chacune."),
    No.PLACE: (404, "Cette catégorie n’existe pas."),
    No.DELETED: (409, "C’est déjà supprimé."),
    No.KEPT: (409, "Ce n’est pas supprimé : il n’y a rien à rétablir."),
    No.MAIN: (409, "Le premier message d’un fil qui a des réponses ne s’efface pas seul."),
    No.ADDRESS: (
        400,
        "Il faut une adresse http de cette machine, et un secret sans saut de ligne.",
    ),
    No.GONE: (409, "Ce fil est supprimé : personne ne peut y répondre."),
    No.SIMILAR: (409, "Ce message est trop semblable à un autre du même compte."),
    No.SIZE: (400, "Il faut de 1 à 10 000 messages en tout."),
}
