/* A list under a message: one chooses, then says so, as a key may pass over what is not meant. */

import { busy, el } from "./dom.js";
import { nameOf } from "./fields.js";

const picked = new Map(); // what was begun, by person, message and list: items are made anew

/** `view` = {person, onChoose(message, list, values)}, which tells whether it was taken. */
export function list(one, message, view) {
  const key = `${view.person}/${message.id}/${one.custom_id}`;
  const first = one.options.filter((each) => each.default).map((each) => each.value);
  const values = picked.get(key) ?? first;
  const act = async () => {
    if (await view.onChoose(message, one, picked.get(key) ?? first)) picked.delete(key);
  };
  const hold = (said) => picked.set(key, said);
  return one.max_values > 1 ? several(one, values, hold, act) : single(one, values, hold, act);
}

function single(one, values, hold, act) {
  const words = one.placeholder ?? "Choisir";
  const control = el(
    "select",
    {
      "aria-label": words,
      disabled: Boolean(one.disabled),
      "data-control": one.custom_id,
      onchange: ({ currentTarget: { value } }) => hold(value ? [value] : []),
    },
    el("option", { value: "" }, words),
    one.options.map((each) => el("option", { value: each.value }, nameOf(each))),
  );
  control.value = values[0] ?? "";
  return el("div", { class: "choosing" }, control, confirm(one, act));
}

function several(one, values, hold, act) {
  const boxes = one.options.map((each, at) =>
    el("input", {
      type: "checkbox",
      value: each.value,
      checked: values.includes(each.value),
      disabled: Boolean(one.disabled),
      "data-control": `${one.custom_id}/${at}`,
      onchange: () => hold(boxes.filter((box) => box.checked).map((box) => box.value)),
    }),
  );
  return el(
    "fieldset",
    { class: "choosing field" },
    el("legend", {}, one.placeholder ?? "Choisir"),
    el(
      "div",
      { class: "boxes" },
      boxes.map((box, at) => el("label", {}, box, " ", nameOf(one.options[at]))),
    ),
    confirm(one, act),
  );
}

function confirm(one, act) {
  return el(
    "button",
    {
      class: "button",
      type: "button",
      disabled: Boolean(one.disabled),
      "data-control": `${one.custom_id}/choose`,
      onclick: ({ currentTarget }) => busy(currentTarget, act),
    },
    "Choisir",
  );
}
