/* Where one writes: words, a mention, or a command filled in option by option. */

import * as api from "./api.js";
import { showBegun } from "./begun.js";
import { entries, folded, matching, typedOut } from "./commands.js";
import { byId, tell } from "./dom.js";
import { oneAtATime } from "./events.js";
import { Filling } from "./filling.js";
import { Listbox } from "./listbox.js";

const MENTION = /(^|\s)@([\p{L}\p{N}_-]*)$/u;
const NO_ANSWER = "Vigie n’a pas répondu\u00a0: la commande est gardée, réessayez.";

export class Composer {
  /** `here()` = {person, channel, desk}; `onSent(channelId, message, line)`. */
  constructor(here, onSent) {
    this.here = here;
    this.onSent = onSent;
    this.form = byId("composer");
    this.input = byId("message");
    this.filling = null;
    this.replyTo = null;
    this.list = new Listbox(this.input, byId("choices"), (item) => this.take(item));
    this.complete = oneAtATime(() => this.askChoices());
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  // what is typed

  typed() {
    this.problem(null);
    if (this.filling) this.offerChoices();
    else if (this.input.value.startsWith("/")) this.offerCommands();
    else this.offerMentions();
  }

  pressed(event) {
    if (this.list.takes(event)) return;
    const isEmpty = !this.input.value;
    if (event.key === "Backspace" && isEmpty && this.filling) {
      event.preventDefault();
      this.stepBack();
    } else if (event.key === "Escape" && (this.filling || this.replyTo)) {
      event.preventDefault();
      this.cancel();
    }
  }

  stepBack() {
    const said = this.filling.takeBack();
    if (said !== null) this.fill(said);
    else this.unpick();
  }

  /** From a command back to the words that named it. */
  unpick() {
    const { words } = this.filling.entry;
    this.filling = null;
    this.fill(`/${words}`);
  }

  /** Gives up the command or the answer that was begun; the words stay. */
  cancel() {
    this.filling = null;
    this.replyTo = null;
    this.fill(this.input.value);
  }

  answer(message) {
    this.filling = null;
    this.replyTo = message;
    this.fill(this.input.value);
    this.input.focus();
  }

  /** Puts words into the field, as if they had been typed. */
  fill(text) {
    this.input.value = text;
    this.show();
    this.typed();
  }

  // what is offered

  commands() {
    const { desk, channel } = this.here();
    return entries(desk.commands, !channel.guild);
  }

  offerCommands() {
    const all = this.commands();
    const out = typedOut(all, this.input.value);
    if (out) {
      this.filling = new Filling(out.entry);
      this.fill(out.rest);
      return;
    }
    const found = matching(all, this.input.value.slice(1));
    this.list.open(
      found.map((entry) => ({ name: `/${entry.words}`, detail: entry.description, entry })),
    );
  }

  offerMentions() {
    const found = MENTION.exec(this.input.value);
    const { desk, person } = this.here();
    const all = [...desk.bots, ...desk.people.filter((one) => one.id !== person.id)];
    const fitting = all.filter((one) => folded(one.name).startsWith(folded(found?.[2] ?? "")));
    this.list.open(
      found ? fitting.map(({ name }) => ({ name: `@${name}`, mention: `@${name} ` })) : [],
    );
  }

  offerChoices() {
    const option = this.filling.option;
    if (option?.choices) {
      const wanted = folded(this.input.value.trim());
      this.list.open(option.choices.filter(({ name }) => folded(name).includes(wanted)));
    } else if (option?.autocomplete) {
      this.complete();
    } else {
      this.list.close();
    }
  }

  async askChoices() {
    const { filling } = this;
    const typed = this.input.value;
    if (!filling?.option?.autocomplete) return;
    const { person, channel } = this.here();
    const { option } = filling;
    const options = { ...filling.options, [option.name]: typed };
    try {
      const { words } = filling.entry;
      const told = await api.autocomplete(channel.id, person.id, words, options, option.name);
      if (this.filling !== filling || filling.option !== option) return;
      if (this.input.value === typed) this.list.open(told.choices);
    } catch (refused) {
      this.problem(refused.message);
    }
  }

  take(item) {
    if (item.entry) {
      this.filling = new Filling(item.entry);
      this.fill("");
    } else if (item.mention) {
      this.fill(this.input.value.replace(MENTION, (_, before) => before + item.mention));
    } else {
      this.filling.give(item.value, item.name);
      this.fill("");
    }
  }

  // what is sent

  async submit() {
    if (this.form.getAttribute("aria-busy")) return;
    this.list.close();
    this.form.setAttribute("aria-busy", "true");
    try {
      if (this.filling) await this.sendCommand();
      else await this.sendWords();
    } catch (refused) {
      this.problem(refused.message);
    } finally {
      this.form.removeAttribute("aria-busy");
    }
  }

  async sendWords() {
    const said = this.input.value.trim();
    if (!said) return;
    const { person, channel } = this.here();
    const sent = await api.say(channel.id, person.id, said, this.replyTo?.id);
    this.clear();
    this.onSent(channel.id, sent, null);
  }

  async sendCommand() {
    const { filling } = this;
    const said = this.input.value.trim();
    if (filling.option && (said || !filling.option.required)) filling.give(said);
    if (filling.missing) {
      const wasGiven = Boolean(said);
      this.fill("");
      this.problem(wasGiven ? null : filling.missing);
      return;
    }
    const { person, channel, desk } = this.here();
    this.input.value = "";
    this.show();
    const { words } = filling.entry;
    const told = await api.command(channel.id, person.id, words, filling.options);
    if (told.status === "failed") throw new api.Refused(noAnswer(desk));
    if (this.filling === filling) this.clear();
    this.onSent(channel.id, told.message, filling.line);
  }

  clear() {
    this.filling = null;
    this.replyTo = null;
    this.fill("");
  }

  problem(sentence) {
    tell(byId("problem"), sentence);
  }

  show() {
    const onCancel = () => {
      this.cancel();
      this.input.focus();
    };
    showBegun(this.filling, this.replyTo, onCancel);
  }
}

function noAnswer(desk) {
  const away = desk.bots.filter((bot) => !bot.online);
  return away.length
    ? `${away[0].name} est hors ligne\u00a0: la commande est gardée, réessayez à son retour.`
    : NO_ANSWER;
}
