/* Discord's Markdown, block by block, as nodes. */

import { el } from "./dom.js";
import { inline } from "./inline.js";

const CODE = /(?<!\\)```(?:([\w+#-]*)\n)?([\s\S]+?)\n?```/g;
const TITLE = /^(#{1,3}) +(\S.*)$/;
const SMALL = /^-# +(\S.*)$/;
const ITEM = /^( *)(?:([-*])|(\d{1,9})\.) +(\S.*)$/;
const QUOTED = /^> ?/;
const DEEPEST = 6;

/** The blocks of a text. `names` = {person(id), channel(id), now()} gives names for mentions. */
export function markdown(text, names, depth = 0) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(CODE)) {
    nodes.push(...blocks(text.slice(at, found.index), names, depth));
    nodes.push(el("pre", { tabindex: "0" }, el("code", {}, found[2])));
    at = found.index + found[0].length;
  }
  return [...nodes, ...blocks(text.slice(at), names, depth)];
}

function blocks(text, names, depth) {
  const lines = text.split("\n");
  const nodes = [];
  let paragraph = [];
  const close = () => {
    const said = paragraph.join("\n").trim();
    if (said) nodes.push(el("p", {}, inline(said, names)));
    paragraph = [];
  };
  while (lines.length) {
    const block = take(lines, names, depth);
    if (block) {
      close();
      nodes.push(block);
    } else {
      const line = lines.shift();
      if (line.trim()) paragraph.push(line);
      else close();
    }
  }
  close();
  return nodes;
}

/** The block that begins at the first line, which it takes away; null for words of a paragraph. */
function take(lines, names, depth) {
  const [line] = lines;
  if (line.startsWith(">>> ") && depth < DEEPEST) {
    const rest = lines.splice(0).join("\n").slice(4);
    return el("blockquote", {}, markdown(rest, names, depth + 1));
  }
  if (line.startsWith("> ") && depth < DEEPEST) {
    const quoted = lines.splice(0, count(lines, (one) => /^>( |$)/.test(one)));
    const said = quoted.map((one) => one.replace(QUOTED, "")).join("\n");
    return el("blockquote", {}, markdown(said, names, depth + 1));
  }
  if (ITEM.test(line)) {
    return list(lines.splice(0, count(lines, (one) => ITEM.test(one))), names);
  }
  // Titles are shown as such but are no headings: a message must not change the page's outline.
  const title = TITLE.exec(line);
  const small = title ? null : SMALL.exec(line);
  if (!title && !small) return null;
  lines.shift();
  if (small) return el("p", { class: "small soft" }, inline(small[1], names));
  return el("p", { class: `title title-${title[1].length}` }, inline(title[2], names));
}

function count(lines, fits) {
  const end = lines.findIndex((line) => !fits(line));
  return end < 0 ? lines.length : end;
}

/** One list; items further to the right than the first one make lists in the item before them. */
function list(lines, names, depth = 0) {
  const [, indent, bullet, number] = ITEM.exec(lines[0]);
  const made = bullet ? el("ul") : el("ol", { start: number === "1" ? null : number });
  while (lines.length) {
    const text = ITEM.exec(lines.shift())[4];
    const inner = lines.splice(0, count(lines, (one) => deeper(one, indent)));
    const below = inner.length && depth < DEEPEST ? list(inner, names, depth + 1) : null;
    made.append(el("li", {}, inline(text, names), below));
  }
  return made;
}

function deeper(line, indent) {
  return ITEM.exec(line)[1].length > indent.length;
}
