/* The places of the chat where a person may be: channels, forums, threads, private conversations. */

import * as api from "./api.js";

const [TEXT, FORUM] = [0, 15];

/**
 * A room is {id, name, kind, topic, guild, bot, parent, thread, rights, rightsOf}: `kind` is "text",
 * "forum", "thread" or "private", `parent` a thread's room and `thread` what the desk says of it,
 * `rights` the person's permission bits, null in private, and `rightsOf` everybody's, as text.
 */
export function guildRooms(person, desk) {
  const guilds = desk.guilds.filter((guild) => person.guilds.includes(guild.id));
  return guilds.flatMap((guild) => [
    ...guild.channels.filter((one) => one.type === TEXT).map(room("text", guild, person)),
    ...guild.forums.filter((one) => one.type === FORUM).map(room("forum", guild, person)),
  ]).filter((one) => one.visible_to.includes(person.id));
}

function room(kind, guild, person) {
  return (one) => ({
    ...one,
    kind,
    guild,
    bot: null,
    parent: null,
    thread: null,
    rights: BigInt(one.rights[person.id] ?? 0),
    rightsOf: one.rights,
  });
}

export async function privateRooms(person, desk) {
  const made = desk.bots.map(async (bot) => {
    const id = await api.privateChannel(person.id, bot.id);
    const nothing = { topic: null, guild: null, parent: null, thread: null };
    return { ...nothing, id, name: bot.name, kind: "private", bot, rights: null, rightsOf: {} };
  });
  return Promise.all(made);
}

/** The rooms of a channel's or forum's threads, the newest first. */
export async function threadRooms(parent, person) {
  const found = await api.threads(parent.id, person.id);
  return found.map((thread) => ({
    id: thread.id,
    name: thread.name,
    kind: "thread",
    topic: null,
    guild: parent.guild,
    bot: null,
    parent,
    thread,
    rights: parent.rights,
    rightsOf: parent.rightsOf,
  }));
}

/** « # annonces », a thread's name, or the bot's name in private. */
export function title(one) {
  return one.kind === "text" || one.kind === "forum" ? `# ${one.name}` : one.name;
}

/** « # annonces, fil « Marseille » » */
export function whereabouts(one) {
  return one.parent ? `${title(one.parent)}, fil «\u202f${one.name}\u202f»` : title(one);
}

/** « archivé, verrouillé », or nothing. */
export function stateOf(one) {
  const { archived, locked } = one.thread ?? {};
  return [archived && "archivé", locked && "verrouillé"].filter(Boolean).join(", ");
}

/** How many messages a thread has; what the desk counts leaves out the first of a forum's. */
export function sizeOf({ thread }) {
  return thread.message_count + Number(thread.in_forum);
}

export function countOf(number) {
  return number === 1 ? "1\u00a0message" : `${number}\u00a0messages`;
}

/** Where a room is shown; `#fils-…` shows the list of a channel's threads. */
export function address(id) {
  return `#salon-${id}`;
}

export function listAddress(id) {
  return `#fils-${id}`;
}

/** {id, wantsList} of the room that the page's address names; id is null where it names none. */
export function fromAddress() {
  const found = /^#(salon|fils)-(\d+)$/.exec(location.hash);
  return { id: found?.[2] ?? null, wantsList: found?.[1] === "fils" };
}
