/* The forums: which one, its threads, one thread open. */

import { byId, el, tell } from "./dom.js";
import { oneAtATime } from "./events.js";
import { FACES, forumAt } from "./forumapi.js";
import { TopicList } from "./topiclist.js";
import { TopicView } from "./topicview.js";

const KEPT = "vigie-forum";
const MISSING = 404;

export class Forum {
  /** `here()` = {person, now, carried}; `carried` says where posts were carried, by address. */
  constructor(here) {
    this.here = here;
    this.root = byId("forum");
    this.drafts = new Map(); // what was typed and not sent, by what it is for
    this.problem = el("p", { class: "problem", role: "alert", hidden: true });
    this.refresh = oneAtATime(() => this.load());
    this.choose(FACES.find((one) => one.id === sessionStorage.getItem(KEPT)) ?? FACES[0]);
  }

  /** `face` is one of the forums; its threads are shown at the next loading. */
  choose(face) {
    this.face = face;
    this.desk = forumAt(face.base);
    this.open = null; // the tid of the thread wanted
    this.view = null; // what is laid out
  }

  async load() {
    const { desk, open } = this;
    const [found, categories] = await Promise.all([
      open === null ? desk.topics() : this.topicStillThere(open),
      desk.categories(),
    ]);
    if (this.desk !== desk || this.open !== open) return;
    if (this.view?.tid !== open) this.lay(open);
    this.view.show(found, categories);
  }

  /** A thread that is gone for good gives way to the list, which is loaded after this. */
  async topicStillThere(tid) {
    try {
      return await this.desk.topic(tid);
    } catch (refused) {
      if (refused.status !== MISSING || this.open !== tid) throw refused;
      this.open = null;
      this.trying(this.refresh).then(() => tell(this.problem, refused.message));
      return null;
    }
  }

  lay(tid) {
    const place = { root: this.root, forum: this, problem: this.problem };
    this.view = tid === null ? new TopicList(place) : new TopicView(place, tid);
    tell(this.problem, null);
  }

  /** Does what makes an end of the thread shown, and leaves it for the list. */
  async leaving(work) {
    const { open } = this;
    this.open = null;
    try {
      await work();
    } catch (refused) {
      this.open = open;
      throw refused;
    }
    await this.go(null);
  }

  /** To a thread, or to the list of all: null. */
  async go(tid) {
    this.open = tid;
    this.view = null;
    const failed = await this.trying(this.refresh);
    if (failed !== null) return tell(this.problem, failed);
    this.view?.enter();
  }

  async switchTo(face) {
    sessionStorage.setItem(KEPT, face.id);
    this.choose(face);
    await this.go(null);
    this.root.querySelector("input:checked")?.focus({ preventScroll: true });
  }

  /** Shows again what depends on the chat or on the clock. */
  redraw() {
    this.view?.redraw();
  }

  /** Why the work was refused, null when it was done. */
  async trying(work) {
    try {
      await work();
      return null;
    } catch (refused) {
      return refused.message;
    }
  }

  /** A field whose words wait, under `key`, until they are sent. */
  draft(key, field, words = "") {
    const name = `${this.face.id}/${key}`;
    field.value = this.drafts.get(name) ?? words;
    field.addEventListener("input", () => this.drafts.set(name, field.value));
    return field;
  }

  forget(key) {
    this.drafts.delete(`${this.face.id}/${key}`);
  }
}
