/* What stands above the conversation: where one is, the way back, the state of a thread. */

import { byId, el } from "./dom.js";
import { CLOSED, privateMenu } from "./privatemenu.js";
import { address, listAddress, stateOf, title } from "./rooms.js";
import { threadMenu } from "./threadmenu.js";

const STATES = {
  archivé: "Ce fil est archivé\u00a0: un message le rouvre.",
  verrouillé: "Ce fil est verrouillé\u00a0: seules les personnes qui gèrent les fils y écrivent.",
  "archivé, verrouillé": "Ce fil est archivé et verrouillé.",
};

export class Header {
  /**
   * `onChanged(roomId)` is called once a thread of that channel was changed here, `onPrivate()`
   * once the person opened or closed their private messages.
   */
  constructor(conversations, { onChanged, onPrivate }) {
    this.conversations = conversations;
    this.onChanged = onChanged;
    this.onPrivate = onPrivate;
    this.signature = null;
  }

  /** `wantsList` where the threads of the room are shown, and not what is written there. */
  show(room, wantsList) {
    const { person } = this.conversations;
    const count = this.conversations.threadsIn(room.id).length;
    const list = wantsList && room.kind === "text";
    byId("channel-name").textContent = headline(room, list);
    document.title = `${title(room)}, démo de Vigie`;
    const signature = JSON.stringify([room.id, room.name, room.thread, person.id, person.dms_open, list, count]);
    if (signature === this.signature) return;
    this.signature = signature;
    byId("way").replaceChildren(...way(room, list, count));
    byId("channel-topic").textContent = about(room, person);
    const menu = this.menu(room, person);
    byId("room-menu").replaceChildren(...(menu ? [menu] : []));
  }

  menu(room, person) {
    if (room.kind === "private") return privateMenu(person, this.onPrivate);
    return room.thread && threadMenu(room, person, () => this.onChanged(room.parent.id));
  }
}

function about(room, person) {
  if (room.kind === "private") return person.dms_open ? "" : CLOSED;
  return room.thread ? (STATES[stateOf(room)] ?? "") : (room.topic ?? "");
}

function headline(room, list) {
  if (room.kind === "private") return `${room.name}, en privé`;
  return list ? `Fils de ${title(room)}` : title(room);
}

/** Back to the channel of a thread or of a list; from a channel to its threads. */
function way(room, list, count) {
  if (room.parent) return [el("a", { href: address(room.parent.id) }, `← ${title(room.parent)}`)];
  if (list) return [el("a", { href: address(room.id) }, `← ${title(room)}`)];
  if (room.kind !== "text") return [];
  const words = count ? `Fils (${count})` : "Fils";
  return [el("a", { href: listAddress(room.id) }, words)];
}
