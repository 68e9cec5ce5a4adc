/* « ⋯ » at a message: what the bots offer to do with it. */

import { busy, el, icon } from "./dom.js";

/** `menus` = [{name, label}], `view` = {onMenu(message, name)}. */
export function messageMenu(message, author, menus, view) {
  const label = `Applications pour ce message de ${author}`;
  const entries = menus.map((menu) =>
    el(
      "button",
      {
        class: "entry",
        type: "button",
        onclick: ({ currentTarget }) =>
          busy(currentTarget, async () => {
            close();
            await view.onMenu(message, menu.name);
          }),
      },
      menu.label,
    ),
  );
  const list = el(
    "div",
    { class: "applications", role: "group", "aria-label": "Applications", hidden: true },
    el("p", { class: "small soft", "aria-hidden": "true" }, "Applications"),
    entries,
  );
  const opener = el(
    "button",
    {
      class: "act act-more",
      type: "button",
      "data-control": "more",
      "aria-label": label,
      "aria-expanded": "false",
      title: "Applications",
      onclick: () => (list.hidden ? open() : close()),
    },
    icon("icon-more"),
  );
  const show = (isOpen) => {
    list.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
  };
  function open() {
    show(true);
    entries[0].focus({ preventScroll: true });
    list.scrollIntoView({ block: "nearest" });
  }
  function close() {
    show(false);
    opener.focus({ preventScroll: true });
  }
  const pressed = (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (step) entries[(entries.indexOf(document.activeElement) + step + entries.length) % entries.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const left = (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) show(false);
  };
  return el("div", { class: "more", onkeydown: pressed, onfocusout: left }, opener, list);
}
