/* One thread of a forum: its posts, the way through them, the reply. */

import { addressOf } from "./carried.js";
import { busy, byId, el, keepList, tell } from "./dom.js";
import { postEntry } from "./post.js";
import { Roving } from "./roving.js";
import { topicMenu } from "./topicmenu.js";
import { heading, marks } from "./topiclist.js";

const LONG = 20; // posts, from which a thread opens at its newest

export class TopicView {
  /** `place` = {root, forum, problem}. */
  constructor({ root, forum, problem }, tid) {
    this.forum = forum;
    this.tid = tid;
    this.topic = null;
    this.modes = new Map(); // pid: "edit" or "delete"
    this.posts = el("ol", { class: "posts" });
    this.roving = new Roving(this.posts, { onLeave: () => byId("reply")?.focus() });
    this.title = heading("");
    this.jumps = el("span", { class: "jumps" });
    this.copied = el("span", { class: "small soft", role: "status" });
    this.about = el("div", { class: "about" });
    this.foot = el("div", {});
    const back = el("button", { class: "back", type: "button", onclick: () => forum.go(null) }, "← Tous les fils");
    const top = el("header", { class: "sticky" }, el("p", { class: "way" }, back, this.jumps), this.title);
    root.replaceChildren(top, this.about, this.posts, this.foot, problem);
  }

  show(topic, categories) {
    const told = (one) => one && JSON.stringify([one.title, one.category, one.tags, marks(one)]);
    const isSame = told(this.topic) === told(topic);
    this.topic = topic;
    if (!isSame) this.layAround(categories);
    this.jumps.hidden = topic.posts.length < 4;
    this.redraw();
  }

  layAround(categories) {
    const { topic } = this;
    this.title.textContent = topic.title;
    this.jumps.replaceChildren(
      this.jump("↑ Premier", "Aller au premier message", () => this.posts.firstElementChild),
      this.jump("↓ Dernier", "Aller au dernier message", () => this.posts.lastElementChild),
    );
    const facts = [topic.category, ...topic.tags.map((tag) => `#${tag}`), ...marks(topic)];
    this.about.replaceChildren(
      el("p", { class: "small soft" }, facts.join(" · ")),
      this.address(),
      topicMenu(topic, categories, this.forum),
    );
    const isClosed = topic.locked || topic.deleted || topic.archived;
    if (isClosed || !byId("reply")) this.foot.replaceChildren(isClosed ? closed(topic) : this.replyForm());
  }

  /** From the newest post when there are many, else from the title. */
  enter() {
    const newest = this.topic.posts.length >= LONG && this.posts.lastElementChild;
    if (newest) newest.scrollIntoView({ block: "start" });
    else this.about.scrollIntoView({ block: "start" });
    this.title.focus({ preventScroll: true });
  }

  jump(words, label, to) {
    const act = () => {
      to()?.focus({ preventScroll: true });
      to()?.scrollIntoView({ block: "start" });
    };
    return el("button", { class: "plain", type: "button", "aria-label": label, onclick: act }, words);
  }

  address() {
    const { url } = this.topic;
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(url);
        this.copied.textContent = "Adresse copiée.";
      } catch {
        this.copied.textContent = url;
      }
    };
    const button = el("button", { class: "plain", type: "button", onclick: copy }, "Copier l’adresse du fil");
    return el("p", { class: "address" }, button, " ", this.copied);
  }

  redraw() {
    if (!this.topic) return;
    const here = this.forum.here();
    const shown = this.topic.posts.map((post) => postEntry(post, this.viewOf(post, here)));
    keepList(this.posts, shown);
    this.roving.refresh();
  }

  viewOf(post, { now, carried }) {
    const { pid } = post;
    const { forum } = this;
    const act = (work) => () => this.act(pid, work);
    return {
      now,
      mirrors: carried.get(addressOf(post, this.topic)) ?? [],
      mode: this.modes.get(pid) ?? "read",
      setMode: (mode) => this.setMode(pid, mode),
      draft: (field) => forum.draft(`edit/${pid}`, field, post.markdown),
      onKeep: () => this.keepAsIs(pid),
      onEdit: (text) => this.act(pid, () => forum.desk.edit(pid, text)),
      onDelete: act(() => forum.desk.remove(pid)),
      onRestore: act(() => forum.desk.restore(pid)),
      onPurge: act(() => forum.desk.purge(pid)),
    };
  }

  setMode(pid, mode) {
    this.modes.set(pid, mode);
    this.redraw();
    const wanted = { edit: "textarea", delete: "[data-control=yes]" }[mode] ?? "[data-control]";
    byId(`post-${pid}`)?.querySelector(wanted)?.focus();
  }

  /** Gives up an edit, and what was typed for it. */
  keepAsIs(pid) {
    this.forum.forget(`edit/${pid}`);
    this.setMode(pid, "read");
  }

  /** Why the forum refused, null when it was done. */
  async act(pid, work) {
    const failed = await this.forum.trying(work);
    if (failed !== null) return failed;
    this.forum.forget(`edit/${pid}`);
    this.modes.delete(pid);
    tell(this.forum.problem, await this.forum.trying(this.forum.refresh));
    byId(`post-${pid}`)?.querySelector("[data-control]")?.focus();
    return null;
  }

  replyForm() {
    const text = this.forum.draft(`reply/${this.tid}`, el("textarea", { id: "reply", rows: "3" }));
    const problem = el("p", { class: "problem", role: "alert", hidden: true });
    const submit = (event) => {
      event.preventDefault();
      busy(event.currentTarget, async () => tell(problem, await this.reply(text)));
    };
    return el(
      "form",
      { class: "reply", onsubmit: submit },
      el("label", { for: "reply", class: "small" }, "Répondre sur le forum"),
      text,
      problem,
      el("button", { class: "button", type: "submit" }, "Répondre"),
    );
  }

  /** Why the forum refused, null when the reply is shown or when there was none. */
  async reply(text) {
    if (!text.value.trim()) return null;
    const { desk, here } = this.forum;
    const { name } = here().person;
    const failed = await this.forum.trying(() => desk.reply(this.tid, name, text.value));
    if (failed !== null) return failed;
    text.value = "";
    this.forum.forget(`reply/${this.tid}`);
    const unread = await this.forum.trying(this.forum.refresh);
    this.posts.lastElementChild?.scrollIntoView({ block: "nearest" });
    return unread;
  }
}

function closed(topic) {
  const why = marks(topic).filter((one) => one !== "épinglé" && one !== "hors des listes");
  return el("p", { class: "locked" }, `Ce fil est ${why.join(" et ")}\u00a0: on n’y répond plus.`);
}
