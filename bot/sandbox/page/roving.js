/* A list that Tab enters once: one item, and what is in it, at a time; arrows go from one to the next. */

const INSIDE = "a[href], button, summary, input, select, textarea, [tabindex]";
const NATIVE = "a[href], button, summary, input, select, textarea";
const TYPED_IN = "input, select, textarea";

export class Roving {
  /** `startsAtEnd`: Tab enters at the last item first. `onLeave()` is called at Escape. */
  constructor(list, { startsAtEnd = false, onLeave = () => {} } = {}) {
    this.list = list;
    this.startsAtEnd = startsAtEnd;
    this.onLeave = onLeave;
    this.current = null; // the key of the item that was used last
    list.addEventListener("keydown", (event) => this.pressed(event));
    list.addEventListener("focusin", (event) => this.choose(this.itemOf(event.target)));
  }

  /** To be called when the items have changed. */
  refresh() {
    const items = [...this.list.children];
    const kept = items.find((one) => one.dataset.key === this.current);
    const chosen = kept ?? (this.startsAtEnd ? items.at(-1) : items[0]);
    for (const item of items) open(item, item === chosen);
  }

  choose(item) {
    if (!item || item.dataset.key === this.current) return;
    this.current = item.dataset.key;
    this.refresh();
  }

  itemOf(node) {
    return node.closest("[data-key]");
  }

  pressed(event) {
    if (event.target.matches(TYPED_IN) || event.isComposing) return;
    if (event.key === "Escape") return void this.onLeave();
    const items = [...this.list.children];
    const at = items.indexOf(this.itemOf(event.target));
    const places = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 };
    const next = items[places[event.key]];
    if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

function open(item, isOpen) {
  item.tabIndex = isOpen ? 0 : -1;
  for (const node of item.querySelectorAll(INSIDE)) {
    if (!isOpen) node.tabIndex = -1;
    else if (node.matches(NATIVE)) node.removeAttribute("tabindex");
    else node.tabIndex = 0;
  }
}
