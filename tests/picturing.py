"""Contents of pictures that several tests draw; vote and tasks are invented."""

from __future__ import annotations

from typing import Final

from bot.render.pictures.content import (
    Bar,
    Content,
    Due,
    Mark,
    NextVote,
    Point,
    Shape,
    ShownProject,
    Source,
)

FORUM: Final = Source("Forum lu il y a 6 min")
TODAY: Final = Point("27 nov.", "aujourd'hui", Mark.TODAY)
FACT: Final = Point("sept. 2022", "dernier fait connu", Mark.FACT, silent_after=True)
NICE: Final = Content(
    "Nice",
    "Alpes-Maritimes (06)",
    vote=NextVote(
        "lundi 14 décembre 2026 à 18h30", "Point 12 : extension de la vidéosurveillance", 21
    ),
    projects=(
        ShownProject(
            "Vidéosurveillance algorithmique",
            "en place",
            Shape.IN_PLACE,
            "Cityvision, de Wintics · vu en 2022",
        ),
        ShownProject(
            "Vidéosurveillance", "en place", Shape.IN_PLACE, "près de 4 000 caméras · vu en 2022"
        ),
        ShownProject(
            "Reconnaissance faciale",
            "abandonné",
            Shape.STOPPED,
            "portique à l’entrée d’un lycée",
        ),
    ),
    points=(
        FACT,
        TODAY,
        Point("8 déc.", "convocation au plus tard", Mark.STEP),
        Point("14 déc.", "vote à 18h30", Mark.VOTE),
        Point("21 déc.", "liste affichée", Mark.STEP),
    ),
    bars=(
        Bar("Écrire aux élu·es", 31, 50, "31 lettres sur 50"),
        Bar("Distribuer les tracts", 400, 400, "400 tracts sur 400", is_done=True),
    ),
    known="Dernier fait : La Quadrature du Net",
    dated="septembre 2022 (il y a 4 ans)",
    old=True,
    sources=(FORUM,),
    made="image du 27 novembre 2026",
)
EMPTY: Final = Content(
    "Roquefort-sur-Soulzon", "Aveyron (12)", sources=(FORUM,), made="image du 27 novembre 2026"
)
DUES: Final = (
    Due(
        "mardi 1er décembre 2026", "Recours contre une délibération (caméras fixes)", "dans 4 jours"
    ),
    Due(
        "lundi 21 décembre 2026",
        "Liste des délibérations affichée",
        "dans 24 jours",
        "quelqu'un s'en charge",
    ),
    Due("mercredi 23 septembre 2027", "Fin d'une autorisation de caméras", "dans 300 jours"),
)
