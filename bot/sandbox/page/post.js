/* One post of a forum thread, with what one can do to it. */

import { ago, hour } from "./dates.js";
import { busy, el, tell } from "./dom.js";
import { moderation } from "./moderation.js";
import { postBody } from "./postbody.js";
import { address, whereabouts } from "./rooms.js";

/**
 * `view` = {now, mirrors, mode, setMode(mode), draft(field), onKeep(), onEdit(text), onDelete(),
 * onRestore(), onPurge()}; `mode` is "read", "edit" or "delete". The acts give why the forum
 * refused, or null.
 */
export function postEntry(post, view) {
  const { mirrors, mode, now } = view;
  const seen = [post, mirrors.map((one) => [one.room.id, one.room.name, one.timestamp])];
  return {
    key: String(post.pid),
    // What is being typed in an edit stays, whatever else changes.
    signature: mode === "edit" ? "edit" : JSON.stringify([seen, mode, ago(post.timestamp, now)]),
    make: () => postItem(post, view),
  };
}

function postItem(post, view) {
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const isNote = post.type === "small_action";
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
      kinds(post).map((one) => [" ", el("span", { class: "tag" }, one)]),
    ),
    content(post, view, problem),
    view.mirrors.length > 0 && carried(view.mirrors),
    !isNote && view.mode !== "edit" && acts(post, view, problem),
    view.mode !== "edit" && problem,
  );
}

/** What sets a post apart: those that not everybody reads. */
function kinds(post) {
  return [
    post.type === "whisper" && "pour l’équipe seulement",
    post.hidden && "masqué",
    post.withdrawn && "retiré par qui l’a écrit",
  ].filter(Boolean);
}

function content(post, view, problem) {
  if (post.type === "small_action") return el("p", { class: "soft" }, "Le fil a changé d’état.");
  if (view.mode === "edit") return editor(post, view, problem);
  if (post.deleted) return el("p", { class: "soft" }, "Message supprimé.");
  return el("div", { class: "text" }, postBody(post.html));
}

function acts(post, view, problem) {
  const trying = (work) => (event) =>
    busy(event.currentTarget, async () => tell(problem, await work()));
  if (view.mode === "delete") {
    return el(
      "p",
      { class: "links", role: "group", "aria-label": "Supprimer ce message\u202f?" },
      el("span", {}, "Supprimer ce message\u202f?"),
      act("Oui, supprimer", "yes", trying(view.onDelete)),
      act("Garder", "delete", () => view.setMode("read")),
    );
  }
  const whose = `le message de ${post.author}`;
  return el(
    "div",
    { class: "links" },
    post.deleted
      ? act("Rétablir", "restore", trying(view.onRestore), `Rétablir ${whose}`)
      : [
          act("Modifier", "edit", () => view.setMode("edit"), `Modifier ${whose}`),
          act("Supprimer", "delete", () => view.setMode("delete"), `Supprimer ${whose}`),
        ],
    moderation([purge(view)], { about: `pour ${whose}` }),
  );
}

function purge(view) {
  const act = async () => {
    const refused = await view.onPurge();
    if (refused !== null) throw new Error(refused);
  };
  return { words: "Effacer pour de bon", sure: "Effacer ce message, sans retour\u202f?", act };
}

function act(words, control, onclick, label = null) {
  const attributes = { class: "plain", type: "button", "data-control": control, "aria-label": label };
  return el("button", { ...attributes, onclick }, words);
}

function editor(post, view, problem) {
  const id = `edit-${post.pid}`;
  const text = view.draft(el("textarea", { id, rows: "5" }));
  const submit = (event) => {
    event.preventDefault();
    busy(event.currentTarget, async () => tell(problem, await view.onEdit(text.value)));
  };
  return el(
    "form",
    { class: "edit", onsubmit: submit },
    el("label", { for: id, class: "small" }, "Modifier ce message"),
    text,
    problem,
    el(
      "p",
      { class: "links" },
      el("button", { class: "button button-main", type: "submit" }, "Enregistrer"),
      act("Annuler", "cancel", view.onKeep),
    ),
  );
}

/** « Recopié dans # annonces, fil « Marseille », à 9h40 » */
function carried(mirrors) {
  const places = mirrors.map(({ room, timestamp }, place) => [
    place > 0 && " et ",
    el("a", { href: address(room.id) }, whereabouts(room)),
    `${room.parent ? "," : ""} à ${hour(timestamp)}`,
  ]);
  return el("p", { class: "carried" }, "Recopié dans ", places);
}
