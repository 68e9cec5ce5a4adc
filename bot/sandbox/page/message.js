/* One message of the chat, as an item of the log. */

import { ago } from "./dates.js";
import { el, icon } from "./dom.js";
import { buttons, embed } from "./framed.js";
import { inline } from "./inline.js";
import { markdown } from "./markdown.js";

const ROW = 1;
const EXCERPT = 90;

/**
 * The items of a message: the command line that asked for it, if any, and the message itself.
 * `view` = {person, now, names, line(message), onClick(message, button), onReply(message)}.
 */
export function messageItems(message, view) {
  const items = [];
  const line = asked(message) ? view.line(message) : null;
  if (line) {
    items.push({
      key: `${message.id}/asked`,
      signature: line,
      make: () => commandItem(message, line, view),
    });
  }
  const seen = [message, view.person, ago(message.timestamp, view.now)];
  items.push({
    key: message.id,
    signature: JSON.stringify(seen),
    make: () => messageItem(message, view),
  });
  return items;
}

/** Whether the message is the first answer to a command. */
function asked(message) {
  return (
    message.interaction?.name && !message.interaction_metadata?.original_response_message_id
  );
}

function commandItem(message, line, view) {
  const { user } = message.interaction;
  return el(
    "li",
    { class: "msg" },
    face(user, false),
    el(
      "div",
      {},
      el("p", { class: "by" }, el("b", {}, user), " ", time(message.timestamp, view)),
      el("p", {}, el("span", { class: "cmd" }, line)),
    ),
  );
}

function messageItem(message, view) {
  const name = authorName(message.author);
  const isBot = Boolean(message.author.bot);
  return el(
    "li",
    { class: "msg" },
    face(name, isBot),
    el(
      "div",
      { class: "words" },
      answered(message, view.names),
      el(
        "p",
        { class: "by" },
        el("b", {}, name),
        isBot && [" ", el("span", {}, "robot")],
        " ",
        time(message.timestamp, view),
        message.edited_timestamp && [" ", el("span", {}, "modifié")],
        replyButton(message, name, view),
      ),
      body(message, name, view),
      message.ephemeral_for &&
        el("p", { class: "private" }, icon("eye-off"), "Visible par vous, personne d’autre."),
    ),
  );
}

function body(message, name, view) {
  if (message.deferred) return el("p", { class: "soft" }, `${name} réfléchit…`);
  return [
    el("div", { class: "text" }, markdown(message.content, view.names)),
    message.embeds.map((one) => embed(one, view.names)),
    message.components.filter((one) => one.type === ROW).map((row) => buttons(row, message, view)),
  ];
}

function replyButton(message, name, view) {
  if (message.ephemeral_for || message.deferred) return null;
  return el(
    "button",
    {
      class: "reply-to",
      type: "button",
      "data-control": "reply",
      "aria-label": `Répondre à ${name}`,
      onclick: () => view.onReply(message),
    },
    "Répondre",
  );
}

function answered(message, names) {
  if (!message.message_reference || message.interaction) return null;
  const before = message.referenced_message;
  if (!before) return el("p", { class: "answers" }, "En réponse à un message supprimé");
  const words = el("span", {}, inline(before.content.split("\n")[0], names)).textContent;
  const excerpt = words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words;
  return el(
    "p",
    { class: "answers" },
    "En réponse à ",
    el("b", {}, authorName(before.author)),
    excerpt && `\u00a0: ${excerpt}`,
  );
}

export function authorName(author) {
  return author.global_name || author.username;
}

function face(name, isBot) {
  const inside = isBot ? icon("mark") : name.slice(0, 1).toUpperCase();
  return el("span", { class: "face", "aria-hidden": "true" }, inside);
}

function time(instant, view) {
  return el("time", { datetime: instant }, ago(instant, view.now));
}
