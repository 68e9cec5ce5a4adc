"""Which communes a French text names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.common_words import WORDS
from bot.domain.communes import Commune, Kind
from bot.domain.folding import fold
from bot.domain.ids import CityId
from bot.domain.mentions import Mention, is_named, mentions
from bot.reference import load_communes

REGISTRY = load_communes()
COMMUNES = [one for one in REGISTRY if one.country == "fr"]
# Nine are told apart in brackets, as in « Château-Chinon (Ville) »: nobody writes these.
communes = st.sampled_from(
    [one for one in COMMUNES if one.kind is Kind.COMMUNE and "(" not in one.name]
)
NEUTRAL = "hier soir on a parlé des caméras, et rien n'est sûr"
# What comes before a name and is said without its article, and what it is called there.
CONTRACTED = {"Le ": ("au ", "du "), "Les ": ("aux ", "des ")}


def found(text: str) -> list[Mention]:
    return mentions(text, REGISTRY)


def shown(text: str) -> list[str]:
    """Each mention as it is written and what it means: `?` where another may be meant."""
    return [
        f"{text[one.start : one.end]}={one.communes[0].department}{'' if one.certain else '?'}"
        for one in found(text)
    ]


def city(code: str) -> Commune:
    commune = REGISTRY.get(CityId(f"fr:{code}"))
    assert commune is not None
    return commune


SENTENCES = {
    # Plain names, with what may stand before them.
    "Caméras à Nice : que faire ?": ["Nice=06"],
    "La vidéosurveillance algorithmique arrive au Mans": ["Mans=72"],
    "Le conseil municipal du Havre vote 30 caméras": ["Havre=76"],
    "Nouveau CSU aux Lilas, qui y va ?": ["Lilas=93"],
    "La police des Sables-d'Olonne s'équipe de drones": ["Sables-d'Olonne=85"],
    "Compte rendu de la réunion de La Rochelle": ["La Rochelle=17"],
    "On se retrouve à la Rochelle samedi": ["la Rochelle=17"],
    "Vote d'Ivry-sur-Seine le 12": ["Ivry-sur-Seine=94"],
    "Vote d’Ivry sur Seine": ["Ivry sur Seine=94"],
    "Rendez-vous devant la mairie de L'Haÿ-les-Roses": ["L'Haÿ-les-Roses=94"],
    "Des micros à L’Hay les Roses": ["L’Hay les Roses=94"],
    "Un drone survole l'Isle-Adam": ["l'Isle-Adam=95"],
    "CONSEIL MUNICIPAL DE NÎMES : 50 CAMÉRAS DE PLUS": ["NÎMES=30"],
    "VIDEOSURVEILLANCE A MARSEILLE": ["MARSEILLE=13"],
    "Délibération votée à NICE hier": ["NICE=06"],
    "Une enquête sur St-Étienne et ses micros": ["St-Étienne=42"],
    "Ste Geneviève des Bois s'équipe": ["Ste Geneviève des Bois=91"],
    "à Oeuilly (51), trois caméras": ["Oeuilly=51"],
    "Marcillac-Vallon : une caméra par rue": ["Marcillac-Vallon=12"],
    "Forcalquier : le maire renonce": ["Forcalquier=04"],
    "Technopolice Marseille recrute": ["Marseille=13"],
    "À Lyon, Villeurbanne et Vénissieux, même fournisseur": [
        *("Lyon=69", "Villeurbanne=69", "Vénissieux=69"),
    ],
    "Toulouse-centre sous vidéosurveillance": ["Toulouse=31"],
    "Roubaix et Tourcoing achètent ensemble": ["Roubaix=59", "Tourcoing=59"],
    "Levallois-Perret teste la reconnaissance faciale": ["Levallois-Perret=92"],
    "[Suresnes] le bilan de l'expérimentation": ["Suresnes=92"],
    "On a lu le budget de Nantes Métropole": ["Nantes=44"],
    # Lower case.
    "des caméras a lyon ?": ["lyon=69"],
    "qui habite à nice": ["nice=06"],
    "la ville de bordeaux a voté": ["bordeaux=33"],
    "a nice idea for a camera": [],
    "il y a des rennes à bordeaux ou pas": ["bordeaux=33"],
    # Homonyms, areas, postcodes.
    "Réunion publique à Saint-Denis": ["Saint-Denis=974?"],
    "Réunion publique à Saint-Denis (93)": ["Saint-Denis=93"],
    "Réunion publique à Saint-Denis (974)": ["Saint-Denis=974"],
    "à Saint-Denis (Seine-Saint-Denis), 80 caméras": ["Saint-Denis=93"],
    "Drones à Saint-Denis, dans le 93": ["Saint-Denis=93"],
    "Drones à Saint Denis 93": ["Saint Denis=93"],
    "Place Jean-Jaurès, 93200 Saint-Denis": ["Saint-Denis=93"],
    "Saint-Denis (93200)": ["Saint-Denis=93"],
    "Les caméras de Saint-Denis de la Réunion": ["Saint-Denis=974"],
    "Dans le Gard, on parle de Saint-Gilles": ["Saint-Gilles=30"],
    "Vote à Saint-Denis-lès-Bourg": ["Saint-Denis-lès-Bourg=01"],
    "Saint-Nazaire : le port sous surveillance": ["Saint-Nazaire=44"],
    "Vienne (Autriche) interdit les drones": [],
    "À Lyon (30 caméras), rien ne change": ["Lyon=69"],
    "À Évry, rien de neuf": ["Évry=91?"],
    "À Levallois (92), la police filme": ["Levallois=92"],
    "Un marché public à Lens, Liévin, Lille (59)": ["Lens=62", "Liévin=62", "Lille=59"],
    # A town that is called so for short comes before the village of that name; neither is certain.
    "Les caméras à Nogent ont coûté cher": ["Nogent=94?"],
    "Nogent installe 30 caméras": ["Nogent=94?"],
    "Des micros à Livry": ["Livry=93?"],
    "Vote à Bry jeudi": ["Bry=94?"],
    "Les élus du Puy votent": ["Puy=43?"],
    "Un CSU à Champigny": ["Champigny=94?"],
    "À Vaulx, des drones": ["Vaulx=69?"],
    "La police de Montigny": ["Montigny=78?"],
    "Les caméras de Viré": ["Viré=71"],
    "Nogent (52) : trois caméras": ["Nogent=52"],
    "À Nogent (94), trois caméras": ["Nogent=94"],
    "Vidéosurveillance à Nogent, dans le 94": ["Nogent=94"],
    "Dans le 94, des caméras à Nogent": ["Nogent=94"],
    "Les élus du Puy (Haute-Loire) votent": ["Puy=43"],
    "À Livry, le maire de Livry-Gargan vote": ["Livry=93", "Livry-Gargan=93"],
    "Livry-Gargan vote : à Livry (58), on rit": ["Livry-Gargan=93", "Livry=58"],
    "Bar : trois caméras": [],
    "Un vote au Blanc": [],
    # « au » is « à le », « aux » is « à les ».
    "Aux Armes": [],
    "Retour au Bois": [],
    "Un drone au Lyon": ["Lyon=69?"],
    "Le garde des Sceaux défend la VSA": [],
    "Ministre de la Justice, Garde des Sceaux": [],
    "Des caméras à Sceaux": ["Sceaux=92"],
    # Two towns, one behind the other.
    "Les drones entre Nice et Menton": ["Nice=06", "Menton=06"],
    "Les drones entre Menton et Nice": ["Menton=06", "Nice=06"],
    "Entre Sens et puissance": [],
    "Une enquête sur Lyon et Tours": ["Lyon=69", "Tours=37"],
    "Un marché Nîmes-Alès": ["Nîmes=30", "Alès=30"],
    "Lyon-Villeurbanne : le vote": ["Lyon=69", "Villeurbanne=69"],
    "La police de Lille-Roubaix-Tourcoing": ["Lille=59", "Roubaix=59", "Tourcoing=59"],
    "Rue de Lyon-Villeurbanne": [],
    "Toulouse-Orange": [],
    # Abroad.
    "Brest, en Biélorussie, filme": [],
    "À Valence (Espagne)": [],
    "Valence, en Espagne : des drones": [],
    "À Nice, en Italie et en Espagne, on filme": ["Nice=06"],
    "Une police à Liège, en Belgique": ["Liège=BE-WLG"],
    "MARCQ EN BAROEUL VOTE": ["MARCQ EN BAROEUL=59?"],
    "un Nice sans caméras": ["Nice=06?"],
    # Arrondissements.
    "Paris 13e : des caméras devant les écoles": ["Paris 13e=75"],
    "Réunion dans le 3e arrondissement de Lyon": ["3e arrondissement de Lyon=69"],
    "Marseille 1er veut des micros": ["Marseille 1er=13"],
    "à Paris 13 caméras sont tombées": ["Paris=75"],
    # Words that are communes too.
    "Les caméras de Tours sont en panne": ["Tours=37"],
    "Une manifestation à Tours": ["Tours=37"],
    "Tours : 150 caméras de plus": ["Tours=37?"],
    "La ville de Sens renonce": ["Sens=89"],
    "La mairie de Vire se tait": ["Vire=14?"],
    "Conseil municipal d'Orange : le vote": ["Orange=84"],
    "À Grasse, Cannes et Antibes": ["Grasse=06", "Cannes=06", "Antibes=06"],
    "Die (26) vote une caméra": ["Die=26"],
    "Sens de circulation et caméras": [],
    "Tours de vis à la mairie": [],
    "La caméra vire au rouge, en Sens inverse": [],
    "Orange installe la fibre, Contes et légendes": [],
    "Y a-t-il un plan ? Ars longa. Bouc émissaire.": [],
    "Bonne nouvelle : le Plan de la Ville change": [],
    "Place Charles-de-Gaulle, au Palais de justice": [],
    "Quelqu'un de Contes pour relire ?": [],
    "Le Port vote, le maire du Port aussi": ["Port=974"],
    "La Madeleine, le Blanc, la Garde": [],
    # What is no commune.
    "Nice-Matin en parle, Nice Matin aussi": [],
    "Un colloque à Paris-Saclay": [],
    "Rendez-vous rue de Rennes, gare de Lyon": [],
    "Les crues de la Marne et de la Vienne": [],
    "Une loi en Suisse et en Bretagne": [],
    "Dans le Val de Marne, rien": [],
    "Mme Beaumont et Marie de Senlis ont parlé": [],
    "https://forum.example/Lyon, ou nous@lyon.example": [],
    "la fête de la Saint-Martin, rue Saint-Denis": [],
    "Nancy Fraser et Pau Langevin": [],
    # What bears a town's name hides it nowhere else.
    "Nice-Matin : Nice s'équipe": ["Nice=06"],
    "Selon Nice-Matin, Nice installe 200 caméras": ["Nice=06"],
    "Paris Match : Paris veut la VSA": ["Paris=75"],
    "Le savon de Marseille, Marseille": ["Marseille=13"],
    "Orange Business à Orange": ["Orange=84"],
    "La gare de Lyon à Lyon ?": ["Lyon=69"],
    "Grand Paris Sud s'équipe": [],
    "La métropole du Grand Paris vote": [],
    "Le Grand Lyon vote 30 caméras": ["Lyon=69?"],
    "Le FC Nantes, l'OGC Nice, le Paris FC": [],
    "Le stade de Reims gagne": ["Reims=51?"],
    "L'Olympique de Marseille et les Girondins de Bordeaux": [],
    "Le traité de Versailles, l'édit de Nantes, la bataille de Poitiers": [],
    "L'accord de Paris, à Paris": ["Paris=75"],
    "Des saucisses de Toulouse, du jambon de Bayonne": [],
    "Le château de Versailles sous caméras": ["Versailles=78"],
    "L'accord de Nantes est attendu": ["Nantes=44"],
    # English titles, in which a town may be a word.
    "Nice to meet you": [],
    "NICE TO MEET YOU": [],
    "Nice to meet you, I work on cameras": [],
    "Nice work!": [],
    "Nice one, thanks": [],
    "Nice, thanks for the link": [],
    "Nice! Thanks everyone": [],
    "Have a Nice day": [],
    "It was Nice meeting all of you": [],
    "This is a very Nice tool": [],
    "Lens and shutter, how it works": [],
    "Mind the Gap": [],
    "Nice": ["Nice=06"],
    "Nice !": ["Nice=06"],
    "Nice : nouvelles caméras": ["Nice=06"],
    "Nice, nouvelles caméras": ["Nice=06"],
    "Caméras Nice": ["Nice=06"],
    "Nice installe 200 caméras": ["Nice=06"],
    "Nice et le projet Safe City": ["Nice=06"],
    "Nice : « Safe City », and the winner is": ["Nice=06"],
    "Rendez-vous a Nice": ["Nice=06"],
    "Nice cameras": ["Nice=06"],
    "Nice vote": ["Nice=06"],
    "Cameras in Nice": ["Nice=06"],
    "Welcome to Nice": ["Nice=06"],
    "What we know of Nice": ["Nice=06"],
    "Nice is watching you": ["Nice=06"],
    "Nice's 4,000 cameras": ["Nice=06"],
    "Nice wants facial recognition": ["Nice=06"],
    "Lens : 30 caméras de plus": ["Lens=62"],
    "Gap, le conseil vote": ["Gap=05"],
    # Words and surnames that open a title, or stand where places do.
    "Tours métropole vote": ["Tours=37"],
    "Sens agglo achète un drone": ["Sens=89"],
    "Le François : 30 caméras": ["Le François=972?"],
    "30 caméras au François": ["François=972"],
    "La police du François": ["François=972"],
    "Vallet : 30 caméras": ["Vallet=44?"],
    "Des caméras à Vallet": ["Vallet=44?"],
    "François : je suis contre": [],
    "Le maire, Guerin, se tait": [],
    "Avec M. Vernon, Jean Martel et Nicole": [],
}


@pytest.mark.parametrize(("text", "named"), SENTENCES.items())
def test_prose_of_the_forum(text: str, named: list[str]) -> None:
    assert shown(text) == named


def inflected(name: str) -> tuple[str, str, str]:
    """« au », « du » or what stands for them before a name, and what is left of it."""
    for article, (at, of) in CONTRACTED.items():
        if name.startswith(article):
            return at, of, name.removeprefix(article)
    return "à ", "d'" if name[0] in "AEIOUYHÉÈÊÂÎÔŒ" else "de ", name


PLACES = [
    "la ville {of}{name}",
    "la mairie {of}{name} se tait",
    "au conseil municipal {of}{name}, {neutral}",
    "{neutral} {at}{name} ({department})",
    "{at}{name} ({department_name}) : {neutral}",
    "{neutral}, {postcode} {whole}",
    "{neutral}. {whole} ({postcode}) {neutral}",
    "{of}{name} dans le {department}",
]


@given(communes, st.sampled_from(PLACES), st.booleans())
def test_every_commune_is_found_where_it_is_said_to_be_one(
    commune: Commune, place: str, typographic: bool
) -> None:
    at, of, name = inflected(commune.name)
    facts = {"neutral": NEUTRAL, "at": at, "of": of, "name": name, "whole": commune.name}
    area = {
        "department": commune.department,
        "department_name": commune.department_name,
        "postcode": commune.postcodes[0],
    }
    text = place.format(**facts, **area)
    text = text.replace("'", "’") if typographic else text
    [mention] = found(text)
    assert commune in mention.communes
    written = commune.name if "{whole}" in place else name
    assert text[mention.start : mention.end].replace("’", "'") == written
    if "{department}" in place:
        assert {one.department for one in mention.communes} == {commune.department}


@given(communes)
def test_a_commune_is_found_without_its_accents_hyphens_and_in_capitals(commune: Commune) -> None:
    _, of, name = inflected(commune.name)
    for written in (fold(name), name.replace("-", " "), name.upper()):
        capital = written if written.isupper() else written.title()
        [mention] = found(f"{NEUTRAL}, ville {of}{capital} ({commune.department})")
        assert commune in mention.communes


@given(st.sampled_from(sorted(WORDS)), st.sampled_from(["{}", "le {}", "une {}", "en {}", "de {}"]))
def test_a_word_without_a_place_is_no_commune(word: str, written: str) -> None:
    for text in (written.format(word), written.format(word.title())):
        assert found(f"{NEUTRAL}, {text}, {NEUTRAL}") == []


_FRENCH = (
    "caméras nouvelles vote conseil police budget projet la le des de du et en pour sur avec est "
    "installe renonce achète drones micros écoles vidéosurveillance 200 réunion bilan qui pas"
).split()
_ENGLISH = "you the to is have thanks this with really work everyone very what".split()


@given(st.lists(st.sampled_from(_FRENCH), max_size=8), st.sampled_from([" ", " : ", ", ", " ! "]))
def test_a_french_title_that_begins_with_nice_is_about_nice(rest: list[str], gap: str) -> None:
    assert shown(f"Nice{gap}{' '.join(rest)}".strip()) == ["Nice=06"]
    assert shown(f"{' '.join(rest)}, Nice")[-1:] == ["Nice=06"]


@given(
    st.lists(st.sampled_from(_ENGLISH), min_size=1, max_size=8).filter(lambda one: one[0] != "is")
)
def test_an_english_title_that_begins_with_nice_is_about_something_nice(rest: list[str]) -> None:
    for title in (f"Nice {' '.join(rest)}", f"NICE {' '.join(rest).upper()}"):
        assert shown(title) == []


@given(st.text(max_size=500))
def test_any_text_can_be_read(text: str) -> None:
    spans = [(one.start, one.end) for one in found(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one.communes for one in found(text))


_PIECES = (
    "à À le Les du des d' l' Saint St Ste . - ’ ( ) 93 (93) 93200 Denis Paris 13e 3e Y \n , et"
)


@given(st.lists(st.sampled_from([*_PIECES.split(" "), " ", "arrondissement", "Réunion", "de"])))
def test_any_order_of_what_names_are_made_of_can_be_read(pieces: list[str]) -> None:
    for one in found("".join(pieces)) + found(" ".join(pieces)):
        assert one.communes


def test_of_a_long_text_the_beginning_is_read() -> None:
    assert len(found("à Lyon, " * 10_000)) == 2_500


@pytest.mark.parametrize(
    ("title", "code", "named"),
    [
        ("Caméras à Nice : que faire ?", "06088", True),
        ("De nice caméras", "06088", False),
        ("Niceville", "06088", False),
        ("Vote d’Ivry-sur-Seine", "94041", True),
        ("Saint-Denis-d'Oléron et le reste", "93066", False),
        ("Saint-Denis : le vote", "93066", True),
        ("Saint-Denis : le vote", "97411", True),
        ("À Saint-Denis (974)", "93066", False),
        ("À Saint-Denis (974)", "97411", True),
        ("À Saint-Denis, à La Réunion", "93066", False),
        ("Paris 13e : des caméras", "75056", True),
        ("Paris 13e : des caméras", "75113", True),
        ("Paris : des caméras", "75113", False),
        ("Valence vote", "26362", True),
        ("Valence vote", "82186", False),
        ("Valence (82) vote", "82186", True),
    ],
)
def test_a_title_names_this_city_or_not(title: str, code: str, named: bool) -> None:
    assert is_named(mentions(title, REGISTRY), city(code)) is named


def test_a_tag_names_a_city_unless_the_title_names_its_homonym() -> None:
    denis = city("93066")
    assert is_named(mentions("Le vote", REGISTRY), denis, ["Saint-Denis"])
    assert is_named(mentions("À Aubervilliers aussi", REGISTRY), denis, ["saint-denis"])
    assert not is_named(mentions("À Saint-Denis (974)", REGISTRY), denis, ["saint-denis"])
    assert not is_named(mentions("Le vote", REGISTRY), denis, ["denis"])
