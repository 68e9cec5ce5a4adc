/* Where one writes: words, a mention, or a command filled in option by option. */

import * as api from "./api.js";
import { showBegun } from "./begun.js";
import { ATTACHMENT, entries, folded, typedOut } from "./commands.js";
import { busy, byId, tell } from "./dom.js";
import { oneAtATime } from "./events.js";
import { FileField } from "./filefield.js";
import { Filling } from "./filling.js";
import { Listbox } from "./listbox.js";
import { spoken } from "./named.js";
import { commandOffers, mentionOffers, valueOffers } from "./offers.js";
import { isOffered, reservedWords } from "./rights.js";

const LOOKS_LIKE_A_COMMAND = /^\/\p{L}/u;
const NO_ANSWER = "Vigie n’a pas répondu\u00a0: la commande est gardée, réessayez.";
const NO_SUCH_COMMAND = "Aucune commande ne s’appelle ainsi ici. Vos mots sont gardés\u00a0: rien n’est parti.";
const COMPLETE = "La commande est complète\u00a0: effacez ces mots pour l’envoyer, ou annulez-la (Échap).";
const NOTHING = { text: "", filling: null, replyTo: null };

export class Composer {
  /** `here()` = {person, room, rooms, desk}; `onSent(roomId)`, `onForm(form, roomId)`. */
  constructor(here, onSent, onForm) {
    this.here = here;
    this.onSent = onSent;
    this.onForm = onForm;
    this.form = byId("composer");
    this.input = byId("message");
    this.filling = null;
    this.replyTo = null;
    this.at = null; // the id of the room that this is written for
    this.drafts = new Map(); // what was begun in the other rooms
    this.list = new Listbox(this.input, byId("choices"), (item) => this.take(item));
    this.file = new FileField({
      person: () => this.here().person,
      onPicked: (id, name) => this.picked(id, name),
      onProblem: (sentence) => this.problem(sentence),
    });
    this.complete = oneAtATime(() => this.askChoices());
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  /** What was begun stays in its room, and waits there. */
  moveTo(roomId) {
    if (this.at === roomId) return;
    const { filling, replyTo, input } = this;
    if (this.at !== null) this.drafts.set(this.at, { text: input.value, filling, replyTo });
    this.at = roomId;
    const begun = this.drafts.get(roomId) ?? NOTHING;
    this.begin(begun.filling, begun.text, begun.replyTo);
    this.list.close();
  }

  // what is typed

  typed() {
    this.problem(null);
    if (this.filling) this.offerValues();
    else if (this.input.value.startsWith("/")) this.offerCommands();
    else this.list.open(mentionOffers(this.here(), this.input.value));
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

  /** The last option's words come back; without one, the words that named the command. */
  stepBack() {
    const before = this.filling.takeBack();
    if (before) this.begin(before.filling, before.said);
    else this.begin(null, `/${this.filling.entry.words}`);
  }

  /** What was meant for a command goes with it: it must not become a message that all read. */
  cancel() {
    this.begin(null, this.filling ? "" : this.input.value);
  }

  answer(message) {
    this.begin(null, this.filling ? "" : this.input.value, message);
    this.input.focus();
  }

  /** Puts words into the field, as if they had been typed. */
  write(text) {
    this.begin(null, text);
    this.input.focus();
  }

  begin(filling, text, replyTo = null) {
    this.filling = filling;
    this.replyTo = replyTo;
    this.input.value = text;
    this.show();
    this.typed();
  }

  // what is offered

  commands() {
    const { desk, room } = this.here();
    return entries(desk.commands, !room.guild);
  }

  offerCommands() {
    const { room } = this.here();
    const all = this.commands().filter((one) => isOffered(one.needed, room));
    const out = typedOut(all, this.input.value);
    if (out) this.begin(new Filling(out.entry), out.rest);
    else this.list.open(commandOffers(all, this.input.value));
  }

  offerValues() {
    const { option } = this.filling;
    const known = option && valueOffers(option, this.here(), this.input.value);
    if (known) this.list.open(known);
    else if (option?.autocomplete) {
      const wanted = folded(this.input.value.trim());
      this.list.keep(({ name }) => folded(name).includes(wanted));
      this.complete();
    } else this.list.close();
  }

  async askChoices() {
    const { filling } = this;
    const typed = this.input.value;
    if (!filling?.option?.autocomplete) return;
    const { person, room } = this.here();
    const { option } = filling;
    const options = { ...filling.options, [option.name]: typed };
    try {
      const { words } = filling.entry;
      const told = await api.autocomplete(room.id, person.id, words, options, option.name);
      if (this.filling === filling && this.input.value === typed) this.list.open(told.choices);
    } catch (refused) {
      this.problem(refused.message);
    }
  }

  take(item) {
    if (item.entry) this.begin(new Filling(item.entry), "");
    else if (item.text) this.begin(null, item.text, this.replyTo);
    else this.begin(this.filling.with(item.value, item.name), "");
  }

  /** A file is there: it is the option's, unless another one is being filled in by now. */
  picked(id, name) {
    if (this.filling?.option?.type !== ATTACHMENT) return;
    this.begin(this.filling.with(id, name), "");
    this.input.focus();
  }

  pick(option) {
    const said = this.input.value.trim();
    const filling = said && this.filling.option ? this.filling.with(said) : this.filling;
    this.begin(filling.pick(option), "");
    this.input.focus();
  }

  // what is sent

  async submit() {
    this.list.close();
    await busy(this.form, async () => {
      try {
        if (this.filling) await this.sendCommand();
        else await this.sendWords();
      } catch (refused) {
        this.problem(refused.message);
      }
    });
  }

  async sendWords() {
    const text = this.input.value;
    const said = text.trim();
    if (!said) return;
    if (LOOKS_LIKE_A_COMMAND.test(said)) return this.explain(said);
    const { person, room } = this.here();
    await api.say(room.id, person.id, said, this.replyTo?.id);
    this.sent(room.id, () => this.input.value !== text);
  }

  /** Why these words, which look like a command, are neither one nor sent to all. */
  explain(said) {
    const { desk, room } = this.here();
    const reserved = typedOut(this.commands(), `${said} `);
    const isReserved = reserved && !isOffered(reserved.entry.needed, room);
    if (reserved && !isReserved) this.begin(new Filling(reserved.entry), reserved.rest.trim());
    else this.problem(isReserved ? reservedWords(reserved.entry, room, desk) : NO_SUCH_COMMAND);
  }

  async sendCommand() {
    const { filling } = this;
    const said = this.input.value.trim();
    if (said && !filling.option) return this.problem(COMPLETE);
    const { filling: tried, problem } = spoken(filling, said, this.here());
    if (problem) return this.problem(problem);
    if (tried.missing) {
      if (said) this.begin(tried, "");
      else this.problem(tried.missing);
      return;
    }
    const { person, room, desk } = this.here();
    const told = await api.command(room.id, person.id, tried.entry.words, tried.options);
    if (told.status === "failed") throw new api.Refused(noAnswer(desk));
    this.sent(room.id, () => this.filling !== filling);
    if (told.form) this.onForm(told.form, room.id);
  }

  /** What was sent from a room is no longer begun there, unless something else is since. */
  sent(roomId, isOther) {
    if (this.at !== roomId) this.drafts.delete(roomId);
    else if (!isOther()) this.begin(null, "");
    this.onSent(roomId);
  }

  problem(sentence) {
    tell(byId("problem"), sentence);
  }

  show() {
    const onCancel = () => {
      this.cancel();
      this.input.focus();
    };
    const option = this.filling?.option;
    this.file.show(option?.type === ATTACHMENT ? option : null);
    showBegun(this.filling, this.replyTo, { onCancel, onPick: (option) => this.pick(option) });
  }
}

function noAnswer(desk) {
  const away = desk.bots.filter((bot) => !bot.online);
  return away.length
    ? `${away[0].name} est hors ligne\u00a0: la commande est gardée, réessayez à son retour.`
    : NO_ANSWER;
}
