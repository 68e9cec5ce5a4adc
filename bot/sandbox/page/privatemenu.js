/* Whether one lets bots write in private without having been asked. */

import * as api from "./api.js";
import { moderation } from "./moderation.js";

export const CLOSED =
  "Vous refusez les messages privés\u00a0: Vigie ne peut pas vous écrire ici d’elle-même.";

/** The menu of a private room. */
export function privateMenu(person, onChanged) {
  const isOpen = person.dms_open;
  const words = isOpen ? "Refuser les messages privés" : "Accepter les messages privés";
  const act = async () => {
    await api.setPrivate(person.id, !isOpen);
    await onChanged();
  };
  return moderation([{ words, act }], { label: "Vie privée" });
}
