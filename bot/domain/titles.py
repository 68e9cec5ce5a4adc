"""What people call something, within a sentence: `Forcalquier, distribuer les tracts`."""

from __future__ import annotations

import re
from typing import Final

from bot.domain.folding import fold
from bot.domain.sentences import vocabulary

# A name has the same ending as many a verb: only words that are surely none lose their capital.
_ORDINARY: Final = vocabulary(
    "acheter afficher aider aller annoncer appeler apporter assister coller collecter compter"
    " contacter créer déposer demander diffuser distribuer donner dresser écrire envoyer faire"
    " filmer imprimer informer interpeller inviter lancer lire mettre monter noter obtenir"
    " organiser ouvrir parler participer photographier porter poser poster prendre prévenir"
    " préparer proposer publier recenser récolter recueillir rédiger relancer relayer relire"
    " remplir rencontrer réserver réunir saisir signer suivre téléphoner tenir tracter traduire"
    " trouver venir vérifier visiter un une des nos notre chaque"
    " ask attend call collect come count deliver distribute find hand hold invite list make map"
    " meet post prepare print put read send sign speak take talk translate visit write our"
)
_FIRST: Final = re.compile(r"([^\W\d_])([^\W\d_]*)")


def within(title: str) -> str:
    """With a small letter where only the beginning of a line gave it a capital."""
    first = _FIRST.match(title)
    if first is None or not first[2].islower() or fold(first[0]) not in _ORDINARY:
        return title
    return title[0].lower() + title[1:]
