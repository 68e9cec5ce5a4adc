/* The files of a message: pictures are shown, others are linked. */

import { el } from "./dom.js";

const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export function attached(message) {
  return message.attachments.map((one) =>
    PICTURES.includes(one.content_type) ? picture(one) : file(one),
  );
}

/** What a picture or file says to those who do not see it. */
export function spoken(one) {
  return one.description || one.filename;
}

function picture(one) {
  const [src, alt] = [pathOf(one), spoken(one)];
  const { width, height } = one;
  return el(
    "p",
    { class: "picture" },
    el(
      "a",
      { href: src, target: "_blank", rel: "noopener", "data-control": one.id },
      el("img", { src, alt, width, height, loading: "lazy" }),
      el("span", { class: "hidden" }, " (en grand, dans un nouvel onglet)"),
    ),
  );
}

function file(one) {
  const link = { href: pathOf(one), download: one.filename, "data-control": one.id };
  return el(
    "p",
    { class: "file" },
    el("a", link, one.filename),
    " ",
    el("span", { class: "soft small" }, weight(one.size)),
  );
}

/** The page's own site has the chat's files, too: nothing is asked of anybody else. */
function pathOf(one) {
  return new URL(one.url).pathname;
}

function weight(bytes) {
  if (bytes < 1e3) return `${bytes}\u00a0octets`;
  const [count, unit] = bytes < 1e6 ? [bytes / 1e3, "ko"] : [bytes / 1e6, "Mo"];
  return `${count.toLocaleString("fr-FR", { maximumFractionDigits: 1 })}\u00a0${unit}`;
}
