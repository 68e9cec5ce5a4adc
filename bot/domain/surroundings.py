"""What stands around a name in French prose, and what that says of its being a place."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from bot.domain.folding import fold
from bot.domain.prose import Prose
from bot.domain.sentences import vocabulary

CONTRACTED: Final = {"du": "le", "au": "le", "des": "les", "aux": "les"}
ARTICLES: Final = frozenset({"l", "la", "le", "les"})
_DETERMINERS: Final = vocabulary("un une ce cet cette mon ton son notre votre leur nos vos")
_AT: Final = frozenset({"à", "À", "au", "Au", "AU", "aux", "Aux", "AUX"})
_OF: Final = vocabulary("de d du des")
_TOWARDS: Final = vocabulary(
    "a sur pour en vers dans depuis contre entre chez par via hors sous avec devant derriere "
    "pres jusqu qu comme"
)

# « la ville de Sens »: nothing else is said so.
_TOWN_HALLS: Final = vocabulary(
    "ville commune mairie maire maires municipalite municipal municipaux municipale agglomeration "
    "agglo metropole prefecture hotel villes communes"
)
# « les caméras de Sens »: hardly anything else is.
_SUBJECTS: Final = vocabulary(
    "habitants habitantes habitant es elus elues elu elue citoyens citoyennes riverains "
    "centre tribunal administratif judiciaire prefet police policiers csu ccu vote conseil "
    "conseillers conseillere conseiller adjoint adjointe cameras camera videosurveillance "
    "videoprotection surveillance drones collectif collective section groupe gare lycee college "
    "ecole hopital universite quartier quartiers rues environs region pays bassin opposition "
    "arrondissement pres loin"
)
_OURS: Final = vocabulary("technopolice collectif ldh vigie")  # « Technopolice Tours »

# « rue de Rennes », « place Vendôme » are elsewhere.
_WAYS: Final = vocabulary(
    "rue rues avenue av boulevard bd bld place quai quais route routes chemin impasse allee allees "
    "faubourg fbg porte pont square canal tunnel autoroute periph rocade cours passage esplanade "
    "villa sentier chaussee metro station rond arret"
)
_BEARERS: Final = vocabulary(
    "lycee college ecole hopital clinique eglise cathedrale basilique chapelle stade gymnase "
    "theatre cinema residence cite parc jardin fort caserne institut fondation prix loi "
    "amendement saint sainte hotel"
)
_NAMED: Final = _BEARERS | _WAYS
_LINKS: Final = _OF | ARTICLES
_BEFORE_A_PLACE: Final = _OF | _TOWARDS | CONTRACTED.keys()
_CIVIL: Final = vocabulary(
    "m mm mme mmes mlle monsieur madame messieurs mesdames me maitre dr docteur pr professeur "
    "general colonel capitaine commissaire juge ministre president presidente depute deputee "
    "senateur senatrice"
)
_FIRST_NAMES: Final = vocabulary(
    "adrien agnes alain albert alexandre alexis alice aline amelie anais andre anne annie "
    "antoine arnaud arthur audrey aurelie axel baptiste beatrice benjamin benoit bernard "
    "bertrand brigitte bruno camille carole caroline catherine cecile celine chantal charles "
    "charlotte christelle christian christiane christine christophe claire claude clement "
    "colette corinne damien daniel danielle david delphine denis didier dominique edouard "
    "elisabeth elise emilie emma emmanuel emmanuelle eric estelle etienne eugene fabien fabrice "
    "florence florian franck francois francoise frederic gabriel genevieve georges gerald "
    "gerard gilbert gilles gregory guillaume gustave guy helene henri herve hubert hugo "
    "isabelle jacqueline jacques jean jeanne jerome joel johanna jordan joseph julie julien "
    "juliette karine laura laure laurence laurent lea leo leon lionel lise loic louis louise "
    "luc lucas lucie ludovic madeleine manon marc marcel margaux marguerite marianne marie "
    "marine marion marlene martin martine mathieu mathilde matthieu maurice maxime michel "
    "michele mickael monique muriel myriam nadine nathalie nicolas nicole noemie olivier pascal "
    "pascale patrice patricia patrick paul pauline philippe pierre quentin raymond regis remi "
    "remy renaud rene richard robert robin roger roland romain sabine samuel sandrine sarah "
    "sebastien serge simon simone sophie stephane stephanie suzanne sylvain sylvie theo therese "
    "thibault thierry thomas valerie veronique victor vincent virginie xavier yann yannick yves "
    "yvette yvonne"
)
_GIVEN_TOO: Final = frozenset({"nancy", "pau"})  # « Nancy Fraser »
# What bears a town's name and is not there.
_IDIOMS: Final = (
    *("gare de Lyon", "accord de Paris", "accords de Paris", "Nice Matin", "heures du Mans"),
    *("Paris Match", "Paris FC", "Paris Saint Germain", "café de Paris", "Grand Paris"),
    *("sens inverse", "sens unique", "sens commun", "Orange Business"),
    *("Orange Bank", "Orange Cyberdéfense", "Orange Money", "régime de Vichy"),
    *("gouvernement de Vichy", "Lyon Capitale", "Lyon Mag", "garde des Sceaux"),
)
_BORNE_AWAY: Final = vocabulary(  # « le savon de Marseille », « le traité de Versailles »
    "traite traites edit bataille concile serment savon savons saucisse saucisses jambon moutarde "
    "betises nougat calissons porcelaine dentelle pruneaux brie olympique girondins"
)
_CLUBS: Final = frozenset({"AJ", "AS", "FC", "HAC", "LOSC", "OGC", "RC", "SC", "US"})
_BODIES: Final = vocabulary("metropole agglo agglomeration")  # « Tours métropole »
_WITH_NAMES: Final = _BODIES | vocabulary("centre ville nord sud est ouest")


def _by_word(idioms: Iterable[str]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """The idioms in which a word stands, and its place there."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for words in (tuple(fold(idiom).split()) for idiom in idioms):
        for place, word in enumerate(words):
            found.setdefault(word, []).append((place, words))
    return found


