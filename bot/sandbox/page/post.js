/* One post of a forum thread, with what one can do to it. */

import { ago, hour } from "./dates.js";
import { el } from "./dom.js";
import { postBody } from "./postbody.js";

/**
 * `view` = {now, mirrors(pid), mode, setMode(mode), onEdit(pid, text), onDelete(pid)}; `mode` is
 * "read", "edit" or "delete".
 */
export function postEntry(post, view) {
  const carried = carriedWords(view.mirrors(post.pid));
  return {
    key: String(post.pid),
    // What is being typed in an edit stays, whatever else changes.
    signature:
      view.mode === "edit"
        ? "edit"
        : JSON.stringify([post, carried, view.mode, ago(post.timestamp, view.now)]),
    make: () => postItem(post, carried, view),
  };
}

function postItem(post, carried, view) {
  return el(
    "li",
    { class: post.deleted ? "post deleted" : "post", id: `post-${post.pid}` },
    el(
      "p",
      { class: "by" },
      el("b", {}, post.author),
      " ",
      el("time", { datetime: post.timestamp }, ago(post.timestamp, view.now)),
      post.edited && !post.deleted && [" ", el("span", {}, `modifié à ${hour(post.edited)}`)],
    ),
    content(post, view),
    carried && el("p", { class: "carried" }, carried),
    !post.deleted && view.mode !== "edit" && acts(post, view),
  );
}

function content(post, view) {
  if (post.deleted) return el("p", { class: "soft" }, "Message supprimé.");
  if (view.mode === "edit") return editor(post, view);
  return el("div", { class: "text" }, postBody(post.html));
}

function acts(post, view) {
  if (view.mode === "delete") {
    return el(
      "p",
      { class: "links", role: "group", "aria-label": "Supprimer ce message\u202f?" },
      el("span", {}, "Supprimer ce message\u202f?"),
      act("Oui, supprimer", "yes", () => view.onDelete(post.pid)),
      act("Garder", "delete", () => view.setMode("read")),
    );
  }
  return el(
    "p",
    { class: "links" },
    act("Modifier", "edit", () => view.setMode("edit"), `Modifier le message de ${post.author}`),
    act("Supprimer", "delete", () => view.setMode("delete"), `Supprimer le message de ${post.author}`),
  );
}

function act(words, control, onclick, label = null) {
  const attributes = { type: "button", "data-control": control, "aria-label": label, onclick };
  return el("button", attributes, words);
}

function editor(post, view) {
  const id = `edit-${post.pid}`;
  const text = el("textarea", { id, rows: "5" });
  text.value = post.markdown;
  const submit = (event) => {
    event.preventDefault();
    view.onEdit(post.pid, text.value);
  };
  return el(
    "form",
    { class: "edit", onsubmit: submit },
    el("label", { for: id, class: "small" }, "Modifier ce message"),
    text,
    el(
      "p",
      { class: "links" },
      el("button", { class: "button button-main", type: "submit" }, "Enregistrer"),
      act("Annuler", "cancel", () => view.setMode("read")),
    ),
  );
}

/** « Recopié dans # annonces à 9h40 » */
function carriedWords(mirrors) {
  const places = mirrors.map(({ channel, timestamp }) => `# ${channel.name} à ${hour(timestamp)}`);
  return places.length ? `Recopié dans ${places.join(" et ")}` : null;
}
