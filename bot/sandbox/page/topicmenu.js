/* What those who run a forum do to one of its threads. */

import { moderation } from "./moderation.js";
import { tagsOf } from "./topiclist.js";

export function topicMenu(topic, categories, forum) {
  const change = (said) => async () => {
    await forum.desk.changeTopic(topic.tid, said);
    await forum.refresh();
  };
  const named = categories.map(({ cid, name }) => ({ value: String(cid), name }));
  const place = named.find((one) => one.name === topic.category)?.value ?? "";
  return moderation([
    { words: topic.locked ? "Déverrouiller" : "Verrouiller", act: change({ locked: !topic.locked }) },
    {
      words: "Renommer",
      field: { label: "Nouveau titre", value: topic.title },
      act: (title) => change({ title })(),
    },
    {
      words: "Déplacer",
      field: { label: "Vers la catégorie", value: place, choices: named },
      act: (cid) => change({ category: Number(cid) })(),
    },
    {
      words: "Changer les étiquettes",
      field: { label: "Étiquettes, séparées par des virgules", value: topic.tags.join(", ") },
      act: (text) => change({ tags: tagsOf(text) })(),
    },
    topic.deleted
      ? { words: "Rétablir le fil", act: change({ deleted: false }) }
      : { words: "Supprimer le fil", act: change({ deleted: true }) },
    {
      words: "Effacer pour de bon",
      sure: "Effacer ce fil et tous ses messages, sans retour\u202f?",
      act: () => forum.leaving(() => forum.desk.purgeTopic(topic.tid)),
    },
  ]);
}
