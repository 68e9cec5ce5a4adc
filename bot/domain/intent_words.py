"""The phrases by which people ask Vigie for something, in French and in English, folded."""

from __future__ import annotations

from typing import Final

from bot.domain.sentences import phrases, vocabulary

LEADS: Final = phrases(
    *("bonjour", "bonsoir", "salut", "coucou", "hello", "hi", "hey", "vigie", "alors", "dis"),
    *("dis moi", "dites", "dites moi", "dis donc", "s'il te plaît", "s'il vous plaît", "stp"),
    *("svp", "please", "peux tu me dire", "tu peux me dire", "pouvez vous me dire", "sais tu"),
    *("est ce que tu sais", "est ce que tu peux me dire", "je voudrais savoir", "tell me"),
    *("j'aimerais savoir", "on voudrait savoir", "can you tell me", "could you tell me"),
    *("do you know", "good morning", "good evening"),
)
CLOSINGS: Final = phrases(
    *("s'il te plaît", "s'il vous plaît", "stp", "svp", "merci", "merci d'avance", "vigie"),
    *("merci beaucoup", "please", "thanks", "thank you", "aujourd'hui", "maintenant"),
    *("en ce moment", "actuellement", "à présent", "now", "today", "right now", "at the moment"),
)
VERBS: Final = phrases("stand", "stands", "doing", "standing", "at")
HELP: Final = phrases(
    *("aide", "à l'aide", "aide moi", "aidez moi", "j'ai besoin d'aide", "help", "help me"),
    *("que sais tu faire", "tu sais faire quoi", "qu'est ce que tu sais faire", "commandes"),
    *("que peux tu faire", "tu peux faire quoi", "qu'est ce que tu peux faire", "à quoi tu sers"),
    *("tu sers à quoi", "qui es tu", "t'es qui", "who are you"),
    *("à quoi sers tu", "comment ça marche", "comment tu marches", "comment tu fonctionnes"),
    *("what can you do", "what do you do", "how does this work", "how do you work", "commands"),
)
STATUS: Final = phrases(
    *("où en est", "où en es", "où en est on", "où en sont", "où en sommes nous", "où en sont ils"),
    *("on en est où", "on en est où avec", "où on en est", "où est ce qu'on en est"),
    *("qu'en est il", "qu'en est", "quoi de neuf", "quoi de nouveau", "quelles nouvelles"),
    *(
        "quelle est la situation",
        "c'est quoi la situation",
        "quel est le statut",
        "quel est l'état",
    ),
    *("des nouvelles", "du nouveau", "il y a du nouveau", "que se passe t il", "il se passe quoi"),
    *("qu'est ce qui se passe", "qu'est ce qu'il se passe", "qu'est ce qu'il y a", "que sait on"),
    *("on sait quoi", "que sais tu", "tu sais quoi", "parle moi", "parlez moi", "statut"),
    *("ville statut", "statut ville", "situation", "état", "état des lieux", "point", "le point"),
    *("where does", "where do", "where is", "where are we", "how is", "how's", "what about"),
    *("how about", "status", "city status", "what is the status", "what's the status"),
    *(
        "what is up",
        "what's up",
        "what is new",
        "what's new",
        "any news",
        "news",
        "what is going on",
    ),
    *("what's going on", "what is happening", "what's happening", "what do you know"),
)
CAMERAS: Final = phrases(
    *("quelles caméras", "quelles sont les caméras", "combien de caméras", "quels projets"),
    *("quels sont les projets", "y a t il des caméras", "il y a des caméras", "y a des caméras"),
    *("est ce qu'il y a des caméras", "qu'est ce qu'il y a comme caméras", "quelle surveillance"),
    *("y a t il des projets", "quelle vidéosurveillance", "que sait on des caméras"),
    *("which cameras", "what cameras", "how many cameras", "are there cameras", "which projects"),
    *("what projects", "are there any cameras", "what surveillance"),
)
OURS: Final = phrases(
    *("chez nous", "chez moi", "par chez nous", "dans ma ville", "dans notre ville", "ma ville"),
    *("notre ville", "ma commune", "notre commune", "dans ma commune", "dans notre commune"),
    *("ici", "par ici", "dans le coin", "at home", "here", "in my town", "in our town"),
    *("in our city", "in my city", "our city", "our town", "my city", "my town", "around here"),
)
REMIND: Final = phrases(
    *("rappelle moi", "rappelez moi", "tu me rappelles", "tu peux me rappeler", "rappel moi"),
    *("rappeler moi", "rappelles moi"),
    *("me rappeler", "rappelle le moi", "n'oublie pas de me rappeler", "pense à me rappeler"),
    *("peux tu me rappeler", "pouvez vous me rappeler", "remind me", "can you remind me"),
)
_COUNCILS: Final = ("conseil", "conseil municipal", "conseil communal")
_WHEN: Final = ("", "à quand", "quand est", "c'est quand", "quand a lieu", "quand se tient")
# What a council votes on is what Vigie knows of its sittings.
_NEXT_COUNCIL: Final = (
    *(
        f"{asked} {the} prochain {one}"
        for asked in _WHEN
        for the in ("", "le")
        for one in _COUNCILS
    ),
    *(
        f"{asked} {the} prochaine séance {of}"
        for asked in _WHEN
        for the in ("", "la")
        for of in ("", *(f"du {one}" for one in _COUNCILS))
    ),
    *("next council", "next council meeting", "when is the next council"),
    *("when is the next council meeting", "next sitting", "when is the next sitting"),
)
NEXT_VOTE: Final = phrases(
    *_NEXT_COUNCIL,
    *(
        "prochain vote",
        "le prochain vote",
        "quel est le prochain vote",
        "quand est le prochain vote",
    ),
    *("c'est quand le prochain vote", "quand a lieu le prochain vote", "à quand le prochain vote"),
    *("quand vote t on", "quand est ce qu'on vote", "prochains votes", "les prochains votes"),
    *("quels votes", "quels sont les prochains votes", "y a t il un vote", "il y a un vote"),
    *("y a un vote", "y a des votes", "quel vote", "quels vote", "quelle vote"),
    *("où en sont les votes", "où en est le vote", "et le vote", "et les votes"),
    *("est ce qu'il y a un vote", "y aura t il un vote", "il y aura un vote", "y a vote"),
    *("c'est quand le vote", "quand est le vote", "quand a lieu le vote", "c'est quand vote"),
    *("c'est quoi le prochain vote", "c'est quand qu'on vote", "on vote quand", "quand on vote"),
    *(
        f"à quelle heure {when} {what}"
        for when in ("est", "c'est", "commence", "a lieu")
        for what in ("le vote", "le conseil", "la séance", "le prochain vote")
    ),
    *("when's the next vote", "when's the vote", "what time is the vote"),
    *("c'est pour quand le vote", "quand vote le conseil", "quand est ce que le conseil vote"),
    *("quand est ce que ça vote", "what vote", "which vote", "any vote", "any votes"),
    *("are there any votes", "what votes", "which votes"),
    *("y a t il un vote prévu", "un vote est prévu", "un vote est il prévu", "des votes"),
    *(
        f"{asked} {votes} à venir"
        for asked in ("", "les", "quels", "quels sont les", "y a t il des", "il y a des", "des")
        for votes in ("votes", "vote")
    ),
    *(
        f"{asked} {one}"
        for asked in ("date", "la date", "quelle date", "quelle est la date", "jour", "le jour")
        for one in ("du prochain vote", *(f"du prochain {council}" for council in _COUNCILS))
    ),
    *("dates des prochains votes", "les dates des prochains votes", "date des prochains votes"),
    *("c'est quand le conseil", "c'est quand le conseil municipal", "quand est le conseil"),
    *("c'est quand le prochain conseil", "c'est quand le prochain conseil municipal"),
    *("quand est le prochain conseil", "quand a lieu le conseil", "quand se réunit le conseil"),
    *("quand est le conseil municipal", "quand a lieu le conseil municipal"),
    *("when is the council", "when does the council meet", "when is the next council"),
    *(
        "next vote",
        "when is the next vote",
        "when is the vote",
        "is there a vote",
        "upcoming votes",
    ),
)
OF: Final = vocabulary("de d des du of")
# Of what is no town council: « le prochain conseil de classe », « la prochaine séance de cinéma »
OTHER_COUNCILS: Final = vocabulary(
    "administration ministres classe école discipline famille quartier sages surveillance "
    "prud'hommes constitutionnel départemental régional européen scolaire syndical sécurité "
    "cinéma ciné film sport gym yoga kiné piscine natation danse méditation relaxation formation "
    "travail rattrapage dédicace dédicaces coaching thérapie lecture"
)
ASKED_LAST: Final = phrases(
    *("c'est quand", "ce sera quand", "quand", "c'est pour quand", "bientôt", "prochainement"),
    *("prévu", "prévus", "de prévu", "cette semaine", "ce mois ci", "ce mois", "soon", "this week"),
    *("la semaine prochaine", "next week", "this month"),
)
GREETINGS: Final = vocabulary("bonjour bonsoir salut coucou hello hi hey morning evening")
THANKS: Final = vocabulary("merci thanks thank")
AROUND: Final = vocabulary(
    "a tous toutes tout le monde toi vous vigie super parfait top cool génial bien ça va comment "
    "beaucoup bcp d'avance infiniment encore there all everyone you so much very good ok et"
)
WHAT_TO_DO: Final = phrases(
    *("qu'est ce que je peux faire", "que puis je faire", "je peux faire quoi", "quoi faire"),
    *("qu'est ce qu'on peut faire", "que peut on faire", "on peut faire quoi", "on fait quoi"),
    *("qu'est ce qu'il y a à faire", "il y a quoi à faire", "y a quoi à faire", "que faire"),
    *("qu'est ce que je fais", "qu'est ce qu'on fait", "qu'est ce qu'il reste à faire"),
    *("il reste quoi à faire", "que reste t il à faire", "comment aider", "comment vous aider"),
    *("comment je peux aider", "comment puis je aider", "je peux aider", "je veux aider"),
    *("j'ai du temps", "quelles tâches", "quelles sont les tâches", "les tâches", "tâches"),
    *("tâche liste", "liste des tâches", "prendre une tâche", "je veux prendre une tâche"),
    *("what can i do", "what can we do", "how can i help", "how can we help", "can i help"),
    *("what is there to do", "what needs doing", "tasks", "which tasks", "task list", "to do"),
)
AND: Final = phrases("et", "and", "about", "et pour", "et sinon")


TO_HELP: Final = phrases("pour aider", "pour vous aider", "to help", "comme tâche", "cette semaine")
