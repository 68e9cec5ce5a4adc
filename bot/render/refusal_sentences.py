"""The sentence of each reason to decline, in French; facts stand in braces."""

from __future__ import annotations

from typing import Final

from bot.domain.refusals import Reason
from bot.render.texts import N_

SENTENCES: Final = {
    Reason.NOT_IN_A_COLLECTIVE: N_(
        "Cette commande marche dans le serveur d'un collectif, pas en privé."
    ),
    Reason.NOT_YOUR_COLLECTIVE: N_(
        "Je ne te vois pas dans ce collectif. Si tu en es, réessaie dans quelques minutes."
    ),
    Reason.FORM_FORGOTTEN: N_(
        "Ce formulaire n'est plus gardé : tu l'as repris, ou {most} minutes ont passé. "
        "Rouvre-le pour le remplir de nouveau."
    ),
    Reason.NOT_SERVED: N_("Je ne suis pas en service ici. Demande à la personne qui m'héberge."),
    Reason.VOTE_WHY_IS_A_DAY: N_(
        "« {said} » est une date : donne-la dans `date`, et garde `pourquoi` pour la raison."
    ),
    Reason.VOTE_NOT_YOURS: N_(
        "C'est aux référent·es (droit « Gérer le serveur ») de corriger ce vote, ou à qui l'a "
        "signalé. Tu sais autre chose ? Dis-le avec `/vote signaler` : les référent·es choisiront."
    ),
    Reason.VOTE_DROP_NOT_YOURS: N_(
        "C'est aux référent·es (droit « Gérer le serveur ») d'écarter ce vote, ou à qui l'a "
        "signalé. Il y a une erreur ? Dis-la avec `/vote signaler`."
    ),
    Reason.ORGANISERS_ONLY: N_("C'est aux référent·es (droit « Gérer le serveur ») de le faire."),
    Reason.UNKNOWN_CITY: N_(
        "Je ne connais pas de commune « {name} ». Son nom officiel ou son code postal m'aideraient."
    ),
    Reason.NEAR_CITY: N_("Je ne connais pas de commune « {name} ». Est-ce {nearest} ?"),
    Reason.BAD_CITY_NAME: N_(
        "« {name} » n'est pas un nom de commune. Écris-le comme sur la carte : « Ixelles »."
    ),
    Reason.BAD_NIS_CODE: N_(
        "« {code} » n'est pas un code NIS (Belgique) : cinq chiffres, comme 21009 pour Ixelles. "
        "Les communes françaises sont déjà là, les belges aussi, telles qu'en 2025."
    ),
    Reason.NO_SUCH_NIS_CODE: N_(
        "Aucune commune belge n'a le code {code}. J'ai toutes celles de 2025 ; une commune née "
        "d'une fusion, depuis, a un numéro qui suit les derniers de son arrondissement."
    ),
    Reason.KNOWN_CITY: N_("{city} est déjà là : `/ville statut` la trouve."),
    Reason.PUBLICATION_STATE: N_(
        "C'est déjà parti vers le forum, ou c'est abandonné. Choisis à nouveau les messages."
    ),
    Reason.PUBLICATION_WITHDRAWN: N_(
        "Ce texte a été retiré du forum : on ne le modifie plus. Pour publier à nouveau : menu "
        "« Publier sur le forum »."
    ),
    Reason.PUBLICATION_PARTS: N_(
        "Un brouillon tient {most} messages. Publie celui-ci, puis recommence."
    ),
    Reason.PUBLICATION_EMPTY: N_(
        "Il n'y a pas de texte à publier. Choisis un message : menu « Publier sur le forum »."
    ),
    Reason.PUBLICATION_WHERE: N_(
        "Dans quel fil ? Colle l'adresse d'un fil du forum, ou celle d'une catégorie pour en "
        "ouvrir un."
    ),
    Reason.PUBLICATION_ELSEWHERE: N_(
        "Dans quel fil ? « {said} » n'est pas une adresse de fil ni de catégorie que je connais : "
        "copie celle que montre le navigateur quand le fil est ouvert, sur {forums}."
    ),
    Reason.PUBLICATION_NO_THREAD: N_(
        "Ce fil n'existe pas sur le forum, ou n'existe plus. Colle l'adresse d'un autre."
    ),
    Reason.PUBLICATION_THREAD_HIDDEN: N_(
        "Le compte de Vigie ne voit pas ce fil du forum. Colle l'adresse d'un autre."
    ),
    Reason.PUBLICATION_NO_CATEGORY: N_(
        "Cette catégorie n'existe pas sur le forum. Colle l'adresse d'une autre, ou d'un fil."
    ),
    Reason.PUBLICATION_NO_RIGHT: N_(
        "Le compte de Vigie n'a pas le droit d'ouvrir un fil dans cette catégorie. Choisis-en une "
        "autre, ou un fil."
    ),
    Reason.PUBLICATION_TITLE: N_("Un nouveau fil a besoin d'un titre. Ton texte est gardé."),
    Reason.PUBLICATION_NAME: N_(
        "Sous quel nom publier ? Celui du collectif ou un autre, {most} caractères au plus."
    ),
    Reason.PUBLICATION_LONG: N_("Ce texte est trop long : {most} caractères au plus."),
    Reason.PUBLICATION_REFUSED: N_(
        "Une personne ne souhaite pas que son message soit publié. Retire ses messages, ou "
        "garde tout ici."
    ),
    Reason.PUBLICATION_NOT_AUTHOR: N_("C'est à la personne qui a écrit ce message de répondre."),
    Reason.PUBLICATION_ERASED: N_(
        "Les données de qui a publié ce texte sont effacées : je ne sais plus de qui il est. Pour "
        "qu'il parte du forum, demande à sa modération."
    ),
    Reason.PUBLICATION_NOT_YOURS: N_("Ce brouillon n'est pas le tien."),
    Reason.PUBLICATION_CHANGED: N_(
        "Ce texte a changé depuis, ou n'attend plus ta réponse. Rien n'est publié sans toi."
    ),
    Reason.PUBLICATION_OF_A_BOT: N_(
        "Ce message vient d'un robot : on ne publie que ce qu'une personne a écrit."
    ),
    Reason.PUBLICATION_TOGETHER: N_(
        "Plusieurs personnes ont accepté ce texte : pour le changer, retire-le et publie le "
        "nouveau."
    ),
    Reason.PUBLICATION_GONE: N_(
        "Ce brouillon n'existe plus : il est gardé sept jours. Choisis à nouveau les messages."
    ),
    Reason.PUBLICATION_CHANGE_GONE: N_(
        "Ce texte n'est plus gardé : tu l'as repris, ou sept jours ont passé. « Modifier », sous "
        "l'adresse du message, rouvre ce que montre le forum."
    ),
    Reason.TOO_MANY_PUBLICATIONS: N_(
        "Tu as déjà {most} brouillons en cours. Publie ou abandonne l'un d'eux d'abord."
    ),
    Reason.NO_FORUM_TALLY: N_("Aucun bilan de ce genre n'est tenu à jour sur le forum."),
    Reason.FORUM_TALLY_EXISTS: N_("Ce bilan est déjà tenu à jour sur le forum."),
    Reason.FORUM_TALLY_OFTEN: N_(
        "C'est trop souvent pour un forum : au plus une mise à jour toutes les {most} minutes."
    ),
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
        "Je ne reconnais pas ce lien. Copie celui d'un fil ou d'un message du forum, ou "
        "d'un de mes messages ici."
    ),
    Reason.ALREADY_FOLLOWED: N_("Ce salon suit déjà « {title} »."),
    Reason.NOT_FOLLOWED: N_("Ce fil n'est pas suivi. `/fil liste` montre ceux qui le sont."),
    Reason.CANNOT_WRITE_HERE: N_(
        "Il me manque un droit dans ce salon. Modifier le salon > Permissions > Vigie > "
        "« Voir le salon », « Envoyer des messages », « Intégrer des liens », "
        "« Voir les anciens messages », puis réessaie."
    ),
    Reason.NO_VOTE: N_("Je ne trouve pas ce vote. Choisis-le dans la liste proposée."),
    Reason.NO_PHOTO: N_("Aucune photo n'est gardée avec ce vote."),
    Reason.NOT_A_PHOTO: N_(
        "La photo n'est pas gardée : ce n'est pas une image JPEG, PNG, WebP ou GIF lisible. "
        "Pour en donner une autre, signale encore le même vote avec elle."
    ),
    Reason.PHOTO_TOO_LARGE: N_(
        "La photo n'est pas gardée : elle est trop grande (10 Mo et 4 000 pixels de côté au "
        "plus). Pour en donner une plus petite, signale encore le même vote avec elle."
    ),
    Reason.PHOTO_LOST: N_(
        "La photo n'est pas gardée : je n'ai pas pu la télécharger. "
        "Pour réessayer, signale encore le même vote avec elle."
    ),
    Reason.PHOTO_ENOUGH: N_("La photo n'est pas gardée : ce vote en a déjà quatre."),
    Reason.SEVERAL_VOTES: N_("« {name} » désigne plusieurs votes : {choices}. Choisis-en un."),
    Reason.VOTE_SAME: N_("Ce vote est déjà noté comme « {status} »."),
    Reason.VOTE_STATE: N_(
        "De « {before} », un vote ne passe pas à « {after} ». "
        "Si l'état noté est une erreur : `/vote étape`, avec « correction » et la raison."
    ),
    Reason.VOTE_WHY: N_("Donne la raison (« pourquoi ») : elle reste dans l'historique."),
    Reason.VOTE_OWN: N_("Une autre personne doit confirmer ton signalement. C'est transmis."),
    Reason.VOTE_DECIDED: N_("C'est déjà décidé : regarde `/vote liste`."),
    Reason.VOTE_PAST: N_("Le {day} est passé. Donne une date à venir."),
    Reason.VOTE_SAME_DATE: N_("C'est déjà la date notée. Donne la nouvelle."),
    Reason.VOTE_TOO_EARLY: N_(
        "La séance du {day} n'a pas encore eu lieu. Si elle a été avancée : `/vote déplacer` "
        "d'abord."
    ),
    Reason.VOTE_TALLY: N_(
        "Ces voix ne donnent pas « {outcome} » : vérifie « pour » et « contre »."
    ),
    Reason.VOTE_VOICES: N_(
        "Un conseil compte au plus {most} voix : vérifie « pour », « contre » et « abstentions »."
    ),
    Reason.VOTE_CHANGED: N_(
        "Ce vote vient de changer. Rien n'est fait : choisis-le de nouveau dans la liste."
    ),
    Reason.VOTE_JUST_CHANGED: N_(
        "Quelqu'un d'autre vient de changer ce vote. Rien n'est fait : regarde `/vote historique`, "
        "puis choisis-le dans la liste proposée."
    ),
    Reason.VOTE_SAT: N_(
        "La séance du {day} est passée : aux référent·es d'en donner le résultat, "
        "avec `/vote résultat`."
    ),
    Reason.VOTE_DOUBTED: N_(
        "Deux personnes disent autre chose de ce vote. Aux référent·es de choisir, puis il sera "
        "confirmé."
    ),
    Reason.VOTE_CORRECT_WHAT: N_(
        "Que faut-il corriger ? Ajoute `objet`, `lieu`, `point` ou `source`. "
        "Pour la date : `/vote déplacer`."
    ),
    Reason.VOTE_UNCHANGED: N_("Rien à corriger : ce vote est déjà noté ainsi."),
    Reason.VOTE_BLANK: N_("Il manque ce qui est voté. Dis-le en quelques mots."),
    Reason.VOTES_OF_YOURS: N_(
        "Tu as déjà {most} votes qui attendent une réponse. Réessaie après, ou écartes-en un."
    ),
    Reason.VOTES_WAITING: N_(
        "{most} votes attendent déjà une réponse : `/vote liste`. Réessaie après."
    ),
    Reason.NO_LINK: N_("Je ne retrouve pas cette proposition : elle n'est pas à votre collectif."),
    Reason.VOTE_WINDOW_OPEN: N_(
        "Un recours reste possible jusqu'au {day} : ce vote n'est pas définitif avant. "
        "Le tribunal a jugé ? Note d'abord « recours au tribunal administratif »."
    ),
    Reason.MERGE_SAME: N_("C'est deux fois le même vote : choisis-en deux."),
    Reason.MERGE_APART: N_(
        "Ces deux votes ne sont pas de la même séance. Une date fausse ? `/vote déplacer` d'abord."
    ),
    Reason.MERGE_STATE: N_(
        "Un de ces votes est déjà décidé, ou n'a plus lieu : il ne se fusionne plus."
    ),
    Reason.MERGE_OTHER_WAY: N_(
        "Seul le doublon est confirmé, et annoncé : garde celui-là, et fusionne l'autre avec lui."
    ),
    Reason.VOTE_UNCONFIRMED: N_(
        "Ce vote attend d'être confirmé : `/vote liste`, puis « Confirmer ». Il sera alors annoncé."
    ),
    Reason.VOTE_OVER: N_("Cette séance est passée, ou n'a plus lieu : regarde `/vote liste`."),
    Reason.NOT_A_LEAD: N_(
        "« {said} » ne dit pas combien de temps avant la séance. "
        "Essaie « 7 jours, 2 jours, 3 heures » : {most} au plus, de 5 minutes à 60 jours."
    ),
    Reason.NO_PROJECT: N_(
        "Je ne connais pas ce projet. Choisis dans la liste proposée, ou `/projet ajouter`."
    ),
    Reason.SEVERAL_PROJECTS: N_("« {name} » peut être {choices}. Choisis dans la liste proposée."),
    Reason.SEVERAL_CITIES: N_("« {name} » peut être {choices}. Choisis dans la liste proposée."),
    Reason.PROJECT_SAME: N_(
        "C'est déjà son état. Pour dire qu'il tient toujours, donne une source dans `source`."
    ),
    Reason.PROJECT_STATE_SOURCE: N_(
        "Il faut la source de « {after} » : dans `source`, un lien, ou qui l'a dit et où."
    ),
    Reason.PROJECT_SINCE: N_(
        "La date notée est {since}. Si c'est une erreur, mets `correction` à Oui, avec la raison "
        "dans `pourquoi`."
    ),
    Reason.PROJECT_STATE: N_(
        "On ne passe pas de « {before} » à « {after} ». Si l'état noté était une erreur, mets "
        "`correction` à Oui, avec la raison dans `pourquoi`."
    ),
    Reason.PROJECT_SOURCE: N_(
        "Il faut une source : un lien, ou qui l'a dit et où. Sans source, choisis « rumeur »."
    ),
    Reason.PROJECT_WHY: N_("Une correction demande sa raison : écris-la dans `pourquoi`."),
    Reason.PROJECT_DECIDED: N_("Quelqu'un a déjà répondu. `/projet liste` montre ce qui est noté."),
    Reason.PROJECT_EXISTS: N_(
        "« {title} » est déjà noté ici. Pour le changer : `/projet modifier`."
    ),
    Reason.PROJECT_WAITING: N_(
        "« {title} » est déjà proposé, et attend les référent·es : `/projet liste`."
    ),
    Reason.FACT_SOURCE: N_(
        "Il faut la source de ce que tu changes : dans `source`, un lien, ou qui l'a dit et où."
    ),
    Reason.NO_COURT: N_("Dis d'abord devant quel tribunal, dans `tribunal`."),
    Reason.TOO_MANY_OF_YOURS: N_(
        "Tu as déjà {most} projets qui attendent les référent·es. Réessaie après leur réponse."
    ),
    Reason.TOO_MANY_WAITING: N_(
        "{most} projets attendent déjà les référent·es : `/projet liste`. Réessaie après leur "
        "réponse."
    ),
    Reason.PROJECT_UNCHANGED: N_("Rien à changer : « {title} » est déjà noté ainsi."),
    Reason.NOT_A_DATE: N_(
        "Je n'ai pas compris « {said} ». Essaie « 2018 », « mars 2022 » ou « 12/03/2022 »."
    ),
    Reason.FUTURE_DATE: N_("« {said} » n'est pas encore passé. Donne la date de ce qui a eu lieu."),
    Reason.NO_SUCH_DAY: N_("« {said} » : ce jour n'existe pas, {month} finit le {last}."),
    Reason.LINK_WITH_SECRET: N_(
        "Cette adresse porte un nom ou un mot de passe, avant « @ » : je ne la garde pas. "
        "Donne-la sans : {link}"
    ),
    Reason.NOT_A_LINK: N_(
        "« {link} » n'est pas un lien que je peux garder. Copie une adresse en https."
    ),
    Reason.BLANK: N_("Le titre est vide. Donne-le en quelques mots."),
    Reason.ALREADY_WATCHED: N_("Tu suis déjà {city}. `/ville liste` montre tes villes."),
    Reason.NOT_WATCHED: N_(
        "{city} n'est suivie ni par ce salon, ni par toi. `/ville liste` montre où elle l'est."
    ),
    Reason.TOO_MANY_WATCHED: N_(
        "Tu suis déjà {most} villes. Arrêtes-en une d'abord : `/ville ne-plus-suivre`."
    ),
    Reason.PRIVATE_CLOSED: N_(
        "Je ne peux pas t'écrire en privé. Autorise les messages privés de ce serveur, puis "
        "réessaie."
    ),
    Reason.NO_REMINDER: N_("Ce rappel n'est pas à toi, ou n'existe plus : `/rappel liste`."),
    Reason.REMINDER_PAST: N_("C'est déjà passé. Redis-moi quand, ou `/rappel moi`."),
    Reason.REMINDER_UNCLEAR: N_(
        "Je n'ai pas compris quand, ou de quoi. Essaie « rappelle-moi jeudi à 18h : imprimer »."
    ),
    Reason.REMINDER_TOO_LONG: N_("C'est trop long : dis-le en {most} caractères."),
    Reason.TOO_MANY_REMINDERS: N_(
        "Tu as déjà {most} rappels à venir. Annules-en un d'abord : `/rappel liste`."
    ),
    Reason.NOT_AN_HOUR: N_("« {said} » n'est pas une heure. Essaie « 22h » ou « 7h30 »."),
    Reason.NOT_SILENT: N_("Il n'y a pas de silence à lever : les envois partent."),
    Reason.NO_BRAKE: N_("Cette question n'est pas à votre collectif."),
    Reason.SAME_HOURS: N_(
        "Donne une heure de début et une heure de fin, différentes : 22h et 8h, par exemple."
    ),
    Reason.ALERT_BLANK: N_("Il manque le texte. Écris ce que je dois annoncer."),
    Reason.ALERT_LONG: N_("Ce texte est trop long : {most} caractères au plus."),
    Reason.ALERT_STATE: N_(
        "Cette alerte est {state} : ce n'est pas possible. `/alerte liste` montre où elles en sont."
    ),
    Reason.ALERT_ONCE: N_(
        "Il n'y a pas d'autre fois après celle-là. Pour ne pas l'annoncer : `/alerte supprimer`."
    ),
    Reason.ALERT_PAST: N_(
        "Sa date est passée entre-temps : rien n'est programmé. Donne-lui une autre date avec "
        "`/alerte modifier`."
    ),
    Reason.ALERT_CHANGED: N_(
        "Quelqu'un d'autre a changé cette alerte entre-temps : rien n'est fait. `/alerte liste` "
        "montre ce qu'elle est, puis recommence."
    ),
    Reason.ALERT_CHANGE_WHAT: N_(
        "Que faut-il changer ? Ajoute `texte`, `quand` ou `salon`, avec ce qui est nouveau."
    ),
    Reason.ALERT_UNCHANGED: N_("Rien à changer : c'est déjà ainsi."),
    Reason.ALERT_WHEN: N_(
        "Je n'ai pas compris « {said} ». Essaie « lundi 14 décembre à 18h30 », ou « tous les "
        "lundis à 19h »."
    ),
    Reason.ALERT_DROPPED: N_(
        "C'est déjà décidé pour ce brouillon. `/alerte liste` montre ce qui est programmé."
    ),
    Reason.NO_ALERT: N_(
        "Je ne connais pas cette alerte. Choisis dans la liste proposée, ou `/alerte programmer`."
    ),
    Reason.SEVERAL_ALERTS: N_(
        "{most} alertes contiennent ces mots. Choisis dans la liste proposée."
    ),
    Reason.TOO_MANY_ALERTS: N_(
        "Il y a déjà {most} alertes. Supprimes-en une d'abord : `/alerte supprimer`."
    ),
    Reason.NOT_AN_ORGANISER: N_(
        "Cette personne ne peut pas s'en occuper : il faut être référent·e (droit « Gérer le "
        "serveur »)."
    ),
    Reason.RULE_UNKNOWN: N_("Il n'y a pas de règle « {rule} ». Exemples : {examples}."),
    Reason.RULE_SEVERAL: N_("Plusieurs règles vont avec « {rule} ». Laquelle : {choices} ?"),
    Reason.RULE_NEAR: N_("Il n'y a pas de règle « {rule} ». Est-ce {nearest} ?"),
    Reason.RULE_BELGIAN: N_(
        "{rule} est une règle belge : elle ne s'applique pas dans un département ({department})."
    ),
    Reason.VOTE_PUBLISHED: N_(
        "Ce jour ne peut pas être avant la séance ({day}), ni après aujourd'hui."
    ),
    Reason.RULE_FRENCH: N_(
        "{rule} est une règle française : elle ne s'applique pas à une commune belge."
    ),
    Reason.NO_REQUEST: N_("Je ne trouve pas cette demande de documents."),
    Reason.VOTE_DAY: N_(
        "Une date ne va pas avec cet état : seulement avec « à l'ordre du jour » (envoi de la "
        "convocation), « publié », « recours gracieux déposé » (reçu par la mairie) et « recours "
        "possible » (refus)."
    ),
    Reason.VOTE_CONVOKED: N_(
        "« date » est le jour d'envoi de la convocation : avant la séance ({day}), et au plus tard "
        "aujourd'hui."
    ),
    Reason.VOTE_APPEALED: N_(
        "Il faut la date du refus de la mairie, dans « date » : le délai pour aller au tribunal "
        "part de ce jour."
    ),
    Reason.DEADLINE_OF_REQUEST: N_(
        "C'est une étape d'une demande de documents : son jour vient de la loi. Dis ce qui est "
        "arrivé, ou corrige une date : `/échéance étape-documents`"
    ),
    Reason.REQUEST_STAGE: N_("La demande n'en est pas là : regarde son dernier message."),
    Reason.REQUEST_DAY: N_(
        "Ce jour ne va pas : il vient après l'étape d'avant, avant celle d'après, et au plus tard "
        "aujourd'hui."
    ),
    Reason.REQUEST_UNMOVED: N_(
        "Ce refus ne change rien au délai : il vient trop tard, ou un premier refus était écrit."
    ),
    Reason.ASKED_WHICH_RULE: N_(
        "Un délai pour quoi ? Par exemple : « quel délai pour contester la délibération du "
        "3 mars ? ». La liste entière : `/échéance calculer`."
    ),
    Reason.ASKED_WHICH_DAY: N_(
        "Il me faut le jour d'où part le délai. Par exemple : « quel délai pour contester la "
        "délibération du 3 mars ? »."
    ),
    Reason.ASKED_WHICH_WEEKDAY: N_(
        "« {said} » : celui qui est passé, ou celui qui vient ? Redemande avec la date du jour "
        "d'où part le délai."
    ),
    Reason.ASKED_SEVERAL_DAYS: N_(
        "Il y a plusieurs jours dans la question. Garde seulement celui d'où part le délai : la "
        "publication, la réception ou le refus."
    ),
    Reason.ASKED_REFUSAL_DAY: N_(
        "Ce délai part du refus : il me faut son jour. Par exemple : « quel délai pour saisir la "
        "CADA après le refus du 3 novembre ? »."
    ),
    Reason.ASKED_GRACIOUS_DAY: N_(
        "Ce délai part du refus de la mairie : il me faut son jour. Par exemple : « quel délai "
        "pour le tribunal après le refus du recours gracieux, reçu le 3 novembre ? »."
    ),
    Reason.ASKED_CADA_DAY: N_(
        "Ce délai part du refus qui suit l'avis de la CADA : il me faut son jour. Par exemple : "
        "« quel délai pour le tribunal après la CADA, refus du 3 novembre ? »."
    ),
    Reason.NO_DEADLINE: N_("Je ne trouve pas cette échéance. Choisis-la dans `/échéance liste`."),
    Reason.SEVERAL_DEADLINES: N_("Plusieurs échéances correspondent. Laquelle : {choices} ?"),
    Reason.DEADLINE_STATE: N_("Cette échéance est déjà close."),
    Reason.DEADLINE_CHANGED: N_(
        "Cette échéance vient de changer. Regarde `/échéance liste`, puis recommence."
    ),
    Reason.DEADLINE_TAKEN: N_("Quelqu'un s'en charge déjà. Merci !"),
    Reason.DEADLINE_NOT_YOURS: N_(
        "La personne qui s'en charge, ou un·e référent·e, peut dire que c'est fait."
    ),
    Reason.DEADLINE_SAME_DAY: N_("L'échéance est déjà ce jour-là. Donne une autre date."),
    Reason.DEADLINE_PAST: N_("Le {day} est passé. Donne une date à venir."),
    Reason.DEADLINE_OVER: N_(
        "Compté depuis le {began}, ce délai est passé : il allait jusqu'au {day}. Si l'année "
        "n'est pas la bonne, écris la date entière."
    ),
    Reason.DEADLINE_WITHOUT_WHAT: N_(
        "Dis aussi ce qu'il y a à faire : choisis une « règle » (un délai légal) ou écris un "
        "« titre »."
    ),
    Reason.DEADLINE_OF_TWO: N_(
        "Garde la « règle » ou le « titre », pas les deux : une règle compte le jour, un titre va "
        "avec la date que tu donnes."
    ),
    Reason.TOO_MANY_DEADLINES: N_(
        "Il y a déjà {most} échéances ouvertes ici. Termine-en d'abord avec `/échéance faite`."
    ),
    Reason.NO_TASK: N_("Je ne trouve pas cette tâche. Choisis-la dans la liste proposée."),
    Reason.SEVERAL_TASKS: N_("Plusieurs tâches correspondent. Laquelle : {choices} ?"),
    Reason.TASK_STATE: N_("Cette tâche est déjà {status}."),
    Reason.TASK_CLOSED: N_("Cette tâche est close. Merci ! Les autres : `/tâche liste`."),
    Reason.TASK_TAKEN: N_("Quelqu'un s'en charge déjà. Merci ! Les autres : `/tâche liste`."),
    Reason.TASK_NOT_TAKEN: N_("Tu ne t'en charges pas : rien à rendre."),
    Reason.TASK_NOT_YOURS: N_(
        "C'est à qui s'en charge, ou aux référent·es, de le dire. Pour la prendre : « Je prends »."
    ),
    Reason.TASK_UNCOUNTED: N_("Cette tâche ne se compte pas : dis « Fait » quand elle l'est."),
    Reason.TASK_WITHOUT_CITY: N_("Dis pour quelle ville, ou choisis un vote ou un projet."),
    Reason.TASK_ELSEWHERE: N_("La ville, le vote et le projet ne vont pas ensemble. Vérifie-les."),
    Reason.TASK_NOT_MADE: N_("C'est aux référent·es, ou à qui a proposé la tâche, de la modifier."),
    Reason.TASK_UNCHANGED: N_("Rien n'est changé : la tâche était déjà ainsi."),
    Reason.TASK_COUNTED: N_(
        "L'unité reste : des contributions ont déjà été comptées avec. Pour compter autre chose, "
        "crée une autre tâche."
    ),
    Reason.TASK_OF_KIT: N_(
        "Cette tâche fait partie d'un kit pour sa ville. Pour une autre ville : `/tâche créer`."
    ),
    Reason.TASK_CHANGED: N_(
        "Quelqu'un vient de modifier cette tâche : je n'ai rien changé de plus."
    ),
    Reason.TASK_TARGET: N_("Donne un objectif de 1 à {last}, ou rien."),
    Reason.BILAN_STAYS: N_(
        "Rien à montrer ici : ces tâches viennent d'un salon que tout le monde ne lit pas."
    ),
    Reason.BILAN_SHOWN: N_("C'est déjà montré. Pour les totaux de maintenant : `/tâche bilan`."),
    Reason.NO_CAMPAIGN: N_("Je ne connais pas de campagne « {name} ». Choisis-la dans la liste."),
    Reason.NO_KIT: N_("Je ne connais pas ce kit. Choisis-le dans la liste proposée."),
    Reason.KIT_WITHOUT_SITTING: N_(
        "Ce kit compte ses dates depuis la séance : choisis le vote, ou donne la date de la séance."
    ),
    Reason.KIT_CHANGED: N_("Ce choix a changé depuis : regarde le dernier aperçu."),
    Reason.TASK_VOTE_GONE: N_(
        "Ce vote est retiré : rien n'est créé. La même tâche peut l'être sans `vote`."
    ),
    Reason.KIT_VOTE_GONE: N_("Ce vote est retiré : rien n'est créé. Pour un autre : `/tâche kit`."),
    Reason.KIT_VOTE_UNDATED: N_(
        "Ce vote est reporté, et sa nouvelle date n'est pas connue : rien n'est créé. Refais "
        "`/tâche kit` quand elle le sera."
    ),
    Reason.KIT_DECIDED: N_("Ce kit est déjà créé, ou écarté. Pour un autre : `/tâche kit`."),
    Reason.KIT_EXISTS: N_(
        "Ce kit vient d'être créé ici : `/tâche liste` le montre. Pour un deuxième, refais "
        "`/tâche kit`."
    ),
    Reason.KIT_WITHOUT_CITY: N_("Dis pour quelle ville, ou choisis un vote."),
    Reason.KIT_EMPTY: N_("Il n'y a plus aucune tâche : gardes-en au moins une."),
    Reason.TOO_MANY_TASKS: N_(
        "Votre collectif a déjà {most} tâches ouvertes. Terminez-en : `/tâche terminer`."
    ),
    Reason.COUNT_RANGE: N_("Donne un nombre de {first} à {last}."),
    Reason.COUNT_UNREADABLE: N_(
        "Je n'ai pas compris « {said} ». Écris un nombre entier, en chiffres, de 1 à {last}."
    ),
    Reason.COUNT_SAME: N_("C'est déjà ce nombre : rien à corriger."),
    Reason.COUNT_CANCELLED: N_("C'est déjà annulé : rien de cela ne compte."),
    Reason.COUNT_ELSEWHERE: N_(
        "Cette contribution n'est pas de cette tâche : choisis-la dans la liste proposée."
    ),
    Reason.COUNT_OTHER_UNIT: N_("Rien n'est ajouté : cette tâche compte autre chose à présent."),
    Reason.COUNT_NOT_YOURS: N_(
        "Chaque personne corrige ses contributions ; les référent·es, toutes."
    ),
    Reason.SAID_BY_ANOTHER: N_("C'est à la personne qui l'a dit de confirmer."),
    Reason.SAID_LONG_AGO: N_("C'était il y a plus d'un jour : redis-le-moi, et je le compte."),
    Reason.NO_COUNT: N_("Je ne trouve pas cette contribution. Choisis-la dans la liste proposée."),
    Reason.NO_OWN_COUNT: N_(
        "Rien de toi ne compte dans cette tâche. Pour corriger une autre contribution, choisis-la "
        "avec `contribution`."
    ),
    Reason.POPULATION_NEEDED: N_(
        "{title} : le délai change à {limit} habitant·es. Donne aussi la commune : dans "
        "`/échéance calculer`, c'est `ville`."
    ),
    Reason.POPULATION_UNREADABLE: N_(
        "« {population} » n'est pas une population : un nombre d'habitant·es, comme 3500."
    ),
    Reason.DEPARTMENT_UNKNOWN: N_(
        "« {department} » n'est pas un département. Il faut son code, comme 06, 2A ou 974."
    ),
    Reason.DEPARTMENT_OWN_LAW: N_(
        "Je ne compte pas les délais pour {department} ({name}) : un autre droit y vaut. Mieux "
        "vaut demander sur place."
    ),
    Reason.DAY_UNREADABLE: N_(
        "Je n'ai pas compris le jour « {said} ». Exemples : 14 décembre 2026, 14/12/2026."
    ),
    Reason.DAY_TO_COME: N_("« {said} » est encore à venir. Donne un jour passé, ou aujourd'hui."),
    Reason.DAY_IMPOSSIBLE: N_(
        "« {said} » n'existe pas au calendrier. Exemples : 14 décembre 2026, 14/12/2026."
    ),
    Reason.DAY_OUT_OF_RANGE: N_(
        "{day} : je ne compte qu'avec les calendriers de {first} à {last}."
    ),
    Reason.TOPIC_UNREADABLE: N_("Le forum n'a pas pu être lu."),
}
