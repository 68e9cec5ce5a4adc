/* One message of the chat, as an item of the log. */

import { attached } from "./attached.js";
import { ago } from "./dates.js";
import { el, icon } from "./dom.js";
import { controls, embed } from "./framed.js";
import { inline } from "./inline.js";
import { markdown } from "./markdown.js";
import { messageMenu } from "./messagemenu.js";
import { address, countOf, sizeOf, stateOf } from "./rooms.js";
import { STARTER, systemWords, threadIdOf } from "./system.js";

const ROW = 1;
const REPLY = 19;
const EXCERPT = 90;

/**
 * The items of a message: the command line that asked for it, if any, and the message itself.
 * `view` = {person, now, names, thread(id), unread(id), canStart, menus, onClick(message, button),
 * onChoose(message, list, values), onMenu(message, name), onReply(message), onThread(message)};
 * `thread` gives a room or nothing, `canStart` says whether a thread may be opened from a message
 * here, and `menus` are the entries that bots offer at a message.
 */
export function messageItems(message, view) {
  if (message.type === STARTER) return [starterItem(message, view)];
  const items = [];
  const line = asked(message);
  if (line) {
    items.push({
      key: `${message.id}/asked`,
      signature: line,
      make: () => commandItem(message, line, view),
    });
  }
  const thread = threadOf(message, view);
  const seen = [message, view.person, ago(message.timestamp, view.now), thread, view.canStart, view.menus];
  items.push({
    key: message.id,
    signature: JSON.stringify(seen),
    make: () => messageItem(message, view, thread),
  });
  return items;
}

/** The first message of a thread stands in its channel; here it is shown without acts. */
function starterItem(message, view) {
  const first = message.referenced_message;
  const gone = () => el("li", { class: "msg system soft" }, "Le premier message a été supprimé.");
  return {
    key: message.id,
    signature: JSON.stringify([first, ago(message.timestamp, view.now)]),
    make: () => (first ? messageItem(first, { ...view, isStarter: true }, null) : gone()),
  };
}

/** The command line that the message answers first. */
function asked(message) {
  const isFirst = !message.interaction_metadata?.original_response_message_id;
  return isFirst ? message.interaction?.line : null;
}

function threadOf(message, view) {
  const id = threadIdOf(message);
  const room = id && view.thread(id);
  if (!room) return null;
  return { id, name: room.name, state: stateOf(room), count: sizeOf(room), unread: view.unread(id) };
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

function messageItem(message, view, thread) {
  const name = authorName(message.author);
  const isBot = Boolean(message.author.bot);
  const system = systemWords(message, name);
  if (system) return systemItem(message, system, view, thread);
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
      ),
      body(message, name, view),
      message.ephemeral_for &&
        el("p", { class: "private" }, icon("eye-off"), "Visible par vous, personne d’autre."),
      thread && threadLink(thread),
      acts(message, name, view, thread),
    ),
  );
}

function systemItem(message, words, view, thread) {
  return el(
    "li",
    { class: "msg system" },
    el("p", { class: "soft small" }, words, " ", time(message.timestamp, view)),
    thread && threadLink(thread),
  );
}

function body(message, name, view) {
  if (message.deferred) return el("p", { class: "soft" }, `${name} réfléchit…`);
  return [
    el("div", { class: "text" }, markdown(message.content, view.names)),
    attached(message),
    message.embeds.map((one) => embed(one, view.names)),
    message.components.filter((one) => one.type === ROW).map((row) => controls(row, message, view)),
  ];
}

/** « Marseille : extension · 3 messages › » */
function threadLink(thread) {
  const about = [thread.state, thread.unread > 0 && `${thread.unread} de plus`].filter(Boolean);
  return el(
    "a",
    { class: "to-thread", href: address(thread.id), "data-control": "thread" },
    el("b", {}, thread.name),
    " ",
    el("span", {}, [`${countOf(thread.count)}\u00a0›`, ...about].join(" · ")),
  );
}

function acts(message, name, view, thread) {
  if (message.ephemeral_for || message.deferred || view.isStarter) return null;
  const act = (control, picture, label, onclick) =>
    el(
      "button",
      { class: "act", type: "button", "data-control": control, "aria-label": label, title: label, onclick },
      icon(picture),
    );
  return el(
    "div",
    { class: "acts" },
    view.menus.length > 0 && messageMenu(message, name, view.menus, view),
    act("reply", "icon-reply", `Répondre à ${name}`, () => view.onReply(message)),
    view.canStart &&
      !thread &&
      act("start", "icon-thread", `Ouvrir un fil sous ce message de ${name}`, () => view.onThread(message)),
  );
}

function answered(message, names) {
  if (message.type !== REPLY || message.interaction) return null;
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
