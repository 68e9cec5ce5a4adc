/* Building elements. Text is always put in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/** `attributes`: a function under "onclick" listens to "click"; null and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

/** Shows `text` in `node`, or hides it when there is none. */
export function tell(node, text) {
  node.textContent = text ?? "";
  node.hidden = !text;
}

/** Runs the act, unless it is running already; `node` says meanwhile that it is busy. */
export async function busy(node, act) {
  if (node.getAttribute("aria-busy")) return;
  node.setAttribute("aria-busy", "true");
  try {
    await act();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/**
 * Makes the list's items those of `entries` ({key, signature, make}), in order. An item whose
 * signature did not change is left as it is, so that what a person does in it goes on.
 */
export function keepList(list, entries) {
  const held = new Map([...list.children].map((item) => [item.dataset.key, item]));
  const focused = focusWithin(list);
  let place = list.firstElementChild;
  for (const { key, signature, make } of entries) {
    let item = held.get(key);
    held.delete(key);
    if (item === undefined || item.signature !== signature) {
      const fresh = Object.assign(make(), { signature });
      fresh.dataset.key = key;
      if (item === place) place = place?.nextElementSibling ?? null;
      item?.remove();
      item = fresh;
    }
    if (item === place) place = place.nextElementSibling;
    else list.insertBefore(item, place);
  }
  for (const gone of held.values()) gone.remove();
  focused?.();
}

/** Gives the focus back to the same control once its item was made anew. */
function focusWithin(list) {
  const control = list.contains(document.activeElement) ? document.activeElement : null;
  const item = control?.closest("[data-key]");
  if (!item || !(control === item || control.dataset.control)) return null;
  const { key } = item.dataset;
  const { control: name } = control.dataset;
  return () => {
    if (control.isConnected) return;
    const anew = [...list.children].find((one) => one.dataset.key === key) ?? list;
    if (control === item) anew.focus({ preventScroll: true });
    const same = [...anew.querySelectorAll("[data-control]")];
    same.find((one) => one.dataset.control === name)?.focus({ preventScroll: true });
  };
}
