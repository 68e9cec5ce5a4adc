"""The themes by their names."""

from __future__ import annotations

from typing import Final

from bot.domain.themes import Theme
from bot.render.texts import N_, Texts

NAMES: Final = {
    Theme.VIDEO: N_("vidéosurveillance"),
    Theme.ALGORITHMS: N_("vidéosurveillance algorithmique"),
    Theme.FACES: N_("reconnaissance faciale"),
    Theme.DRONES: N_("drones"),
    Theme.SOUND: N_("capteurs sonores"),
    Theme.CONTROL_ROOM: N_("centre de supervision (CSU)"),
    Theme.NUMBER_PLATES: N_("lecture de plaques (LAPI)"),
    Theme.FINES: N_("verbalisation à distance"),
    Theme.PREDICTION: N_("police prédictive"),
    Theme.SMART_CITY: N_("ville connectée"),
    Theme.ACCESS: N_("contrôle d'accès"),
    Theme.BODY_CAMERAS: N_("caméras-piétons"),
    Theme.SUPPLIERS: N_("marché, fournisseur"),
    Theme.FILES: N_("fichiers"),
}


_NO_VOTE: Final = {Theme.SUPPLIERS}  # « Vote marché, fournisseur » is no French


def vote_theme(theme: str, texts: Texts) -> str:
    """`vidéosurveillance`, as it stands behind the word « vote »; empty where it cannot."""
    return "" if not theme or theme in _NO_VOTE else theme_name(theme, texts)


def theme_name(theme: str, texts: Texts) -> str:
    """`vidéosurveillance algorithmique`; a theme that only the data knows, as it is there."""
    try:
        return texts.say(NAMES[Theme(theme)])
    except ValueError:
        return theme.replace("_", " ")
