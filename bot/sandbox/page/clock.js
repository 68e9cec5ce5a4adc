/* The demo's clock: the one that the forum, the chat and the bot go by. */

import * as api from "./api.js";
import { full, relative } from "./dates.js";
import { byId, tell } from "./dom.js";
import { oneAtATime } from "./events.js";

const TICK_MS = 1000;

export class Clock {
  /** `onMove()` is called once the clock was moved, by anybody. */
  constructor(onMove) {
    this.onMove = onMove;
    this.ahead = 0;
    this.version = null;
    this.refresh = oneAtATime(() => this.load());
    for (const button of document.querySelectorAll("[data-advance]")) {
      const seconds = Number(button.dataset.advance);
      button.addEventListener("click", () => this.move(() => api.advance(seconds)));
    }
    byId("to-next").addEventListener("click", () => this.move(api.advanceToNext));
    setInterval(() => this.tick(), TICK_MS);
  }

  /** The demo's present, as the machine's time moved by what the desk told. */
  now() {
    return new Date(Date.now() + this.ahead);
  }

  async load() {
    this.show(await api.clock());
  }

  async move(act) {
    try {
      const told = await act();
      this.show(told);
      tell(byId("clock-problem"), null);
      byId("announce").textContent = `Il est maintenant ${full(told.now)}`;
    } catch (refused) {
      tell(byId("clock-problem"), refused.message);
    }
  }

  show(told) {
    this.ahead = new Date(told.now) - Date.now();
    this.tick();
    const due = told.next_due;
    byId("next-due").textContent = due
      ? `Prochain réveil\u00a0: ${full(due.at)}${reason(due.what)}`
      : "Rien n’est prévu.";
    // Kept reachable, so that the focus does not fall off a button that was just pressed.
    byId("to-next").setAttribute("aria-disabled", String(!due));
    if (this.version !== null && this.version !== told.version) this.onMove();
    this.version = told.version;
  }

  tick() {
    this.countDown();
    const node = byId("now");
    const words = full(this.now());
    if (node.textContent === words) return;
    node.textContent = words;
    node.dateTime = this.now().toISOString();
  }

  /** Discord keeps « dans 3 heures » true where it stands. */
  countDown() {
    for (const node of document.querySelectorAll("time[data-from-now]")) {
      const words = relative(node.dateTime, this.now());
      if (node.textContent !== words) node.textContent = words;
    }
  }
}

/** What a bot wakes up for, from the name it gives: "forum:demo", "outbox". */
function reason(what) {
  const known = { forum: "lecture du forum", outbox: "un envoi est dû", reminders: "un rappel est dû", retention: "ménage quotidien" };
  const words = known[what.split(":")[0]] ?? what;
  return words && `, ${words}`;
}