_IDIOMS_OF: Final = _by_word(_IDIOMS)


class Context(IntEnum):
    """How much what stands around a name makes it a place, the more the higher."""

    REFUSED = 0  # a street, a person, a newspaper
    ARTICLE = 1  # « la Vienne »
    NONE = 2
    TITLE = 3  # « Tours : … »
    NEAR = 4  # « de Tours », « sur Tours »
    AT = 5  # « à Tours »
    SUBJECT = 6  # « les caméras de Tours »
    TOWN_HALL = 7  # « la ville de Tours »


def around(prose: Prose, start: int, end: int, name: str) -> Context:
    """What stands around a name of the words `start` to `end`, which folded begins with the
    article that « au » holds where it has one: « le havre »."""
    if _is_refused(prose, start, end):
        return Context.REFUSED
    if prose.is_spaced(end) and prose.folded[end] in _BODIES:
        return Context.SUBJECT
    if not prose.is_joined(start):
        return Context.TITLE if _is_title(prose, start, end) else Context.NONE
    before = prose.words[start - 1]
    article = CONTRACTED.get(before.folded)
    if article is not None and not name.startswith(f"{article} "):
        return Context.ARTICLE  # « au Lyon » is not « à Lyon »
    if before.folded in _OF:
        return _owned(prose, start - 1)
    if before.written in _AT or (before.written == "a" and prose.words[start].is_lower):
        return Context.AT  # who writes no capitals may well write no accents
    if before.folded == "entre" and _is_one_of_two(prose, end):
        return Context.AT
    if before.folded in ARTICLES or before.folded in _DETERMINERS or before.written == "Grand":
        return Context.ARTICLE
    if before.folded in _TOWARDS:
        return Context.NEAR
    if before.folded in _OURS:
        return Context.SUBJECT
    return Context.NONE


