/* The conversation shown: its name, whether the bot is there, and the log. */

import { title } from "./channels.js";
import { byId, el, icon, keepList } from "./dom.js";
import { authorName, messageItems } from "./message.js";

const CLOSE_PX = 48;

/** `acts` = {now(), names, onClick(message, button), onReply(message)}. */
export class Chat {
  constructor(conversations, acts) {
    this.conversations = conversations;
    this.acts = acts;
    this.shown = null;
    this.key = null; // who reads which channel
    this.last = null;
    this.log = byId("log");
    this.newest = byId("newest");
    this.newest.addEventListener("click", () => this.toNewest());
    this.wasAtNewest = true;
    this.log.addEventListener("scroll", () => {
      this.wasAtNewest = this.isAtNewest();
      if (this.wasAtNewest) this.newest.hidden = true;
    });
    new ResizeObserver(() => this.wasAtNewest && this.toNewest()).observe(this.log);
  }

  /** Shows a channel, from its newest message when it was not the one shown. */
  show(channel) {
    const key = this.conversations.key(channel.id);
    const isOther = this.key !== key;
    this.shown = channel.id;
    this.key = key;
    byId("channel-name").textContent = channel.guild ? title(channel) : `${channel.name}, en privé`;
    byId("channel-topic").textContent = channel.topic ?? "";
    document.title = `${title(channel)}, démo de Vigie`;
    this.refresh(isOther);
  }

  refresh(isOther = false) {
    const wasThere = isOther || this.wasAtNewest;
    const found = this.conversations.in(this.shown);
    const newest = found.at(-1)?.id;
    const view = {
      ...this.acts,
      person: this.conversations.person.id,
      now: this.acts.now(),
      line: (message) => this.line(message),
    };
    keepList(byId("messages"), found.flatMap((message) => messageItems(message, view)));
    byId("log").toggleAttribute("data-empty", !found.length);
    if (wasThere) this.toNewest();
    else if (newest !== this.last) this.newest.hidden = false;
    this.last = newest;
  }

  /** The command as it was typed here, else its name alone: others' options are not told. */
  line(message) {
    return this.conversations.lines.get(message.id) ?? `/${message.interaction.name}`;
  }

  /** Says new messages to those who hear the page; another channel's are only counted there. */
  announce(messages) {
    const others = messages.filter((one) => one.author.id !== this.conversations.person.id);
    if (!others.length) return;
    byId("announce").textContent = others
      .map((one) => `${authorName(one.author)}\u00a0: ${one.content.split("\n")[0]}`)
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
