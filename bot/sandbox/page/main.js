/* The page: puts its parts together, and reloads what the desk says has changed. */

import * as api from "./api.js";
import { Board } from "./board.js";
import { carriedPosts } from "./carried.js";
import { showChannels } from "./channels.js";
import { Chat } from "./chat.js";
import { Clock } from "./clock.js";
import { menus } from "./commands.js";
import { Composer } from "./composer.js";
import { Conversations } from "./conversations.js";
import { byId } from "./dom.js";
import { follow, oneAtATime } from "./events.js";
import { Faults } from "./faults.js";
import { Forms } from "./forms.js";
import { Forum } from "./forum.js";
import { Header } from "./header.js";
import { remembered, showPeople, speakers } from "./people.js";
import { isOffered } from "./rights.js";
import { address, fromAddress } from "./rooms.js";
import { showNothing, showTip } from "./tips.js";

let desk = { people: [], guilds: [], bots: [], commands: [] };
let room = null;
let wantsList = false; // the threads of the room rather than what is written there

const conversations = new Conversations(onMessages);
const clock = new Clock(redraw);
const faults = new Faults();
const forum = new Forum(() => ({
  person: conversations.person,
  now: clock.now(),
  carried: carriedPosts(conversations),
}));
const header = new Header(conversations, {
  onChanged: (id) => conversations.reloadThreads(id),
  onPrivate: () => loadDesk(),
});
const board = new Board(conversations, { now: () => clock.now(), onOpened: toThread });
const names = { person: personName, channel: channelName, now: () => clock.now() };
const chat = new Chat(conversations, {
  now: () => clock.now(),
  names,
  menusIn: (one) => menus(desk.commands, !one.guild).filter(({ needed }) => isOffered(needed, one)),
  onClick,
  onChoose,
  onMenu,
  onReply: (message) => composer.answer(message),
  onThread: openThread,
  onLeave: () => composer.input.focus(),
});
const composer = new Composer(
  () => ({ desk, room, rooms: conversations.rooms, person: conversations.person }),
  (id) => {
    chat.toNewest();
    conversations.hear(id);
  },
  (form, id) => forms.open(form, id),
);
const forms = new Forms(
  () => ({ person: conversations.person, names }),
  (id) => quietly(() => conversations.reload(id)),
);

// what is shown

const loadDesk = oneAtATime(async () => {
  desk = await api.state();
  const people = speakers(desk);
  const speaker = people.find((one) => one.id === conversations.person?.id) ?? remembered(people);
  showPeople(people, speaker, (person) => speakAs(person));
  await speakAs(speaker);
});

async function speakAs(person) {
  await conversations.speakAs(person, desk);
  if (conversations.person.id !== person.id) return;
  chat.showBots(desk.bots);
  showRoom();
}

function showRoom() {
  const wanted = fromAddress();
  const found = conversations.find(wanted.id ?? room?.id) ?? conversations.find(room?.parent?.id);
  room = found ?? conversations.rooms[0] ?? null;
  if (room === null) return;
  wantsList = room.kind === "forum" || (wanted.wantsList && wanted.id === room.id);
  byId("log").hidden = byId("composer").hidden = wantsList;
  byId("board").hidden = !wantsList;
  composer.moveTo(room.id);
  showTip(room, conversations.rooms);
  showNothing(room, (text) => composer.write(text));
  if (!wantsList) {
    chat.show(room);
    if (!conversations.messages.has(room.id)) quietly(() => conversations.reload(room.id));
    markRead();
  }
  redraw();
}

/** Draws again what depends on several parts: the list, the header, the posts' notes. */
function redraw() {
  if (room === null) return;
  showChannels(conversations, { id: room.id, wantsList });
  header.show(room, wantsList);
  if (wantsList) board.show(room);
  else chat.refresh();
  forum.redraw();
}

