"""What surveillance projects are about: the themes of the lexicon and of the base."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Theme(StrEnum):
    VIDEO = "videosurveillance"
    ALGORITHMS = "vsa"
    FACES = "reconnaissance_faciale"
    DRONES = "drones"
    SOUND = "capteurs_sonores"
    CONTROL_ROOM = "csu"
    NUMBER_PLATES = "lapi"
    FINES = "verbalisation"
    PREDICTION = "police_predictive"
    SMART_CITY = "smart_city"
    ACCESS = "controle_acces"
    BODY_CAMERAS = "cameras_pietons"
    SUPPLIERS = "marche"
    FILES = "fichiers"


_T = Theme
# Cameras in a place: they need the authorisation of the préfecture, which has an end.
CAMERAS: Final = frozenset(
    {_T.VIDEO, _T.ALGORITHMS, _T.FACES, _T.CONTROL_ROOM, _T.NUMBER_PLATES, _T.SMART_CITY}
)
