/* What was begun in the field: a command with its options so far, or an answer. */

import { byId, el, tell } from "./dom.js";
import { authorName } from "./message.js";

const SENDABLE = "Entrée pour envoyer";
const EMPTY = "Écrire, ou /";

/** Shows the command being filled in or the message answered, either of which may be null. */
export function showBegun(filling, replyTo, onCancel) {
  const parts = filling ? chips(filling) : replyTo ? answering(replyTo) : [];
  const node = byId("filling");
  node.hidden = !parts.length;
  node.replaceChildren(...parts, ...(parts.length ? [cancelButton(filling, onCancel)] : []));
  const option = filling?.option;
  const words = option && `${option.label}\u00a0: ${option.description}`;
  tell(byId("hint"), option && !option.required ? `${words} (facultatif)` : words);
  byId("message").placeholder = filling ? (option?.label ?? SENDABLE) : EMPTY;
  byId("message-label").textContent = option ? words : "Message ou commande";
}

function chips(filling) {
  const given = filling.given.filter(({ name }) => name);
  return [
    el("span", { class: "cmd" }, `/${filling.entry.words}`),
    ...given.map(({ option, name }) =>
      el("span", { class: "given" }, `${option.label}\u00a0: ${name}`),
    ),
  ];
}

function answering(message) {
  return [el("span", {}, "En réponse à ", el("b", {}, authorName(message.author)))];
}

function cancelButton(filling, onclick) {
  const label = filling ? "Annuler la commande" : "Ne plus répondre à ce message";
  return el("button", { class: "cancel", type: "button", "aria-label": label, onclick }, "×");
}