def _is_one_of_two(prose: Prose, end: int) -> bool:
    """« entre Menton et Nice »."""
    is_and = prose.is_spaced(end) and prose.folded[end] == "et"
    return is_and and prose.is_spaced(end + 1) and prose.words[end + 1].has_capital


def _owned(prose: Prose, of: int) -> Context:
    """« … de Sens »: by what stands before the preposition."""
    owner = prose.folded[of - 1] if prose.is_joined(of) else ""
    if owner == "stade":  # a club, or where it plays
        return Context.ARTICLE
    if owner in _TOWN_HALLS:
        return Context.TOWN_HALL
    return Context.SUBJECT if owner in _SUBJECTS else Context.NEAR


def _is_title(prose: Prose, start: int, end: int) -> bool:
    """« Forcalquier : … », « [Forcalquier] … », or a line that holds nothing else."""
    opening, closing = prose.gap(start), prose.gap(end).lstrip(" \u00a0\u202f")
    if start and "\n" not in opening:
        return False
    return end == len(prose.words) or closing[:1] in {*":|–—-])/\n"} - {""}


def _is_refused(prose: Prose, start: int, end: int) -> bool:
    if prose.is_hyphened(start):
        return True
    if prose.is_hyphened(end) and prose.folded[end] not in _WITH_NAMES:
        return True
    return (
        _is_idiom(prose, start, end)
        or _is_elsewhere(prose, start, end)
        or _belongs(prose, start)
        or _is_a_person(prose, start)
        or _is_given(prose, start, end)
    )


def _is_idiom(prose: Prose, start: int, end: int) -> bool:
    """Whether the name lies in an idiom: « Nice-Matin » hides no « Nice » that stands behind it."""
    return any(
        prose.folded[max(0, at - place) : at - place + len(words)] == words
        for at in range(start, end)
        for place, words in _IDIOMS_OF.get(prose.folded[at], ())
    )


def _is_elsewhere(prose: Prose, start: int, end: int) -> bool:
    """« le savon de Marseille », « FC Nantes », and « Grand » of « le Grand Lyon »."""
    if prose.is_spaced(start) and prose.words[start - 1].written in _CLUBS:
        return True
    if prose.words[end - 1].written == "Grand" and prose.is_spaced(end):
        return end - start == 1 and prose.words[end].has_capital
    is_owned = prose.is_joined(start) and prose.folded[start - 1] in _OF
    return is_owned and prose.is_joined(start - 1) and prose.folded[start - 2] in _BORNE_AWAY


def _belongs(prose: Prose, start: int) -> bool:
    """« rue de Rennes », « lycée Vauban »."""
    at = start - 1
    if prose.is_spaced(start) and prose.folded[at] in _NAMED:
        return True
    while at > 0 and prose.is_joined(at + 1) and prose.folded[at] in _LINKS:
        at -= 1
    return 0 <= at < start - 1 and prose.is_joined(at + 1) and prose.folded[at] in _WAYS


def _is_a_person(prose: Prose, start: int) -> bool:
    """« Mme Lille », « J. Vitry », « Anne de Nice »."""
    at = start - 1
    if at < 0:
        return False
    before, gap = prose.words[at], prose.gap(start)
    if len(before.written) == 1 and before.has_capital and gap.strip() == ".":
        return True
    if before.folded in _CIVIL and (not gap.strip() or gap.strip() == "."):
        return True
    if before.folded in {"de", "d"} and prose.is_joined(start) and prose.is_spaced(at):
        before, at = prose.words[at - 1], at - 1
    elif not prose.is_spaced(start):
        return False
    return before.folded in _FIRST_NAMES and before.has_capital and not prose.is_shouted(at)


def _is_given(prose: Prose, start: int, end: int) -> bool:
    """« Nancy Fraser », not « à Nancy Mme Fraser »."""
    if prose.folded[start] not in _GIVEN_TOO or not prose.is_spaced(end):
        return False
    if prose.is_joined(start) and prose.folded[start - 1] in _BEFORE_A_PLACE:
        return False
    return prose.words[end].has_capital and not prose.is_shouted(end)
