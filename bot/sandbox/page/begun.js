/* What was begun in the field: a command with its options so far, or an answer. */

import { byId, el, tell } from "./dom.js";
import { authorName } from "./message.js";

const SENDABLE = "Entrée pour envoyer";
const EMPTY = "Écrire, ou /";

/**
 * Shows the command being filled in or the message answered, either of which may be null.
 * `acts` = {onCancel(), onPick(option)}.
 */
export function showBegun(filling, replyTo, acts) {
  const parts = filling ? chips(filling, acts) : replyTo ? answering(replyTo) : [];
  const node = byId("filling");
  node.hidden = !parts.length;
  node.replaceChildren(...parts, ...(parts.length ? [cancelButton(filling, acts)] : []));
  const option = filling?.option;
  const words = option && `${option.label}\u00a0: ${option.description}`;
  tell(byId("hint"), option && !option.required ? `${words} (facultatif)` : words);
  byId("message").placeholder = filling ? (option?.label ?? SENDABLE) : EMPTY;
  byId("message-label").textContent = option ? words : "Message ou commande";
}

function chips(filling, acts) {
  const others = filling.left.filter((one) => one !== filling.option && !one.required);
  return [
    el("span", { class: "cmd" }, `/${filling.entry.words}`),
    ...filling.given.map(({ option, name }) =>
      el("span", { class: "given" }, `${option.label}\u00a0: ${name}`),
    ),
    ...others.map((option) =>
      el(
        "button",
        { class: "add", type: "button", title: option.description, onclick: () => acts.onPick(option) },
        `+\u00a0${option.label}`,
      ),
    ),
  ];
}

function answering(message) {
  return [el("span", {}, "En réponse à ", el("b", {}, authorName(message.author)))];
}

function cancelButton(filling, { onCancel }) {
  const label = filling ? "Annuler la commande" : "Ne plus répondre à ce message";
  return el("button", { class: "cancel", type: "button", "aria-label": label, onclick: onCancel }, "×");
}
