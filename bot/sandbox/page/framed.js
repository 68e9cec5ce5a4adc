/* What a message carries besides its words: embeds, buttons and lists. */

import { busy, el } from "./dom.js";
import { safe } from "./inline.js";
import { list } from "./lists.js";
import { markdown } from "./markdown.js";

const [BUTTON, LIST] = [2, 3];
const [MAIN, DANGER, LINK] = [1, 4, 5];
const ANSWERS = /^vigie:coming:/; // buttons whose label ends with a count
const ELSEWHERE = { target: "_blank", rel: "noopener noreferrer nofollow" };

export function embed(one, names) {
  const title = one.title && el("h3", {}, titleOf(one));
  return el(
    "div",
    { class: "embed" },
    one.author?.name && el("p", { class: "small soft" }, one.author.name),
    title,
    one.description && el("div", { class: "text" }, markdown(one.description, names)),
    one.fields?.length &&
      el(
        "dl",
        {},
        one.fields.map((field) => [
          el("dt", {}, field.name),
          el("dd", {}, markdown(field.value, names)),
        ]),
      ),
    one.image?.url && image(one.image.url, one.description || one.title || ""),
    one.footer?.text && el("p", { class: "small soft" }, one.footer.text),
  );
}

function titleOf(one) {
  const href = one.url && safe(one.url);
  if (!href) return one.title;
  return el("a", { href, ...ELSEWHERE }, one.title);
}

/** Pictures of this site are shown; others are only linked, so that nothing is asked of anyone. */
function image(address, words) {
  const href = safe(address);
  const isHere = href ? new URL(href).origin === location.origin : address.startsWith("data:image/");
  if (isHere) return el("img", { src: address, alt: words });
  if (!href) return null;
  return el("p", {}, el("a", { href, ...ELSEWHERE }, "Voir l’image"));
}

/** A row of buttons, or with a list. `view` = {onClick(message, button), onChoose(message, list, values)}. */
export function controls(row, message, view) {
  const [first] = row.components;
  if (first?.type === LIST) return list(first, message, view);
  const shown = row.components.filter((one) => one.type === BUTTON);
  return el("p", { class: "buttons" }, shown.map((one) => button(one, message, view)));
}

function button(one, message, view) {
  const label = [one.emoji?.name && `${one.emoji.name} `, counted(one)];
  if (one.style === LINK) {
    const href = safe(one.url ?? "");
    return href && el("a", { class: "button", href, ...ELSEWHERE }, label);
  }
  const style = { [MAIN]: " button-main", [DANGER]: " button-alert" }[one.style] ?? "";
  return el(
    "button",
    {
      class: `button${style}`,
      type: "button",
      disabled: Boolean(one.disabled),
      "data-control": one.custom_id,
      onclick: (event) => busy(event.currentTarget, () => view.onClick(message, one)),
    },
    label,
  );
}

/** « Je viens 4 »: how many answered so stands out; any other number is part of its words. */
function counted({ label = "", custom_id: action = "" }) {
  const found = ANSWERS.test(action) && /^(.*\S) (\d+)$/.exec(label);
  return found ? [`${found[1]} `, el("b", {}, found[2])] : label;
}
