/* What stands within a line of Discord's Markdown, as nodes. Nothing here can run. */

import { day, full, hour, relative } from "./dates.js";
import { el } from "./dom.js";

const DEEPEST = 12;
const PLAIN = /[^\\`<[*_~|h\n]+/y;

/**
 * Each rule: a pattern tried where the reading stands, and the nodes it gives. It may give null:
 * then the first character is only itself. `names` turns ids into names, and knows what time it is.
 */
const RULES = [
  [/\n/y, () => el("br")],
  [/\\([^a-z0-9\s])/iy, (found) => found[1]],
  [/(`+)(?!`)([\s\S]*?[^`])\1(?!`)/y, (found) => el("code", {}, found[2].trim() || found[2])],
  [/<@!?(\d+)>/y, (found, names) => mention(`@${names.person(found[1])}`)],
  [/<@&(\d+)>/y, () => mention("@rôle")],
  [/<#(\d+)>/y, (found, names) => mention(`# ${names.channel(found[1])}`)],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (found, names) => instant(found, names)],
  [/<(https?:\/\/[^\s<>]+)>/y, (found) => link(found[1], found[1])],
  [
    /\[((?:\\[\s\S]|[^\\[\]\n]|\[[^[\]\n]*\]){1,1000})\]\((?:<([^<>\n]+)>|([^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*))(?:\s+"[^"\n]*")?\)/y,
    (found, names, depth) => {
      const address = found[2] ?? found[3];
      return safe(address) && link(address, inline(found[1], names, depth + 1));
    },
  ],
  [/https?:\/\/[^\s<>]*[^\s<>.,:;"'!?)\]*_~|]/y, (found) => link(found[0], found[0])],
  [/\*\*\*(?=\S)((?:\\[\s\S]|[^\\])+?)\*\*\*(?!\*)/y, wrap("strong", "em")],
  [/\*\*(?=\S)((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, wrap("strong")],
  [/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, wrap("u")],
  [/\*(?=\S)((?:\\[\s\S]|\*\*|[^\\*])+?)\*(?!\*)/y, wrap("em")],
  [/(?<!\w)_((?:\\[\s\S]|__|[^\\_])+?)_(?!\w)/y, wrap("em")],
  [/~~(?=\S)((?:\\[\s\S]|[^\\])+?)~~/y, wrap("del")],
  [/\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y, wrap("span", null, { class: "spoiler", tabindex: "0" })],
];

/** The nodes and strings of a text. */
export function inline(text, names, depth = 0) {
  if (depth > DEEPEST) return [text];
  const nodes = [];
  let at = 0;
  while (at < text.length) {
    const [node, length] = next(text, at, names, depth);
    nodes.push(node);
    at += length;
  }
  return nodes;
}

function next(text, at, names, depth) {
  PLAIN.lastIndex = at;
  const plain = PLAIN.exec(text);
  if (plain) return [plain[0], plain[0].length];
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const node = found && make(found, names, depth);
    if (node) return [node, found[0].length];
  }
  return [text[at], 1];
}

function wrap(outer, inner = null, attributes = {}) {
  return (found, names, depth) => {
    const content = inline(found[1], names, depth + 1);
    return el(outer, attributes, inner ? el(inner, {}, content) : content);
  };
}

function mention(text) {
  return el("span", { class: "mention" }, text);
}

function instant([, seconds, style], names) {
  const then = new Date(Number(seconds) * 1000);
  if (Number.isNaN(then.getTime())) return null;
  const fromNow = (at) => relative(at, names.now());
  const say = { t: hour, T: hour, d: day, D: day, R: fromNow }[style] ?? full;
  const lives = { datetime: then.toISOString(), "data-from-now": style === "R" };
  return el("time", lives, say(then));
}

/** The address when it leads to the web, else null: no script, no data, nothing local. */
export function safe(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, content) {
  const href = safe(address);
  if (!href) return null;
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, content);
}
