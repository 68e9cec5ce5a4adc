/* A discreet menu of acts: some at once, some after a question, some with a value to give. */

import { busy, el, tell } from "./dom.js";

/**
 * `entries`: {words, act()}, with `sure` where a question comes first, or {words, field, act(value)}
 * with `field` = {label, value, choices} and `choices` = [{value, name}] where it is a list.
 * `act` throws what refuses, whose message is shown in the menu.
 */
export function moderation(entries, { label = "Modération", about = "" } = {}) {
  const body = el("div", { class: "entries" });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const summary = el("summary", { "data-control": "moderation" }, label, hiddenWords(about));
  const menu = el("details", { class: "moderation" }, summary, body, problem);
  const close = () => {
    showEntries();
    menu.open = false;
    summary.focus({ preventScroll: true });
  };
  const trying = async (node, work) => {
    await busy(node, async () => {
      try {
        await work();
        tell(problem, null);
        close();
      } catch (refused) {
        tell(problem, refused.message);
      }
    });
  };
  const back = (event) => {
    event.preventDefault();
    const { words } = body.firstElementChild.dataset;
    showEntries();
    [...body.children].find((one) => one.textContent === words)?.focus();
  };
  function showEntries() {
    tell(problem, null);
    body.replaceChildren(...entries.filter(Boolean).map((entry) => entryButton(entry)));
  }
  function entryButton(entry) {
    const press = ({ currentTarget }) => {
      if (entry.sure || entry.field) show(entry);
      else trying(currentTarget, entry.act);
    };
    return el("button", { class: "entry", type: "button", onclick: press }, entry.words);
  }
  function show(entry) {
    tell(problem, null);
    const form = entryForm(entry, trying, back);
    body.replaceChildren(form);
    form.querySelector("input, select, button").focus();
  }
  showEntries();
  return menu;
}

function hiddenWords(about) {
  return about && el("span", { class: "hidden" }, ` ${about}`);
}

function entryForm(entry, trying, back) {
  const control = entry.field && fieldOf(entry.field);
  const submit = (event) => {
    event.preventDefault();
    trying(event.currentTarget, () => entry.act(control?.value));
  };
  return el(
    "form",
    { class: "entry-form", onsubmit: submit, "data-words": entry.words },
    control ? el("label", {}, el("span", { class: "small" }, entry.field.label), control) : el("p", {}, entry.sure),
    el(
      "p",
      { class: "links" },
      el("button", { class: "button", type: "submit" }, entry.words),
      el("button", { class: "plain", type: "button", onclick: back }, "Annuler"),
    ),
  );
}

function fieldOf(field) {
  if (!field.choices) return el("input", { type: "text", value: field.value });
  const options = field.choices.map(({ value, name }) =>
    el("option", { value, selected: value === field.value }, name),
  );
  return el("select", {}, options);
}
