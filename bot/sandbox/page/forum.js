/* The forum: its threads, one thread open, and what people do there. */

import * as api from "./api.js";
import { byId, el, keepList, tell } from "./dom.js";
import { oneAtATime } from "./events.js";
import { postEntry } from "./post.js";

export class Forum {
  /** `here()` = {person, now, mirrors(pid)}. */
  constructor(here) {
    this.here = here;
    this.root = byId("forum");
    this.open = null; // the tid of the thread wanted
    this.shown = null; // what is laid out: "topics" or a tid
    this.topic = null;
    this.modes = new Map(); // pid: "edit" or "delete"
    this.refresh = oneAtATime(() => this.load());
    this.problem = el("p", { class: "problem", role: "alert", hidden: true });
  }

  async load() {
    const tid = this.open;
    if (tid === null) {
      const topics = await api.topics();
      if (this.open === tid) this.showTopics(topics);
      return;
    }
    const topic = await api.topic(tid);
    if (this.open !== tid) return;
    this.topic = topic;
    if (this.shown !== tid) this.layTopic(topic);
    this.showPosts();
  }

  async go(tid) {
    this.open = tid;
    this.modes.clear();
    await this.trying(this.refresh);
    this.root.closest(".forum").scrollTop = 0;
    this.root.querySelector("h2")?.focus({ preventScroll: true });
  }

  // the list of threads

  showTopics(topics) {
    if (this.shown !== "topics") {
      this.list = el("ul", { class: "topics" });
      this.root.replaceChildren(el("header", {}, heading("Forum")), this.list, this.problem);
      this.shown = "topics";
    }
    keepList(
      this.list,
      topics.filter((one) => !one.deleted).map((topic) => ({
        key: String(topic.tid),
        signature: JSON.stringify(topic),
        make: () => this.topicItem(topic),
      })),
    );
  }

  topicItem(topic) {
    const detail = [topic.category, messages(topic.posts), topic.locked && "verrouillé"];
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", "data-control": "open", onclick: () => this.go(topic.tid) },
        el("b", {}, topic.title),
        " ",
        el("span", {}, detail.filter(Boolean).join(" · ")),
      ),
    );
  }

  // one thread

  layTopic(topic) {
    this.posts = el("ol", { class: "posts" });
    this.copied = el("span", { class: "small soft", role: "status" });
    this.root.replaceChildren(
      el(
        "header",
        {},
        el("button", { class: "back", type: "button", onclick: () => this.go(null) }, "← Tous les fils"),
        heading(topic.title),
        this.address(topic),
      ),
      this.posts,
      topic.locked ? el("p", { class: "locked" }, "Ce fil est verrouillé.") : this.replyForm(topic),
      this.problem,
    );
    tell(this.problem, null);
    this.shown = topic.tid;
  }

  address(topic) {
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(topic.url);
        this.copied.textContent = "Adresse copiée.";
      } catch {
        this.copied.textContent = topic.url;
      }
    };
    return el(
      "p",
      { class: "address" },
      el("button", { class: "copy", type: "button", onclick: copy }, "Copier l’adresse du fil"),
      " ",
      this.copied,
    );
  }

  showPosts() {
    const here = this.here();
    keepList(
      this.posts,
      this.topic.posts.map((post) => postEntry(post, this.view(post.pid, here))),
    );
  }

  view(pid, here) {
    return {
      ...here,
      mode: this.modes.get(pid) ?? "read",
      setMode: (mode) => this.setMode(pid, mode),
      onEdit: (_, text) => this.act(pid, () => api.editPost(pid, text)),
      onDelete: () => this.act(pid, () => api.deletePost(pid)),
    };
  }

  setMode(pid, mode) {
    this.modes.set(pid, mode);
    tell(this.problem, null);
    this.showPosts();
    const item = byId(`post-${pid}`);
    const [first] = { edit: ["textarea"], delete: ["[data-control=yes]"] }[mode] ?? ["[data-control]"];
    item?.querySelector(first)?.focus();
  }

  async act(pid, work) {
    if (!(await this.trying(work))) return;
    this.modes.delete(pid);
    await this.trying(this.refresh);
    byId(`post-${pid}`)?.querySelector("[data-control]")?.focus();
  }

  /** Whether the work could be done; if not, its sentence is shown. */
  async trying(work) {
    try {
      await work();
      tell(this.problem, null);
      return true;
    } catch (refused) {
      tell(this.problem, refused.message);
      return false;
    }
  }

  replyForm(topic) {
    const text = el("textarea", { id: "reply", rows: "3" });
    const submit = async (event) => {
      event.preventDefault();
      if (await this.reply(topic.tid, text.value)) text.value = "";
    };
    return el(
      "form",
      { class: "reply", onsubmit: submit },
      el("label", { for: "reply", class: "small" }, "Répondre sur le forum"),
      text,
      el("button", { class: "button", type: "submit" }, "Répondre"),
    );
  }

  /** Whether the reply was taken. */
  async reply(tid, content) {
    const { person } = this.here();
    if (!(await this.trying(() => api.replyOnForum(tid, person.name, content)))) return false;
    await this.trying(this.refresh);
    this.posts.lastElementChild?.scrollIntoView({ block: "nearest" });
    return true;
  }
}

function heading(words) {
  return el("h2", { id: "forum-title", tabindex: "-1" }, words);
}

function messages(count) {
  return count === 1 ? "1\u00a0message" : `${count}\u00a0messages`;
}
