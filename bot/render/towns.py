"""A town in a sentence: « à Nice », « au Mans », « aux Lilas »; « in Nice » in English."""

from __future__ import annotations

from typing import Final

from bot.domain.communes import Commune
from bot.render.texts import N_, Texts

_WITH_ARTICLE: Final = {"Le ": "au ", "Les ": "aux "}
_PROVINCES: Final = {  # of Belgium: people there know them in their own language
    "BE-VAN": N_("Anvers"),
    "BE-BRU": N_("Bruxelles-Capitale"),
    "BE-VBR": N_("Brabant flamand"),
    "BE-WBR": N_("Brabant wallon"),
    "BE-VWV": N_("Flandre-Occidentale"),
    "BE-VOV": N_("Flandre-Orientale"),
    "BE-WHT": N_("Hainaut"),
    "BE-WLG": N_("Liège"),
    "BE-VLI": N_("Limbourg"),
    "BE-WLX": N_("Province de Luxembourg"),
    "BE-WNA": N_("Namur"),
}
_CLOCKS: Final = {
    "Europe/Paris": N_("heure de Paris"),
    "Europe/Brussels": N_("heure de Bruxelles"),
    "America/Guadeloupe": N_("heure de la Guadeloupe"),
    "America/Martinique": N_("heure de la Martinique"),
    "America/Cayenne": N_("heure de la Guyane"),
    "Indian/Reunion": N_("heure de La Réunion"),
    "America/Miquelon": N_("heure de Saint-Pierre-et-Miquelon"),
    "Indian/Mayotte": N_("heure de Mayotte"),
    "America/St_Barthelemy": N_("heure de Saint-Barthélemy"),
    "America/Marigot": N_("heure de Saint-Martin"),
    "Pacific/Wallis": N_("heure de Wallis-et-Futuna"),
    "Pacific/Tahiti": N_("heure de Tahiti"),
    "Pacific/Noumea": N_("heure de Nouméa"),
}


def at_town(name: str, texts: Texts) -> str:
    """Where something is."""
    if texts.locale == "en":
        return f"in {name}"
    for article, contracted in _WITH_ARTICLE.items():
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def clock_of(zone: str, texts: Texts) -> str:
    """« heure de La Réunion »; the zone's own name where it has none here."""
    return texts.say(_CLOCKS[zone]) if zone in _CLOCKS else zone


def area(commune: Commune, texts: Texts) -> str:
    """`Alpes-Maritimes`, `Bruxelles-Capitale`: what tells homonyms apart."""
    province = _PROVINCES.get(commune.department)
    return texts.say(province) if province else commune.department_name


def wide_area(commune: Commune, texts: Texts) -> str:
    """`Alpes-Maritimes (06)`, `Hainaut, Belgique`: a code only where people say it."""
    name = area(commune, texts)
    if commune.country == "be":
        return texts.say("{province}, Belgique", province=name)
    return f"{name} ({commune.department})"
