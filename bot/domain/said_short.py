"""What people call some cities for short, folded: « à Évry », « à Levallois »."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.folding import fold

_SHORT: Final = {
    fold(said): names
    for said, *names in (
        ("Aix", "Aix-en-Provence", "Aix-les-Bains"),
        ("Asnières", "Asnières-sur-Seine"),
        ("Aulnay", "Aulnay-sous-Bois"),
        ("Boulogne", "Boulogne-Billancourt", "Boulogne-sur-Mer"),
        ("Chalon", "Chalon-sur-Saône"),
        ("Châlons", "Châlons-en-Champagne"),
        ("Charleville", "Charleville-Mézières"),
        ("Château-Chinon", "Château-Chinon (Ville)"),
        ("Cherbourg", "Cherbourg-en-Cotentin"),
        ("Clermont", "Clermont-Ferrand"),
        ("Enghien", "Enghien-les-Bains"),
        ("Évry", "Évry-Courcouronnes"),
        ("Fontenay", "Fontenay-sous-Bois", "Fontenay-aux-Roses"),
        ("Hérouville", "Hérouville-Saint-Clair"),
        ("Issy", "Issy-les-Moulineaux"),
        ("Ivry", "Ivry-sur-Seine"),
        ("La Seyne", "La Seyne-sur-Mer"),
        ("Les Sables", "Les Sables-d'Olonne"),
        ("Knokke", "Knokke-Heist"),
        ("Levallois", "Levallois-Perret"),
        ("Libramont", "Libramont-Chevigny"),
        ("Louvain-la-Neuve", "Ottignies-Louvain-la-Neuve"),
        ("Mantes", "Mantes-la-Jolie"),
        ("Molenbeek", "Molenbeek-Saint-Jean"),
        ("Neuilly", "Neuilly-sur-Seine"),
        ("Noisy", "Noisy-le-Grand", "Noisy-le-Sec"),
        ("Ottignies", "Ottignies-Louvain-la-Neuve"),
        ("Rosny", "Rosny-sous-Bois"),
        ("Saint-Josse", "Saint-Josse-ten-Noode"),
        ("Saint-Maur", "Saint-Maur-des-Fossés"),
        ("Saint-Ouen", "Saint-Ouen-sur-Seine", "Saint-Ouen-l'Aumône"),
        ("Vandœuvre", "Vandœuvre-lès-Nancy"),
        ("Villefranche", "Villefranche-sur-Saône"),
        ("Vire", "Vire Normandie"),
        ("Vitry", "Vitry-sur-Seine", "Vitry-le-François"),
        ("Watermael", "Watermael-Boitsfort"),
        ("Woluwe", "Woluwe-Saint-Lambert", "Woluwe-Saint-Pierre"),
    )
}
_BEGIN: Final = frozenset(said.partition(" ")[0] for said in _SHORT)
_WORDS_MAX: Final = max(said.count(" ") + 1 for said in _SHORT)


def names(said: str) -> Sequence[str]:
    """The whole names of the cities that are called so, said folded; none for most words."""
    return _SHORT.get(said, ())


def longest(words: Sequence[str]) -> int:
    """How many of these folded words, from the first, are a city's short name; 0 if none."""
    if not words or words[0] not in _BEGIN:
        return 0
    lengths = range(min(_WORDS_MAX, len(words)), 0, -1)
    return next((length for length in lengths if " ".join(words[:length]) in _SHORT), 0)
