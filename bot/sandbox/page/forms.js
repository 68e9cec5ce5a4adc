/* A form that a bot shows: a dialog over the page, whose answers are kept until they are taken. */

import * as api from "./api.js";
import { busy, byId, el, tell } from "./dom.js";
import { fieldOf } from "./fields.js";
import { markdown } from "./markdown.js";

const [ROW, WORDS] = [1, 10];
const NO_ANSWER = "Vigie n’a pas répondu\u00a0: vos réponses sont gardées, réessayez.";
const TO_COMPLETE = "Il manque quelque chose\u00a0: voyez sous les champs.";

export class Forms {
  /** `here()` = {person, names}; `onTaken(channel)` once a bot has taken the answers. */
  constructor(here, onTaken) {
    this.here = here;
    this.onTaken = onTaken;
    this.begun = new Map(); // answers of forms that were closed, by person, form and field
  }

  /** Shows the form {id, custom_id, title, components}, which was asked for in that channel. */
  open(form, channel) {
    const { person, names } = this.here();
    const key = (field) => `${person.id}/${form.custom_id}/${field}`;
    const fields = [];
    const parts = form.components.map((part) => {
      if (part.type === WORDS) return el("div", { class: "text" }, markdown(part.content, names));
      const of = part.type === ROW ? part.components[0] : part.component;
      fields.push(fieldOf(of, part.type === ROW ? of : part, this.begun.get(key(of.custom_id))));
      return fields.at(-1).node;
    });
    const problem = el("p", { class: "notice notice-alert problem", role: "alert", hidden: true });
    const close = () => dialog.close();
    const dialog = shell(form.title, [parts, problem], close, () =>
      this.send({ form, channel, fields, problem, close }),
    );
    const opener = document.activeElement;
    dialog.addEventListener("close", () => {
      for (const field of fields) this.begun.set(key(field.id), field.begun());
      leave(dialog, opener);
    });
    document.body.append(dialog);
    dialog.showModal();
    (fields[0]?.control ?? byId("form-title")).focus();
  }

  async send({ form, channel, fields, problem, close }) {
    tell(problem, null);
    const wrong = fields.filter((field) => !field.check());
    if (wrong.length) {
      tell(problem, TO_COMPLETE);
      return wrong[0].control.focus();
    }
    const { person } = this.here();
    try {
      const values = {};
      for (const field of fields) values[field.id] = await field.value((file) => api.hand(person.id, file));
      const told = await api.submit(form.id, person.id, values);
      if (told.status === "failed") return tell(problem, NO_ANSWER);
      for (const field of fields) field.forget();
      close();
      this.onTaken(channel);
    } catch (refused) {
      tell(problem, refused.message);
    }
  }
}

/** The dialog around the parts of a form. */
function shell(title, parts, close, send) {
  const submit = (event) => {
    event.preventDefault();
    busy(event.currentTarget, send);
  };
  return el(
    "dialog",
    { class: "modal", "aria-labelledby": "form-title" },
    el(
      "form",
      { novalidate: true, autocomplete: "off", onsubmit: submit },
      el(
        "header",
        {},
        el("h2", { id: "form-title", tabindex: "-1" }, title),
        el("button", { class: "cancel", type: "button", "aria-label": "Fermer", onclick: close }, "×"),
      ),
      parts,
      el(
        "p",
        { class: "buttons" },
        el("button", { class: "button button-main", type: "submit" }, "Envoyer"),
        el("button", { class: "button", type: "button", onclick: close }, "Annuler"),
      ),
    ),
  );
}

/** The focus goes back to where one was. */
function leave(dialog, opener) {
  dialog.remove();
  const back = opener?.isConnected && opener !== document.body ? opener : byId("message");
  back.blur(); // Chromium gave it the focus before the dialog went, and with it the caret
  back.focus({ preventScroll: true });
}
