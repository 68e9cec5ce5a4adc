/* The list of channels, with what is new in each. */

import { byId, el } from "./dom.js";

const PROMISE =
  "Ce qui vient du forum est recopié ici. Rien de ces salons ne part au forum sans votre geste.";

/** `chosen` is the id of the channel shown. */
export function showChannels(conversations, chosen) {
  const pane = byId("channels");
  const inGuilds = conversations.channels.filter((one) => one.guild);
  const guilds = [...new Set(inGuilds.map((one) => one.guild))];
  const apart = conversations.channels.filter((one) => !one.guild);
  const parts = guilds.map((guild) => ({
    title: guild.name,
    channels: inGuilds.filter((one) => one.guild === guild),
  }));
  if (apart.length) parts.push({ title: "En privé", channels: apart });
  const focused = pane.contains(document.activeElement) ? document.activeElement.hash : null;
  pane.replaceChildren(
    ...parts.flatMap(({ title, channels }) => [
      el("header", {}, el("h2", {}, title)),
      el("ul", {}, channels.map((one) => item(one, conversations.unread(one.id), chosen))),
    ]),
    el("p", { class: "mirror" }, PROMISE),
  );
  if (focused) pane.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  showTotal(conversations);
}

function item(channel, unread, chosen) {
  return el(
    "li",
    {},
    el(
      "a",
      { href: address(channel.id), "aria-current": channel.id === chosen ? "page" : null },
      title(channel),
      unread > 0 && [" ", el("span", { class: "new" }, news(unread))],
    ),
  );
}

function showTotal(conversations) {
  const counts = conversations.channels.map(({ id }) => conversations.unread(id));
  const total = counts.reduce((sum, one) => sum + one, 0);
  byId("count-salons").textContent = total ? ` ${total}` : "";
}

/** « # annonces », or the bot's name in private. */
export function title(channel) {
  return channel.guild ? `# ${channel.name}` : channel.name;
}

function news(count) {
  return count === 1 ? "1\u00a0nouveau" : `${count}\u00a0nouveaux`;
}

export function address(id) {
  return `#salon-${id}`;
}

/** The id of the channel that the page's address names, if any. */
export function fromAddress() {
  return /^#salon-(\d+)$/.exec(location.hash)?.[1] ?? null;
}
