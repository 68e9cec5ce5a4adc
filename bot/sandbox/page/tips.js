/* What helps somebody who has never written to a bot: how to be heard, what to try. */

import { byId, el } from "./dom.js";
import { address } from "./rooms.js";

const EXAMPLES = ["où en est Nice\u202f?", "où en est Saint-Denis\u202f?", "que sais-tu faire\u202f?"];

/** Beside the field of a channel or thread: bots read there only what names them. */
export function showTip(room, rooms) {
  const tip = byId("tip");
  const bot = rooms.find((one) => one.kind === "private");
  tip.hidden = room.kind === "private" || !bot;
  if (tip.hidden) return;
  tip.replaceChildren(
    `Pour parler à ${bot.name}\u00a0: écrire @${bot.name}, ou `,
    el("a", { href: address(bot.id) }, "en privé"),
    ".",
  );
}

/** In the log of a room where nothing was written; `onTry(text)` puts words into the field. */
export function showNothing(room, onTry) {
  const nothing = byId("nothing");
  if (room.kind !== "private") {
    nothing.replaceChildren(el("p", {}, "Rien encore ici."));
    return;
  }
  nothing.replaceChildren(
    el("p", {}, `Rien encore ici. Vous pouvez demander à ${room.name}\u00a0:`),
    el(
      "p",
      { class: "buttons" },
      EXAMPLES.map((text) =>
        el("button", { class: "button", type: "button", onclick: () => onTry(text) }, text),
      ),
    ),
  );
}