function onMessages(id, fresh) {
  if (room === null || !conversations.isWhole) return;
  const now = conversations.find(room.id);
  if (now === undefined) return showRoom();
  room = chat.shown = now;
  if (id === room.id && !wantsList) {
    chat.announce(fresh);
    markRead();
  }
  redraw();
}

/** A room counts as read only while somebody can see it. */
function markRead() {
  if (!document.hidden && byId("log").checkVisibility()) conversations.markRead(room.id);
}

function personName(id) {
  return [...desk.people, ...desk.bots].find((one) => one.id === id)?.name ?? "quelqu’un";
}

function channelName(id) {
  return conversations.find(id)?.name ?? "salon inconnu";
}

// what one does

function onClick(message, button) {
  const lost = "Vigie n’a pas répondu\u00a0: ce bouton n’a rien fait. Réessayez.";
  return asking(message, lost, (person, channel) =>
    api.click(message.id, person, channel, button.custom_id),
  );
}

function onChoose(message, list, values) {
  const lost = "Vigie n’a pas répondu\u00a0: votre choix n’a rien fait. Réessayez.";
  return asking(message, lost, (person, channel) =>
    api.choose(message.id, person, channel, list.custom_id, values),
  );
}

function onMenu(message, name) {
  const lost = "Vigie n’a pas répondu\u00a0: ce menu n’a rien fait. Réessayez.";
  return asking(message, lost, (person, channel) => api.menu(message.id, person, channel, name));
}

/** Whether `ask(person, channel)`, the request, was taken; `lost` is said when nobody answered. */
async function asking(message, lost, ask) {
  composer.problem(null);
  const channel = message.channel_id;
  try {
    const told = await ask(conversations.person.id, channel);
    const isTaken = told.status !== "failed";
    if (!isTaken) composer.problem(lost);
    if (told.form) forms.open(told.form, channel);
    await conversations.reload(channel);
    return isTaken;
  } catch (refused) {
    composer.problem(refused.message);
    return false;
  }
}

/** A thread under a message, called by its first words. */
async function openThread(message) {
  composer.problem(null);
  const name = message.content.split("\n")[0].replace(/[*_~`|<>]/g, "").trim().slice(0, 60);
  try {
    const said = { name: name || "Nouveau fil", message: message.id };
    const made = await api.startThread(message.channel_id, conversations.person.id, said);
    await toThread(message.channel_id, made.id);
  } catch (refused) {
    composer.problem(refused.message);
  }
}

async function toThread(parent, thread) {
  await conversations.reloadThreads(parent);
  location.hash = address(thread);
}

// what changes

const RELOAD = {
  message: (hint) => conversations.hear(hint.channel),
  thread: (hint) => conversations.reloadThreads(hint.channel),
  world: loadDesk,
  bot: loadDesk,
  clock: clock.refresh,
  fault: faults.refresh,
  forum: forum.refresh,
  discourse: forum.refresh,
};

/** The next opening of the line reloads everything: what failed meanwhile is not lost. */
async function quietly(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof api.Refused)) throw error;
  }
}

follow(
  (hint) => quietly(() => RELOAD[hint.kind]?.(hint)),
  () => {
    byId("lost").hidden = true;
    for (const load of [loadDesk, clock.refresh, faults.refresh, forum.refresh]) quietly(load);
  },
  () => (byId("lost").hidden = false),
);

function toConversation() {
  byId("tab-chat").checked = true;
}

addEventListener("hashchange", () => {
  toConversation();
  showRoom();
});
for (const tab of document.querySelectorAll(".tab input")) {
  tab.addEventListener("change", () => room && showRoom());
}
document.addEventListener("visibilitychange", () => room && showRoom());
byId("channels").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.hash === location.hash) toConversation();
});
byId("skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address names the room
  toConversation();
  byId(wantsList ? "channel-name" : "message").focus();
});
if (fromAddress().id === null) history.replaceState(null, "", location.pathname);
