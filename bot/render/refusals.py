"""Why Vigie declines, and what to do: one short sentence each."""

from __future__ import annotations

from typing import assert_never

from bot.domain.refusals import Reason, Refused
from bot.ports.forum import Trouble
from bot.render.markdown import escape
from bot.render.texts import N_, Texts


def refusal(refused: Refused, texts: Texts) -> str:
    """The sentence for whoever asked."""
    facts = {name: escape(value) for name, value in refused.facts.items()}
    if refused.reason is Reason.TOPIC_UNREADABLE:
        return unreadable(Trouble(refused.facts["trouble"]), texts)
    return texts.say(_template(refused.reason), **facts)


def _template(reason: Reason) -> str:
    match reason:
        case Reason.NOT_IN_A_COLLECTIVE:
            return N_("Cette commande marche dans le serveur d'un collectif, pas en privé.")
        case Reason.NOT_SERVED:
            return N_("Je ne suis pas en service ici. Demande à la personne qui m'héberge.")
        case Reason.ORGANISERS_ONLY:
            return N_("C'est aux référent·es (droit « Gérer le serveur ») de le faire.")
        case Reason.UNKNOWN_CITY:
            return N_(
                "Je ne connais pas de commune « {name} ». "
                "Essaie son nom officiel ou son code postal."
            )
        case Reason.NEAR_CITY:
            return N_("Je ne connais pas de commune « {name} ». Est-ce {nearest} ?")
        case Reason.NO_FORUM:
            return N_("Aucun forum n'est relié à Vigie. La personne qui l'héberge peut en ajouter.")
        case Reason.NOT_A_PLACE:
            return N_(
                "« {name} » n'est ni l'adresse d'un fil, ni une catégorie, une étiquette ou une "
                "ville que je connais. Copie une adresse de {forums}."
            )
        case Reason.SEVERAL_PLACES:
            return N_("« {name} » peut être {choices}. Choisis dans la liste proposée.")
        case Reason.NO_CATEGORY:
            return N_("Cette catégorie n'existe pas, ou plus. Vérifie l'adresse.")
        case Reason.ALREADY_FOLLOWED:
            return N_("Ce salon suit déjà « {title} ».")
        case Reason.NOT_FOLLOWED:
            return N_("Ce fil n'est pas suivi. `/fil liste` montre ceux qui le sont.")
        case Reason.CANNOT_WRITE_HERE:
            return N_(
                "Il me manque un droit dans ce salon. Modifier le salon > Permissions > Vigie > "
                "« Voir le salon », « Envoyer des messages », « Intégrer des liens », "
                "« Voir les anciens messages », puis réessaie."
            )
        case Reason.TOPIC_UNREADABLE:
            return N_("Le forum n'a pas pu être lu.")
        case _:
            assert_never(reason)


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
