/* The panel of faults: what goes wrong when one wants to see it. */

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { oneAtATime } from "./events.js";
import { GROUPS, ONCE } from "./faultwords.js";

const OTHERS = "Autres pannes";

export class Faults {
  constructor() {
    this.panel = byId("faults");
    this.problem = el("p", { class: "problem", role: "alert" });
    this.groups = new Map(); // title: {group, buttons}
    this.panel.append(this.problem);
    // What was opened at the foot of the pane comes into sight.
    this.panel.addEventListener("toggle", ({ target }) => target.scrollIntoView({ block: "nearest" }), true);
    this.refresh = oneAtATime(async () => this.show(await api.faults()));
  }

  show(faults) {
    this.panel.querySelector("summary").textContent = counted("Provoquer une panne", faults);
    const control = document.activeElement?.dataset.fault;
    for (const [title, known] of grouped(faults)) this.showGroup(title, known);
    if (control) this.panel.querySelector(`[data-fault="${CSS.escape(control)}"]`)?.focus();
  }

  showGroup(title, known) {
    if (!this.groups.has(title)) {
      const buttons = el("p", { class: "buttons" });
      const group = el("details", { class: "side" }, el("summary", {}), buttons);
      this.groups.set(title, { group, buttons });
      this.problem.before(group);
    }
    const { group, buttons } = this.groups.get(title);
    group.hidden = !known.length;
    group.querySelector("summary").textContent = counted(title, known);
    buttons.replaceChildren(...known.map((one) => this.button(one)));
  }

  button(fault) {
    return el(
      "button",
      {
        class: "button",
        type: "button",
        "data-fault": fault.name,
        "aria-pressed": ONCE.has(fault.name) ? null : String(fault.on),
        onclick: () => this.press(fault),
      },
      el("span", {}, fault.label),
      el("span", { class: "help" }, fault.help),
    );
  }

  async press(fault) {
    const isOnce = ONCE.has(fault.name);
    try {
      if (isOnce) await api.setFault(fault.name, true);
      this.show(await api.setFault(fault.name, isOnce ? false : !fault.on));
      this.problem.textContent = "";
    } catch (refused) {
      this.problem.textContent = refused.message;
    }
  }
}

/** [[title, faults]], each fault with its words; those without any come last, in the desk's own. */
function grouped(faults) {
  const held = new Map(faults.map((one) => [one.name, one]));
  const groups = GROUPS.map(([title, known]) => [
    title,
    known
      .filter(([name]) => held.has(name))
      .map(([name, label, help]) => ({ ...held.get(name), label, help })),
  ]);
  const worded = new Set(GROUPS.flatMap(([, known]) => known.map(([name]) => name)));
  const others = faults.filter((one) => !worded.has(one.name));
  return [...groups, [OTHERS, others.map((one) => ({ ...one, label: one.name }))]];
}

function counted(words, faults) {
  const on = faults.filter((one) => one.on).length;
  return on ? `${words} (${on}\u00a0en cours)` : words;
}
