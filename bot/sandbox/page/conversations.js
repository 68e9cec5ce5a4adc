/* Whoever speaks: their rooms, what they read there, and what is new to them. */

import * as api from "./api.js";
import { oneAtATime } from "./events.js";
import { guildRooms, privateRooms, threadRooms } from "./rooms.js";

const EPOCH_MS = 1_420_070_400_000;
const THREADS_READ = 30; // of each channel, the newest; others are read when they are shown or move

/** Messages of one person at a time. `onChange(roomId, fresh)` is called after each change. */
export class Conversations {
  constructor(onChange) {
    this.onChange = onChange;
    this.person = null;
    this.isWhole = false; // whether all the rooms of this person are known
    this.rooms = []; // without the threads
    this.threads = new Map(); // id of a channel or forum: the rooms of its threads
    this.messages = new Map();
    this.loaders = new Map();
    this.read = new Map(); // person and room: the newest id that was seen
    // Ids hold the machine's time: what was there before the page counts as read.
    this.arrived = BigInt(Date.now() - EPOCH_MS) << 22n;
  }

  /** Sets who speaks, and loads all their rooms. */
  async speakAs(person, desk) {
    if (this.person?.id !== person.id) {
      this.isWhole = false;
      this.messages.clear();
      this.threads.clear();
    }
    this.person = person;
    const rooms = [...guildRooms(person, desk), ...(await privateRooms(person, desk))];
    if (this.person.id !== person.id) return;
    this.rooms = rooms;
    const written = [...rooms.filter((one) => one.kind !== "forum"), ...this.loadedThreads()];
    await Promise.all([
      ...written.map(({ id }) => this.reload(id)),
      ...rooms.filter((one) => one.guild).map(({ id }) => this.reloadThreads(id)),
    ]);
    if (this.person.id === person.id) this.isWhole = true;
  }

  /** Loads a room's messages again; one that this person does not have is left alone. */
  async reload(id) {
    await this.alone(`messages/${id}`, () => this.load(id));
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

  /** Loads the list of a channel's threads again, and the messages of those not read so far. */
  async reloadThreads(id) {
    await this.alone(`threads/${id}`, () => this.loadThreads(id));
  }

  async loadThreads(id) {
    const { person } = this;
    const parent = this.rooms.find((one) => one.id === id);
    if (!parent?.guild) return;
    const found = await threadRooms(parent, person);
    if (this.person.id !== person.id) return;
    this.threads.set(id, found);
    this.onChange(id, []);
    const unread = found.slice(0, THREADS_READ).filter((one) => !this.messages.has(one.id));
    await Promise.all(unread.map((one) => this.reload(one.id)));
  }

  /** What a message changes: its room, and in a thread the count that its channel shows. */
  async hear(roomId) {
    const { parent } = this.find(roomId) ?? {};
    await this.reload(roomId);
    if (parent) await this.reloadThreads(parent.id);
  }

  async alone(key, work) {
    if (!this.loaders.has(key)) this.loaders.set(key, oneAtATime(work));
    await this.loaders.get(key)();
  }

  find(id) {
    return this.all().find((one) => one.id === id);
  }

  all() {
    return [...this.rooms, ...[...this.threads.values()].flat()];
  }

  threadsIn(id) {
    return this.threads.get(id) ?? [];
  }

  loadedThreads() {
    return [...this.threads.values()].flat().filter((one) => this.messages.has(one.id));
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
}

function fresh(before, after) {
  const known = new Set(before.map((one) => one.id));
  return after.filter((one) => !known.has(one.id));
}
