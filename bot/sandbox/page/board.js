/* The threads of a channel or forum, as a list; and a new one. */

import * as api from "./api.js";
import { news } from "./channels.js";
import { ago } from "./dates.js";
import { busy, byId, el, keepList, tell } from "./dom.js";
import { address, countOf, sizeOf, stateOf, title } from "./rooms.js";

export class Board {
  /** `acts` = {now(), onOpened(roomId, threadId)}. */
  constructor(conversations, acts) {
    this.conversations = conversations;
    this.acts = acts;
    this.root = byId("board");
    this.key = null; // who reads which room's list
  }

  show(room) {
    const key = this.conversations.key(room.id);
    if (this.key !== key) this.lay(room);
    this.key = key;
    this.refresh(room);
  }

  lay(room) {
    this.list = el("ul", { class: "cards", "aria-label": `Fils de ${title(room)}` });
    this.none = el("p", { class: "soft", hidden: true }, "Aucun fil ici pour l’instant.");
    this.root.replaceChildren(this.none, this.list, this.newForm(room));
  }

  refresh(room) {
    const all = this.conversations.threadsIn(room.id);
    this.none.hidden = all.length > 0;
    const sorted = [...all].sort((one, other) => one.thread.archived - other.thread.archived);
    const now = this.acts.now();
    keepList(this.list, sorted.map((one) => this.card(one, now)));
  }

  card(room, now) {
    const { thread } = room;
    const facts = [countOf(sizeOf(room)), ago(thread.created_at, now), stateOf(room)];
    const unread = this.conversations.unread(room.id);
    return {
      key: room.id,
      signature: JSON.stringify([room.name, thread.tags, facts, unread]),
      make: () =>
        el(
          "li",
          {},
          el(
            "a",
            { class: "card", href: address(room.id), "data-control": "open" },
            el("b", {}, room.name),
            thread.tags.map((tag) => [" ", el("span", { class: "tag" }, tag)]),
            " ",
            el("span", { class: "facts" }, facts.filter(Boolean).join(" · ")),
            unread > 0 && [" ", el("span", { class: "new" }, news(unread))],
          ),
        ),
    };
  }

  newForm(room) {
    const isForum = room.kind === "forum";
    const name = el("input", { id: "new-name", type: "text", maxlength: "100" });
    const text = isForum && el("textarea", { id: "new-text", rows: "3" });
    const tags = (room.tags ?? []).map((tag) => el("input", { type: "checkbox", value: tag }));
    const problem = el("p", { class: "problem", role: "alert", hidden: true });
    const submit = (event) => {
      event.preventDefault();
      busy(event.currentTarget, async () => {
        const said = { name: name.value.trim() };
        if (isForum) {
          said.content = text.value.trim();
          said.tags = tags.filter((one) => one.checked).map((one) => one.value);
        }
        tell(problem, missing(said));
        if (!missing(said)) await this.open(room, said, problem);
      });
    };
    return el(
      "details",
      { class: "new-thread" },
      el("summary", {}, "Ouvrir un fil"),
      el(
        "form",
        { onsubmit: submit },
        el("label", { for: "new-name", class: "small" }, "Titre du fil"),
        name,
        tags.length > 0 && tagChoices(tags),
        isForum && [el("label", { for: "new-text", class: "small" }, "Premier message"), text],
        problem,
        el("button", { class: "button button-main", type: "submit" }, "Ouvrir ce fil"),
      ),
    );
  }

  async open(room, said, problem) {
    try {
      const made = await api.startThread(room.id, this.conversations.person.id, said);
      this.key = null; // the form begins anew next time
      await this.acts.onOpened(room.id, made.id);
    } catch (refused) {
      tell(problem, refused.message);
    }
  }
}

function tagChoices(tags) {
  return el(
    "fieldset",
    { class: "tag-choices" },
    el("legend", { class: "small" }, "Étiquettes"),
    tags.map((box) => el("label", {}, box, " ", box.value)),
  );
}

function missing(said) {
  if (!said.name) return "Il manque le titre du fil.";
  return said.content === "" ? "Il manque le premier message." : null;
}
