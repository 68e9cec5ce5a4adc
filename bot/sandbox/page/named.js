/* Options that are typed by their names, after the first one's words: « … mode:fil salon:annonces ». */

import { folded } from "./commands.js";
import { valueOffers } from "./offers.js";

const BOOLEAN = 5;
const NAMED = /(?<=^|\s)([\p{L}\p{N}_-]+):/gu;
const YES = /^(oui|o|vrai|yes|y|true|[1-9]\d*)$/;

/** {filling} with all that the words say, or {problem}: the sentence for what does not fit. */
export function spoken(filling, said, here) {
  const parts = cut(filling, said);
  const first = said.slice(0, parts[0]?.start ?? said.length).trim();
  let made = first && filling.option ? filling.with(first) : filling;
  for (const { option, text } of parts) {
    const found = fitting(option, here, text);
    if (!found) return { problem: `«\u202f${text}\u202f» ne convient pas à «\u202f${option.label}\u202f».` };
    made = made.pick(option).with(found.value, found.name);
  }
  return { filling: made };
}

/** Where the words name an option that is still open: {option, start, text}, in their order. */
function cut(filling, said) {
  const found = [...said.matchAll(NAMED)].map((one) => ({
    option: filling.left.find(({ names, label }) => [label, ...names].some((name) => folded(name) === folded(one[1]))),
    start: one.index,
    end: one.index + one[0].length,
  }));
  const known = found.filter(({ option }, at) => option && found.findIndex((one) => one.option === option) === at);
  return known.map((one, at) => ({ ...one, text: said.slice(one.end, known[at + 1]?.start).trim() }));
}

function fitting(option, here, text) {
  if (!text) return null;
  if (option.type === BOOLEAN) {
    const value = YES.test(folded(text)) ? "oui" : "non";
    return { value, name: value };
  }
  const all = valueOffers(option, here, "");
  if (!all) return { value: text, name: text };
  const wanted = plain(text);
  const is = ({ name, value }) => [name, String(value)].some((one) => plain(one) === wanted);
  return all.find(is) ?? all.find(({ name }) => plain(name).startsWith(wanted));
}

/** Without what stands before a name: « # annonces » is « annonces ». */
function plain(text) {
  return folded(text).replace(/^[#@]\s*/, "").trim();
}
