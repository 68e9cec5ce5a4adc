/* The fields of a form: words, a list, several of a list, files. Each says what is wrong with it. */

import { el, tell } from "./dom.js";

const [LIST, WORDS] = [3, 4];
const LONG = 2;
const NEEDED = "Ce champ est obligatoire.";

let made = 0; // for ids that are the field's alone

/**
 * A field {id, node, control, check(), value(hand), begun(), forget()} for the part `of`, with the
 * label and description of `about`. `begun` is what an earlier one of the same name had.
 * `value` waits for `hand(file)`, which gives a file's {id}.
 */
export function fieldOf(of, about, begun) {
  const kinds = { [LIST]: of.max_values > 1 ? several : list, [WORDS]: words };
  const field = (kinds[of.type] ?? files)(of, `field-${++made}`, begun);
  const problem = el("p", { class: "problem", id: `${field.name}-problem`, hidden: true });
  const hint = about.description && el("p", { class: "small soft", id: `${field.name}-hint` }, about.description);
  const described = [hint && `${field.name}-hint`, `${field.name}-problem`].filter(Boolean).join(" ");
  field.control.setAttribute("aria-describedby", described);
  const label = [about.label, of.required === false && el("span", { class: "small soft" }, " (facultatif)")];
  const node = field.group
    ? el("fieldset", { class: "field" }, el("legend", {}, label), hint, field.body, problem)
    : el("div", { class: "field" }, el("label", { for: field.name }, label), hint, field.body, problem);
  const check = () => {
    const wrong = field.wrong();
    tell(problem, wrong);
    if (wrong) field.control.setAttribute("aria-invalid", "true");
    else field.control.removeAttribute("aria-invalid");
    return !wrong;
  };
  return { ...field, id: of.custom_id, node, check };
}

function words(of, name, begun) {
  const attributes = {
    id: name,
    placeholder: of.placeholder,
    maxlength: of.max_length ?? 4000,
    "aria-required": String(of.required),
  };
  const control =
    of.style === LONG ? el("textarea", { ...attributes, rows: 5 }) : el("input", { ...attributes, type: "text" });
  const first = of.value ?? "";
  // what the bot proposes now is newer than what was begun over an earlier proposal
  control.value = begun?.first === first ? begun.said : first;
  const wrong = () => {
    const said = control.value.trim();
    if (!said) return of.required ? NEEDED : null;
    return said.length < (of.min_length ?? 0) ? `${of.min_length} caractères au moins.` : null;
  };
  return {
    name,
    control,
    body: control,
    wrong,
    value: async () => control.value,
    begun: () => ({ first, said: control.value }),
    forget: () => (control.value = first),
  };
}

function list(of, name, begun) {
  const chosen = begun ?? of.options.find((one) => one.default)?.value ?? "";
  const needed = of.required !== false && of.min_values > 0;
  const control = el(
    "select",
    { id: name, "aria-required": String(needed) },
    el("option", { value: "" }, of.placeholder ?? "Choisir"),
    of.options.map((one) => el("option", { value: one.value }, nameOf(one))),
  );
  control.value = chosen;
  return {
    name,
    control,
    body: control,
    wrong: () => (needed && !control.value ? NEEDED : null),
    value: async () => (control.value ? [control.value] : []),
    begun: () => control.value,
    forget: () => (control.value = ""),
  };
}

function several(of, name, begun) {
  const chosen = begun ?? of.options.filter((one) => one.default).map((one) => one.value);
  const boxes = of.options.map((one) =>
    el("input", { type: "checkbox", value: one.value, checked: chosen.includes(one.value) }),
  );
  const body = el(
    "div",
    { class: "boxes" },
    boxes.map((box, at) => el("label", {}, box, " ", nameOf(of.options[at]))),
  );
  const values = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const least = of.required === false ? 0 : of.min_values;
  const wrong = () => {
    const count = values().length;
    if (count < least) return count || least > 1 ? `Au moins ${least} choix.` : NEEDED;
    return count > of.max_values ? `Au plus ${of.max_values} choix.` : null;
  };
  const forget = () => boxes.forEach((box) => (box.checked = false));
  return { name, group: true, control: boxes[0], body, wrong, value: async () => values(), begun: values, forget };
}

/** A file cannot be put back into its field: it is asked for again. */
function files(of, name) {
  const needed = of.required !== false && of.min_values > 0;
  const control = el("input", {
    id: name,
    type: "file",
    multiple: of.max_values > 1,
    "aria-required": String(needed),
  });
  const handed = new Map(); // a second try sends nothing twice
  const value = async (hand) => {
    const ids = [];
    for (const file of control.files) {
      if (!handed.has(file)) handed.set(file, (await hand(file)).id);
      ids.push(handed.get(file));
    }
    return ids;
  };
  const wrong = () => (needed && !control.files.length ? NEEDED : null);
  return { name, control, body: control, wrong, value, begun: () => null, forget: () => {} };
}

export function nameOf(option) {
  const words = [option.emoji?.name, option.label].filter(Boolean).join(" ");
  return option.description ? `${words} (${option.description})` : words;
}
