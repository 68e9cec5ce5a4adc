/* The panel of faults: what goes wrong when one wants to see it. */

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { oneAtATime } from "./events.js";

const SIDES = [
  ["forum", "Le forum"],
  ["chat", "Le chat"],
  ["gateway", "La passerelle du chat"],
];
const LABELS = {
  "forum.slow": "Forum lent",
  "forum.silence": "Forum muet",
  "forum.500": "Forum en erreur (500)",
  "forum.503": "Forum indisponible (503)",
  "forum.429": "Forum débordé (429)",
  "forum.html": "Page au lieu de données",
  "forum.truncated": "Réponse coupée",
  "forum.empty": "Réponse vide",
  "forum.drop": "Connexion fermée",
  "chat.429": "Chat débordé (429)",
  "chat.429_global": "Compte débordé (429)",
  "chat.429_cloudflare": "Chat débordé, en HTML (429)",
  "chat.500": "Chat en erreur (500)",
  "chat.502": "Chat en erreur (502)",
  "chat.502_after": "Fait, puis erreur (502)",
  "chat.503": "Chat indisponible (503)",
  "chat.reset": "Connexion coupée",
  "chat.reset_after": "Fait, puis connexion coupée",
  "chat.silence": "Chat muet",
  "chat.html": "Fait, réponse illisible",
  "gateway.drop": "Couper la passerelle",
  "gateway.refuse": "Passerelle fermée",
  "gateway.reconnect": "Demander une reconnexion",
  "gateway.invalid": "Invalider les sessions",
};
const ONCE = new Set(["gateway.drop", "gateway.reconnect", "gateway.invalid"]);

export class Faults {
  constructor() {
    this.panel = byId("faults");
    this.body = el("div", { class: "sides" });
    this.problem = el("p", { class: "problem", role: "alert" });
    this.panel.append(this.body, this.problem);
    this.refresh = oneAtATime(async () => this.show(await api.faults()));
  }

  show(faults) {
    const on = faults.filter((one) => one.on).length;
    const some = on ? ` (${on}\u00a0en cours)` : "";
    this.panel.querySelector("summary").textContent = `Provoquer une panne${some}`;
    const control = document.activeElement?.dataset.fault;
    this.body.replaceChildren(
      ...SIDES.flatMap(([side, title]) => [
        el("h3", {}, title),
        el("p", { class: "buttons" }, faults.filter((one) => isOf(one, side)).map((one) => this.button(one))),
      ]),
    );
    if (control) this.body.querySelector(`[data-fault="${CSS.escape(control)}"]`)?.focus();
  }

  button(fault) {
    const isOnce = ONCE.has(fault.name);
    return el(
      "button",
      {
        class: "button",
        type: "button",
        "data-fault": fault.name,
        "aria-pressed": isOnce ? null : String(fault.on),
        onclick: () => this.press(fault),
      },
      el("span", {}, LABELS[fault.name] ?? fault.name),
      el("span", { class: "help" }, fault.help),
    );
  }

  async press(fault) {
    try {
      if (ONCE.has(fault.name)) await api.setFault(fault.name, true);
      this.show(await api.setFault(fault.name, ONCE.has(fault.name) ? false : !fault.on));
      this.problem.textContent = "";
    } catch (refused) {
      this.problem.textContent = refused.message;
    }
  }
}

function isOf(fault, side) {
  return fault.name.startsWith(`${side}.`);
}
