/* The threads of a forum, the deleted ones apart; and a new one. */

import { busy, el, keepList, tell } from "./dom.js";
import { FACES } from "./forumapi.js";
import { countOf } from "./rooms.js";

const DRAFT = "new";

export class TopicList {
  /** `place` = {root, forum, problem}. */
  constructor({ root, forum, problem }) {
    this.forum = forum;
    this.tid = null; // of no thread
    this.root = root;
    this.list = el("ul", { class: "topics" });
    this.gone = el("ul", { class: "topics" });
    this.bin = el("details", { class: "bin", hidden: true }, el("summary", {}), this.gone);
    this.form = el("details", { class: "new-thread" });
    const title = el("header", {}, heading("Forum"), faceChoice(forum));
    root.replaceChildren(title, this.list, this.form, this.bin, problem);
  }

  show(topics, categories) {
    const kept = topics.filter((one) => !one.deleted);
    const gone = topics.filter((one) => one.deleted);
    keepList(this.list, kept.map((topic) => this.entry(topic)));
    keepList(this.gone, gone.map((topic) => this.entry(topic)));
    this.bin.hidden = !gone.length;
    this.bin.querySelector("summary").textContent = `Fils supprimés (${gone.length})`;
    if (!this.form.childElementCount) this.layForm(categories);
  }

  enter() {
    this.root.closest(".forum").scrollTop = 0;
    this.root.querySelector("h2").focus({ preventScroll: true });
  }

  redraw() {}

  entry(topic) {
    return { key: String(topic.tid), signature: JSON.stringify(topic), make: () => this.item(topic) };
  }

  item(topic) {
    const detail = [topic.category, countOf(topic.posts), ...marks(topic)];
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", "data-control": "open", onclick: () => this.forum.go(topic.tid) },
        el("b", {}, topic.title),
        " ",
        el("span", {}, detail.filter(Boolean).join(" · ")),
      ),
    );
  }

  layForm(categories) {
    const { forum } = this;
    const problem = el("p", { class: "problem", role: "alert", hidden: true });
    const title = forum.draft(`${DRAFT}/title`, el("input", { id: "topic-title", type: "text" }));
    const text = forum.draft(`${DRAFT}/text`, el("textarea", { id: "topic-text", rows: "4" }));
    const tags = forum.draft(`${DRAFT}/tags`, el("input", { id: "topic-tags", type: "text" }));
    const category = el("select", { id: "topic-category" }, categories.map(categoryOption));
    const submit = (event) => {
      event.preventDefault();
      busy(event.currentTarget, async () => {
        const said = { category: Number(category.value), tags: tagsOf(tags.value) };
        tell(problem, await this.openTopic({ ...said, title: title.value, content: text.value }));
      });
    };
    const label = (field, words) => el("label", { for: field.id, class: "small" }, words);
    this.form.replaceChildren(
      el("summary", {}, "Nouveau fil"),
      el(
        "form",
        { onsubmit: submit },
        [label(title, "Titre"), title, label(category, "Catégorie"), category],
        [label(tags, "Étiquettes, séparées par des virgules"), tags],
        [label(text, "Premier message"), text, problem],
        el("button", { class: "button button-main", type: "submit" }, "Publier le fil"),
      ),
    );
  }

  /** Why the forum refused, null when the new thread is shown. */
  async openTopic(said) {
    const { forum } = this;
    const author = forum.here().person.name;
    return forum.trying(async () => {
      const { tid } = await forum.desk.openTopic({ ...said, author });
      for (const part of ["title", "text", "tags"]) forum.forget(`${DRAFT}/${part}`);
      await forum.go(tid);
    });
  }
}

/** What is said of a thread besides its title: « verrouillé », « épinglé »… */
export function marks(topic) {
  return [
    topic.pinned && "épinglé",
    topic.locked && "verrouillé",
    topic.archived && "archivé",
    topic.unlisted && "hors des listes",
    topic.deleted && "supprimé",
  ].filter(Boolean);
}

export function tagsOf(text) {
  return text.split(",").map((one) => one.trim()).filter(Boolean);
}

/** The choice between the forums. */
function faceChoice(forum) {
  return el(
    "fieldset",
    { class: "faces" },
    el("legend", { class: "hidden" }, "Forum affiché"),
    FACES.map((face) =>
      el(
        "label",
        {},
        el("input", {
          type: "radio",
          name: "face",
          checked: face === forum.face,
          onchange: () => forum.switchTo(face),
        }),
        el("span", {}, face.name),
      ),
    ),
  );
}

export function heading(words) {
  return el("h2", { id: "forum-title", tabindex: "-1" }, words);
}

function categoryOption({ cid, name }) {
  return el("option", { value: String(cid) }, name);
}
