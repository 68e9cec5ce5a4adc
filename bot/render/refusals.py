"""Why Vigie declines, and what to do: one short sentence each."""

from __future__ import annotations

from typing import Final, assert_never

from bot.domain.refusals import Reason, Refused
from bot.ports.forum import Trouble
from bot.render.markdown import escape
from bot.render.texts import N_, Texts


def refusal(refused: Refused, texts: Texts) -> str:
    """The sentence for whoever asked."""
    facts = {name: escape(value) for name, value in refused.facts.items()}
    if refused.reason is Reason.TOPIC_UNREADABLE:
        return unreadable(Trouble(refused.facts["trouble"]), texts)
    return texts.say(_TEMPLATES[refused.reason], **facts)


_TEMPLATES: Final = {
    Reason.NOT_IN_A_COLLECTIVE: N_(
        "Cette commande marche dans le serveur d'un collectif, pas en privé."
    ),
    Reason.NOT_SERVED: N_("Je ne suis pas en service ici. Demande à la personne qui m'héberge."),
    Reason.ORGANISERS_ONLY: N_("C'est aux référent·es (droit « Gérer le serveur ») de le faire."),
    Reason.UNKNOWN_CITY: N_(
        "Je ne connais pas de commune « {name} ». Essaie son nom officiel ou son code postal."
    ),
    Reason.NEAR_CITY: N_("Je ne connais pas de commune « {name} ». Est-ce {nearest} ?"),
    Reason.BAD_CITY_NAME: N_(
        "« {name} » n'est pas un nom de commune. Écris-le comme sur la carte : « Ixelles »."
    ),
    Reason.BAD_NIS_CODE: N_(
        "« {code} » n'est pas un code NIS (Belgique) : cinq chiffres, comme 21009 pour Ixelles. "
        "Les communes françaises sont déjà là."
    ),
    Reason.KNOWN_CITY: N_("{city} est déjà là : `/ville statut` la trouve."),
    Reason.NO_FORUM: N_(
        "Aucun forum n'est relié à Vigie. La personne qui l'héberge peut en ajouter."
    ),
    Reason.NOT_A_PLACE: N_(
        "« {name} » n'est ni l'adresse d'un fil, ni une catégorie, une étiquette ou une "
        "ville que je connais. Copie une adresse de {forums}."
    ),
    Reason.SEVERAL_PLACES: N_("« {name} » peut être {choices}. Choisis dans la liste proposée."),
    Reason.NO_CATEGORY: N_("Cette catégorie n'existe pas, ou plus. Vérifie l'adresse."),
    Reason.NOT_MINE: N_(
        "Je n'ai rien à dire de ce lien. Copie celui d'un fil ou d'un message du forum, ou "
        "d'un de mes messages ici."
    ),
    Reason.ALREADY_FOLLOWED: N_("Ce salon suit déjà « {title} »."),
    Reason.NOT_FOLLOWED: N_("Ce fil n'est pas suivi. `/fil liste` montre ceux qui le sont."),
    Reason.CANNOT_WRITE_HERE: N_(
        "Il me manque un droit dans ce salon. Modifier le salon > Permissions > Vigie > "
        "« Voir le salon », « Envoyer des messages », « Intégrer des liens », "
        "« Voir les anciens messages », puis réessaie."
    ),
    Reason.TOPIC_UNREADABLE: N_("Le forum n'a pas pu être lu."),
}


def unreadable(trouble: Trouble, texts: Texts) -> str:
    """Why a forum could not be read, and what to do."""
    match trouble:
        case Trouble.UNREACHABLE | Trouble.TIMEOUT | Trouble.SERVER | Trouble.BUSY:
            return texts.say("Le forum ne répond pas pour l'instant. Réessaie dans 10 minutes.")
        case Trouble.GARBLED:
            return texts.say("Le forum a répondu une page illisible. Réessaie dans 10 minutes.")
        case Trouble.MISSING:
            return texts.say("Ce fil n'existe pas, ou plus. Vérifie l'adresse.")
        case Trouble.FORBIDDEN:
            return texts.say("Ce fil n'est pas public : je ne peux pas le lire.")
        case Trouble.WALLED:
            return texts.say("Ce forum filtre les robots : demandez une exception à son équipe.")
        case Trouble.OTHER_ENGINE:
            return texts.say(
                "Un autre logiciel de forum y répond : la personne qui m'héberge doit le relier."
            )
        case Trouble.NOT_A_FORUM:
            return texts.say("Cette adresse n'est pas celle d'un forum que je sais lire.")
        case _:
            assert_never(trouble)
