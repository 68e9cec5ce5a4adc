/* One message of the chat, as an item of the log. */

import { ago } from "./dates.js";
import { el, icon } from "./dom.js";
import { inline, safe } from "./inline.js";
import { markdown } from "./markdown.js";

const ROW = 1;
const BUTTON = 2;
const [MAIN, DANGER, LINK] = [1, 4, 5];
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

function embed(one, names) {
  const title = one.title && el("h3", {}, titleOf(one));
  return el(
    "div",
    { class: "embed" },
    one.author?.name && el("p", { class: "small soft" }, one.author.name),
    title,
    one.description && el("div", { class: "text" }, markdown(one.description, names)),
    one.fields?.length &&
      el(
        "dl",
        {},
        one.fields.map((field) => [
          el("dt", {}, field.name),
          el("dd", {}, markdown(field.value, names)),
        ]),
      ),
    one.image?.url && image(one.image.url, one.description || one.title || ""),
    one.footer?.text && el("p", { class: "small soft" }, one.footer.text),
  );
}

function titleOf(one) {
  const href = one.url && safe(one.url);
  if (!href) return one.title;
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, one.title);
}

/** Pictures of this site are shown; others are only linked, so that nothing is asked of anyone. */
function image(address, words) {
  if (address.startsWith("data:image/") || new URL(address, location.href).origin === location.origin) {
    return el("img", { src: address, alt: words });
  }
  const href = safe(address);
  if (!href) return null;
  const rel = "noopener noreferrer nofollow";
  return el("p", {}, el("a", { href, target: "_blank", rel }, "Voir l’image"));
}

function buttons(row, message, view) {
  const shown = row.components.filter((one) => one.type === BUTTON);
  return el("p", { class: "buttons" }, shown.map((one) => button(one, message, view)));
}

function button(one, message, view) {
  const label = [one.emoji?.name && `${one.emoji.name} `, counted(one.label ?? "")];
  if (one.style === LINK) {
    const href = safe(one.url ?? "");
    return href && el("a", { class: "button", href, target: "_blank", rel: "noopener" }, label);
  }
  const style = { [MAIN]: " button-main", [DANGER]: " button-alert" }[one.style] ?? "";
  return el(
    "button",
    {
      class: `button${style}`,
      type: "button",
      disabled: Boolean(one.disabled),
      "data-control": one.custom_id,
      onclick: (event) => press(event.currentTarget, () => view.onClick(message, one)),
    },
    label,
  );
}

/** Shows the button as pressed until its answer came; it keeps the focus meanwhile. */
async function press(node, act) {
  if (node.getAttribute("aria-busy")) return;
  node.setAttribute("aria-busy", "true");
  await act();
  node.removeAttribute("aria-busy");
}

/** « Je viens 4 »: the number stands out. */
function counted(label) {
  const found = /^(.*\S) (\d+)$/.exec(label);
  return found ? [`${found[1]} `, el("b", {}, found[2])] : label;
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
