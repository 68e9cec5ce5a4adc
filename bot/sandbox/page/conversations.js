/* Whoever speaks: their channels, what they read there, and what is new to them. */

import * as api from "./api.js";
import { oneAtATime } from "./events.js";

const TEXT = 0;
const EPOCH_MS = 1_420_070_400_000;

/** Messages of one person at a time. `onChange(channelId)` is called after each change. */
export class Conversations {
  constructor(onChange) {
    this.onChange = onChange;
    this.person = null;
    this.channels = [];
    this.messages = new Map();
    this.loaders = new Map();
    this.lines = new Map(); // message id: the command line that was typed
    this.read = new Map(); // person and channel: the newest id that was seen
    // Ids hold the machine's time: what was there before the page counts as read.
    this.arrived = BigInt(Date.now() - EPOCH_MS) << 22n;
  }

  /** Sets who speaks, and loads all their channels. */
  async speakAs(person, desk) {
    if (this.person?.id !== person.id) this.messages.clear();
    this.person = person;
    const channels = [...guildChannels(person, desk), ...(await privateChannels(person, desk))];
    if (this.person.id !== person.id) return;
    this.channels = channels;
    await Promise.all(channels.map(({ id }) => this.reload(id)));
  }

  /** Loads a channel again; one that this person does not have is left alone. */
  async reload(id) {
    if (!this.find(id)) return;
    if (!this.loaders.has(id)) this.loaders.set(id, oneAtATime(() => this.load(id)));
    await this.loaders.get(id)();
  }

  async load(id) {
    const { person } = this;
    if (!this.find(id)) return;
    const found = await api.messages(id, person.id);
    if (this.person.id !== person.id) return;
    const before = this.messages.get(id);
    this.messages.set(id, found);
    this.onChange(id, before === undefined ? [] : fresh(before, found));
  }

  find(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  in(id) {
    return this.messages.get(id) ?? [];
  }

  unread(id) {
    const seen = this.read.get(this.key(id)) ?? this.arrived;
    const isNew = (one) => BigInt(one.id) > seen && one.author.id !== this.person.id;
    return this.in(id).filter(isNew).length;
  }

  markRead(id) {
    const newest = this.in(id).at(-1);
    if (newest) this.read.set(this.key(id), BigInt(newest.id));
  }

  key(id) {
    return `${this.person.id}/${id}`;
  }

  /** Where a forum post was carried: [{channel, timestamp}], from the links that bots gave. */
  mirrorsOf(pid) {
    const address = new RegExp(`/post/${pid}(?!\\d)`);
    return this.channels.flatMap((channel) => {
      const found = this.in(channel.id).find((one) => one.author.bot && address.test(one.content));
      return found ? [{ channel, timestamp: found.timestamp }] : [];
    });
  }
}

function fresh(before, after) {
  const known = new Set(before.map((one) => one.id));
  return after.filter((one) => !known.has(one.id));
}

function guildChannels(person, desk) {
  const guilds = desk.guilds.filter((guild) => person.guilds.includes(guild.id));
  return guilds.flatMap((guild) =>
    guild.channels
      .filter((one) => one.type === TEXT && one.visible_to.includes(person.id))
      .map((one) => ({ ...one, guild, bot: null })),
  );
}

async function privateChannels(person, desk) {
  const made = desk.bots.map(async (bot) => {
    const id = await api.privateChannel(person.id, bot.id);
    return { id, name: bot.name, topic: null, guild: null, bot };
  });
  return Promise.all(made);
}
