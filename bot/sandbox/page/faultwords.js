/* The faults in plain words: what is broken, and what is seen of it. */

/** [title, [[name, label, what happens]]]: those that one meets first come first. */
export const GROUPS = [
  [
    "Les forums",
    [
      ["forum.silence", "Le forum ne répond plus", "Vigie attend, puis dit aux salons qu’elle ne sait pas."],
      ["forum.503", "Le forum est fermé pour travaux", "Il le dit poliment\u00a0; Vigie repassera."],
      ["forum.wall", "Le forum filtre les robots", "Une page demande de prouver qu’on est humain."],
      ["forum.wall_503", "Le forum filtre les robots, autrement", "Le navigateur doit d’abord faire un calcul."],
      ["forum.429", "Le forum demande de ralentir", "Il dit dans combien de temps revenir."],
      ["forum.429_bare", "Le forum demande de ralentir, sans dire combien", "Vigie choisit elle-même quand revenir."],
      ["forum.slow", "Le forum est lent", "Chaque page met deux secondes à venir."],
      ["forum.500", "Le forum se trompe", "Il répond par une page d’erreur."],
      ["forum.drop", "Le forum raccroche", "La connexion se ferme sans un mot."],
      ["forum.html", "Le forum répond à côté", "Une page arrive là où des données étaient attendues."],
      ["forum.truncated", "Le forum s’arrête au milieu", "La moitié de la réponse manque."],
      ["forum.empty", "Le forum répond par du vide", "La réponse ne contient rien."],
    ],
  ],
  [
    "Le chat",
    [
      ["chat.503", "Le chat est en panne", "Rien n’est envoyé\u00a0; Vigie réessaie."],
      ["chat.silence", "Le chat ne répond plus", "Rien n’est envoyé tant que la panne dure."],
      ["chat.429", "Le chat demande de ralentir", "Les envois attendent leur tour."],
      ["chat.429_global", "Le chat demande à Vigie de ralentir partout", "Tous les salons attendent à la fois."],
      ["chat.429_cloudflare", "Le chat ferme sa porte un moment", "Trop de demandes\u00a0: une page d’erreur, sans détail."],
      ["chat.502_after", "Envoyé, mais la réponse se perd", "Vigie doit vérifier avant de renvoyer\u00a0: pas de doublon."],
      ["chat.reset_after", "Envoyé, puis la ligne est coupée", "Vigie doit vérifier avant de renvoyer\u00a0: pas de doublon."],
      ["chat.html", "Envoyé, mais la réponse est illisible", "Vigie doit vérifier avant de renvoyer\u00a0: pas de doublon."],
      ["chat.reset", "La ligne est coupée avant l’envoi", "Rien n’est parti\u00a0; Vigie réessaie."],
      ["chat.500", "Le chat se trompe", "Rien n’est parti\u00a0; Vigie réessaie."],
      ["chat.502", "Le chat est mal relié", "Rien n’est parti\u00a0; Vigie réessaie."],
    ],
  ],
  [
    "La connexion de Vigie au chat",
    [
      ["gateway.drop", "Couper la connexion, une fois", "Vigie se reconnecte et rattrape ce qu’elle a manqué."],
      ["gateway.refuse", "Refuser la connexion", "Vigie reste hors ligne tant que la panne dure."],
      ["gateway.reconnect", "Demander de se reconnecter, une fois", "Comme lors d’un redémarrage du chat."],
      ["gateway.invalid", "Faire oublier Vigie au chat, une fois", "Elle doit se présenter de nouveau."],
    ],
  ],
];

/** Those that happen at once, and are over. */
export const ONCE = new Set(["gateway.drop", "gateway.reconnect", "gateway.invalid"]);
