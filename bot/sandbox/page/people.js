/* Who speaks. */

import { byId, el } from "./dom.js";

const KEPT = "vigie-who";

/** Those who belong to a collective; whoever made it was there first, and comes last here. */
export function speakers(desk) {
  return desk.people.filter((one) => one.guilds.length).reverse();
}

/** Whoever spoke last in this tab, else the first. */
export function remembered(people) {
  const id = sessionStorage.getItem(KEPT);
  return people.find((one) => one.id === id) ?? people[0];
}

export function showPeople(people, chosen, onChoose) {
  const choose = (person) => () => {
    sessionStorage.setItem(KEPT, person.id);
    onChoose(person);
  };
  const labels = people.map((person) =>
    el(
      "label",
      {},
      el("input", {
        type: "radio",
        name: "who",
        value: person.id,
        checked: person.id === chosen.id,
        onchange: choose(person),
      }),
      el("span", {}, el("b", {}, person.name), " ", el("span", { class: "role" }, person.role)),
    ),
  );
  byId("who").replaceChildren(el("legend", {}, "Parler comme"), ...labels);
}
