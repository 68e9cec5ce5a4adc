/* What one may do to a thread of the chat, for those who may. */

import * as api from "./api.js";
import { moderation } from "./moderation.js";
import { MANAGE_THREADS, has } from "./rights.js";

/** The menu of a thread's room, or null for whoever may do nothing to it. */
export function threadMenu(room, person, onChanged) {
  const { thread } = room;
  const manages = has(room.rights, MANAGE_THREADS);
  if (!manages && thread.owner !== person.id) return null;
  const change = (said) => async () => {
    await api.changeThread(room.id, person.id, said);
    await onChanged();
  };
  const rename = async (name) => change({ name: name.trim() })();
  return moderation([
    !thread.archived && { words: "Renommer", field: { label: "Nouveau titre", value: room.name }, act: rename },
    thread.archived
      ? (manages || !thread.locked) && { words: "Désarchiver", act: change({ archived: false }) }
      : { words: "Archiver", act: change({ archived: true }) },
    manages && !thread.archived && lock(thread.locked, change),
    manages && {
      words: "Supprimer le fil",
      sure: "Supprimer ce fil et tous ses messages\u202f?",
      act: async () => {
        await api.deleteThread(room.id, person.id);
        await onChanged();
      },
    },
  ]);
}

function lock(isLocked, change) {
  return { words: isLocked ? "Déverrouiller" : "Verrouiller", act: change({ locked: !isLocked }) };
}
