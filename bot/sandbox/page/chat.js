/* The conversation shown: its name, whether the bot is there, and the log. */

import { spoken } from "./attached.js";
import { byId, el, icon, keepList } from "./dom.js";
import { authorName, messageItems } from "./message.js";
import { CREATE_THREADS, has } from "./rights.js";
import { Roving } from "./roving.js";

const CLOSE_PX = 48;

/**
 * `acts` = {now(), names, menusIn(room), onClick(message, button), onChoose(message, list, values),
 * onMenu(message, name), onReply(message), onThread(message), onLeave()}; `onLeave` is called when
 * one leaves the messages to write.
 */
export class Chat {
  constructor(conversations, acts) {
    this.conversations = conversations;
    this.acts = acts;
    this.shown = null;
    this.key = null; // who reads which room
    this.last = null;
    this.log = byId("log");
    this.newest = byId("newest");
    this.newest.addEventListener("click", () => this.toNewest());
    this.roving = new Roving(byId("messages"), { startsAtEnd: true, onLeave: acts.onLeave });
    this.wasAtNewest = true;
    this.log.addEventListener("scroll", () => {
      this.wasAtNewest = this.isAtNewest();
      if (this.wasAtNewest) this.newest.hidden = true;
    });
    new ResizeObserver(() => this.wasAtNewest && this.toNewest()).observe(this.log);
  }

  /** Shows a room, from its newest message when it was not the one shown. */
  show(room) {
    const key = this.conversations.key(room.id);
    const isOther = this.key !== key;
    this.shown = room;
    this.key = key;
    if (isOther) this.roving.current = null;
    this.refresh(isOther);
  }

  refresh(isOther = false) {
    const wasThere = isOther || this.wasAtNewest;
    const found = this.conversations.in(this.shown.id);
    const newest = found.at(-1)?.id;
    const view = this.view();
    keepList(byId("messages"), found.flatMap((message) => messageItems(message, view)));
    this.roving.refresh();
    this.log.toggleAttribute("data-empty", !found.length);
    if (wasThere) this.toNewest();
    else if (newest !== this.last) this.newest.hidden = false;
    this.last = newest;
  }

  view() {
    const { kind, rights } = this.shown;
    return {
      ...this.acts,
      person: this.conversations.person.id,
      now: this.acts.now(),
      thread: (id) => this.conversations.find(id),
      unread: (id) => this.conversations.unread(id),
      menus: this.acts.menusIn(this.shown),
      canStart: kind === "text" && has(rights, CREATE_THREADS),
    };
  }

  /** Says new messages to those who hear the page; another room's are only counted there. */
  announce(messages) {
    const others = messages.filter((one) => one.author.id !== this.conversations.person.id);
    if (!others.length) return;
    byId("announce").textContent = others
      .map((one) => `${authorName(one.author)}\u00a0: ${firstWords(one)}`)
      .join(" ");
  }

  showBots(bots) {
    const away = bots.filter((bot) => !bot.online).map((bot) => bot.name);
    const notice = byId("offline");
    notice.hidden = !away.length;
    const words = away.length > 1 ? "sont hors ligne" : "est hors ligne";
    notice.replaceChildren(
      ...(away.length ? [icon("triangle"), el("span", {}, `${away.join(" et ")} ${words}`)] : []),
    );
  }

  isAtNewest() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < CLOSE_PX;
  }

  toNewest() {
    this.log.scrollTop = this.log.scrollHeight;
    this.newest.hidden = true;
    this.wasAtNewest = true;
  }
}

function firstWords(message) {
  return message.content.split("\n")[0] || message.attachments.map(spoken).join(", ");
}
