/* A forum post's HTML, rebuilt from the few elements that are known: nothing else gets through. */

import { el } from "./dom.js";
import { link } from "./inline.js";

const KEPT = new Set([
  ..."p br strong em b i u s del code pre blockquote ul ol li hr".split(" "),
  ..."table thead tbody tr th td sup sub".split(" "),
]);
const DROPPED = new Set("script style template iframe object embed svg math form".split(" "));
const TITLES = /^h[1-6]$/;
const TAG = /<[^>]*>/g;

/** The nodes of a post. The HTML is parsed in a document that runs and loads nothing. */
export function postBody(html) {
  const inert = new DOMParser().parseFromString(html.replace(TAG, quiet), "text/html");
  return rebuilt(inert.body);
}

/** Styles and handlers are refused by the page's policy, even there, but with an error each. */
function quiet(tag) {
  return tag.replace(/([\s/"'])(style|on\w+)(?=\s*=)/gi, "$1data-$2");
}

function rebuilt(parent) {
  return [...parent.childNodes].map(node).filter(Boolean);
}

function node(one) {
  if (one.nodeType === Node.TEXT_NODE) return one.data;
  if (one.nodeType !== Node.ELEMENT_NODE) return null;
  const name = one.localName;
  if (DROPPED.has(name)) return null;
  if (name === "a") return link(one.getAttribute("href") ?? "", rebuilt(one)) ?? rebuilt(one);
  if (name === "img") return picture(one);
  if (TITLES.test(name)) return el("p", { class: "title title-2" }, rebuilt(one));
  if (name === "pre") return el("pre", { tabindex: "0" }, rebuilt(one));
  return KEPT.has(name) ? el(name, {}, rebuilt(one)) : rebuilt(one);
}

/** Pictures live on other sites, which this page never asks: their words, and a link. */
function picture(one) {
  const words = one.getAttribute("alt") || one.getAttribute("title");
  if (one.classList.contains("emoji")) return words;
  const named = `Image\u00a0: ${words || "sans description"}`;
  return link(one.getAttribute("src") ?? "", named) ?? named;
}
