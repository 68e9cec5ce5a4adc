/* The list of channels and of their threads, with what is new in each. */

import { byId, el } from "./dom.js";
import { address, listAddress, stateOf, title } from "./rooms.js";

const PROMISE =
  "Ce qui vient du forum est recopié ici. Rien de ces salons ne part au forum sans votre geste.";
const THREADS_LISTED = 4; // of each channel, besides those with news and the one shown

/** `shown` = {id, wantsList} is what the conversation shows. */
export function showChannels(conversations, shown) {
  const pane = byId("channels");
  const inGuilds = conversations.rooms.filter((one) => one.guild);
  const guilds = [...new Set(inGuilds.map((one) => one.guild))];
  const apart = conversations.rooms.filter((one) => !one.guild);
  const parts = guilds.map((guild) => ({
    name: guild.name,
    rooms: inGuilds.filter((one) => one.guild === guild),
  }));
  if (apart.length) parts.push({ name: "En privé", rooms: apart });
  const focused = pane.contains(document.activeElement) ? document.activeElement.hash : null;
  pane.replaceChildren(
    ...parts.flatMap(({ name, rooms }) => [
      el("header", {}, el("h2", {}, name)),
      el("ul", {}, rooms.map((one) => channelItem(one, conversations, shown))),
    ]),
    el("p", { class: "mirror" }, PROMISE),
  );
  if (focused) pane.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  showTotal(conversations);
}

function channelItem(room, conversations, shown) {
  const isCurrent = room.id === shown.id && !(shown.wantsList && room.kind === "text");
  const threads = threadItems(room, conversations, shown);
  return el(
    "li",
    {},
    link(address(room.id), title(room), isCurrent, conversations.unread(room.id)),
    threads.length > 0 &&
      el("ul", { class: "of", "aria-label": `Fils de ${title(room)}` }, threads),
  );
}

/** The newest open threads, those with news, the one shown; and the way to all of them. */
function threadItems(room, conversations, shown) {
  const all = conversations.threadsIn(room.id);
  const open = all.filter((one) => !one.thread.archived);
  const listed = all.filter(
    (one) =>
      open.indexOf(one) >= 0 && open.indexOf(one) < THREADS_LISTED ||
      one.id === shown.id ||
      conversations.unread(one.id) > 0,
  );
  const items = listed.map((one) =>
    el(
      "li",
      {},
      link(
        address(one.id),
        [one.name, stateOf(one) && [" ", el("span", { class: "state" }, stateOf(one))]],
        one.id === shown.id,
        conversations.unread(one.id),
      ),
    ),
  );
  const isWholeList = listed.length === all.length || room.kind === "forum";
  if (isWholeList) return items;
  const isCurrent = room.id === shown.id && shown.wantsList;
  return [
    ...items,
    el("li", {}, link(listAddress(room.id), `Tous les fils (${all.length})`, isCurrent, 0)),
  ];
}

function link(href, words, isCurrent, unread) {
  return el(
    "a",
    { href, "aria-current": isCurrent ? "page" : null },
    el("span", { class: "name" }, words),
    unread > 0 && [" ", el("span", { class: "new" }, news(unread))],
  );
}

function showTotal(conversations) {
  const counts = conversations.all().map(({ id }) => conversations.unread(id));
  const total = counts.reduce((sum, one) => sum + one, 0);
  byId("count-salons").textContent = total ? ` ${total}` : "";
}

export function news(count) {
  return count === 1 ? "1\u00a0nouveau" : `${count}\u00a0nouveaux`;
}
