/* What the chat itself says: a thread that was opened or renamed, somebody brought in. */

import { el } from "./dom.js";

export const STARTER = 21;
const [ADDED, REMOVED, RENAMED, PINNED, THREAD_CREATED] = [1, 2, 4, 6, 18];

/** The words of a message of the chat's own, as nodes; null when somebody wrote it. */
export function systemWords(message, name) {
  const who = el("b", {}, name);
  const whom = el("b", {}, message.mentions[0]?.global_name || message.mentions[0]?.username || "");
  const said = {
    [ADDED]: [who, " a fait entrer ", whom, "."],
    [REMOVED]: [who, " a fait sortir ", whom, "."],
    [RENAMED]: [who, ` a renommé ce fil\u00a0: «\u202f${message.content}\u202f».`],
    [PINNED]: [who, " a épinglé un message."],
    [THREAD_CREATED]: [who, " a ouvert un fil."],
  };
  return said[message.type] ?? null;
}

/** The id of the thread that a message starts or tells of, if any. */
export function threadIdOf(message) {
  if (message.type === THREAD_CREATED) return message.message_reference?.channel_id ?? null;
  return message.thread?.id ?? null;
}
