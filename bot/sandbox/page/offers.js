/* What is proposed while one writes: commands, names, and the values of options. */

import { folded, matching } from "./commands.js";

const [USER, CHANNEL, ROLE] = [6, 7, 8];
const CHANNEL_TYPES = { text: 0, forum: 15, thread: 11 };
const MENTION = /(^|\s)@([\p{L}\p{N}_-]*)$/u;

/** The commands that "/vi" may mean. */
export function commandOffers(all, text) {
  return matching(all, text.slice(1)).map((entry) => ({
    name: `/${entry.words}`,
    detail: entry.description,
    entry,
  }));
}

/** Those whom "@vi" at the end of the text may name; `text` is what taking it makes. */
export function mentionOffers({ desk, person }, text) {
  const found = MENTION.exec(text);
  if (!found) return [];
  const all = [...desk.bots, ...desk.people.filter((one) => one.id !== person.id)];
  const fitting = all.filter((one) => folded(one.name).startsWith(folded(found[2])));
  return fitting.map(({ name }) => ({
    name: `@${name}`,
    text: text.replace(MENTION, (_, before) => `${before}@${name} `),
  }));
}

/** The values {name, value} that an option may have, or null where they are not known here. */
export function valueOffers(option, here, typed) {
  const all = option.choices ?? things(option, here);
  const wanted = folded(typed.trim());
  return all && all.filter(({ name }) => folded(name).includes(wanted));
}

function things(option, { desk, rooms, room }) {
  if (option.type === CHANNEL) return channels(option, rooms);
  if (option.type === USER) return desk.people.map(({ id, name }) => ({ name: `@${name}`, value: id }));
  const roles = room.guild?.roles ?? [];
  return option.type === ROLE ? roles.map(({ id, name }) => ({ name: `@${name}`, value: id })) : null;
}

function channels({ channelTypes }, rooms) {
  const fitting = rooms.filter((one) => channelTypes?.includes(CHANNEL_TYPES[one.kind]) ?? one.guild);
  return fitting.map(({ id, name }) => ({ name: `# ${name}`, value: id }));
}
