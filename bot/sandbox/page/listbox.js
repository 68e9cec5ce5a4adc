/* A list of proposals over a text field, by keyboard, mouse or finger (ARIA combobox). */

import { el } from "./dom.js";

export class Listbox {
  /** `onChoose(item)` for each of the `items` {name, detail} chosen. */
  constructor(input, list, onChoose) {
    this.input = input;
    this.list = list;
    this.onChoose = onChoose;
    this.items = [];
    this.active = -1;
    // The field keeps the focus while a proposal is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    input.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return this.items.length > 0;
  }

  /** Shows the proposals, the first one ready to be taken. */
  open(items) {
    if (document.activeElement !== this.input) return;
    this.items = items;
    this.list.replaceChildren(...items.map((item, place) => this.option(item, place)));
    this.list.hidden = !items.length;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.activate(items.length ? 0 : -1);
  }

  close() {
    this.items = [];
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  /** Drops what no longer fits the words there now, which other proposals may follow. */
  keep(fits) {
    const kept = this.items.filter(fits);
    if (kept.length < this.items.length) this.open(kept);
  }

  /** Whether the key was for the list. */
  takes(event) {
    if (!this.isOpen || event.isComposing) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.move(steps[event.key]);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.choose(this.active);
    else return false;
    event.preventDefault();
    return true;
  }

  option(item, place) {
    return el(
      "li",
      {
        id: `choice-${place}`,
        role: "option",
        "aria-selected": "false",
        onclick: () => this.choose(place),
      },
      el("b", {}, item.name),
      item.detail && [" ", el("span", {}, item.detail)],
    );
  }

  choose(place) {
    const item = this.items[place];
    this.close();
    this.onChoose(item);
  }

  move(step) {
    this.activate((this.active + step + this.items.length) % this.items.length);
  }

  activate(place) {
    this.active = place;
    [...this.list.children].forEach((node, at) => {
      node.setAttribute("aria-selected", String(at === place));
    });
    const node = this.list.children[place];
    if (node) this.input.setAttribute("aria-activedescendant", node.id);
    else this.input.removeAttribute("aria-activedescendant");
    node?.scrollIntoView({ block: "nearest" });
  }
}
