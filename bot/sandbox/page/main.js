/* The page: puts its parts together, and reloads what the desk says has changed. */

import * as api from "./api.js";
import { fromAddress, showChannels } from "./channels.js";
import { Chat } from "./chat.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { Conversations } from "./conversations.js";
import { byId } from "./dom.js";
import { follow, oneAtATime } from "./events.js";
import { Faults } from "./faults.js";
import { Forum } from "./forum.js";
import { remembered, showPeople, speakers } from "./people.js";

let desk = { people: [], guilds: [], bots: [], commands: [] };
let channel = null;

const conversations = new Conversations(onMessages);
const clock = new Clock(redraw);
const faults = new Faults();
const forum = new Forum(() => ({
  person: conversations.person,
  now: clock.now(),
  mirrors: (pid) => conversations.mirrorsOf(pid),
}));
const chat = new Chat(conversations, {
  now: () => clock.now(),
  names: { person: personName, channel: channelName },
  onClick,
  onReply: (message) => composer.answer(message),
});
const composer = new Composer(
  () => ({ desk, channel, person: conversations.person }),
  (id, message, line) => {
    if (message && line) conversations.lines.set(message.id, line);
    chat.toNewest();
    conversations.reload(id);
  },
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
  showChannel();
}

function showChannel() {
  const wanted = fromAddress() ?? channel?.id;
  channel = conversations.find(wanted) ?? conversations.channels[0] ?? null;
  if (channel === null) return;
  chat.show(channel);
  markRead();
  redraw();
}

/** Draws again what depends on several parts: the list, the posts' notes. */
function redraw() {
  if (channel === null) return;
  showChannels(conversations, channel.id);
  chat.refresh();
  if (forum.topic && forum.open !== null) forum.showPosts();
}

function onMessages(id, fresh) {
  if (channel === null) return;
  if (id === channel.id) {
    chat.announce(fresh);
    markRead();
  }
  redraw();
}

/** A channel counts as read only while somebody can see it. */
function markRead() {
  if (!document.hidden && byId("log").checkVisibility()) conversations.markRead(channel.id);
}

function personName(id) {
  return [...desk.people, ...desk.bots].find((one) => one.id === id)?.name ?? "quelqu’un";
}

function channelName(id) {
  const all = desk.guilds.flatMap((guild) => guild.channels);
  return all.find((one) => one.id === id)?.name ?? "salon inconnu";
}

async function onClick(message, button) {
  composer.problem(null);
  try {
    const { id } = channel;
    const told = await api.click(message.id, conversations.person.id, id, button.custom_id);
    if (told.status === "failed") {
      composer.problem("Vigie n’a pas répondu\u00a0: ce bouton n’a rien fait. Réessayez.");
    }
    await conversations.reload(id);
  } catch (refused) {
    composer.problem(refused.message);
  }
}

// what changes

const RELOAD = {
  message: (hint) => conversations.reload(hint.channel),
  world: loadDesk,
  bot: loadDesk,
  clock: clock.refresh,
  fault: faults.refresh,
  forum: forum.refresh,
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

addEventListener("hashchange", () => {
  showChannel();
  byId("tab-chat").checked = true;
});
for (const tab of document.querySelectorAll(".tab input")) {
  tab.addEventListener("change", () => channel && showChannel());
}
document.addEventListener("visibilitychange", () => channel && showChannel());
byId("channels").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.hash === location.hash) byId("tab-chat").checked = true;
});
if (fromAddress() === null) history.replaceState(null, "", location.pathname);
