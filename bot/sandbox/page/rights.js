/* Who may use which command: permission bits, and how they are called. */

const ADMINISTRATOR = 1n << 3n;
export const CREATE_THREADS = 1n << 35n;
export const MANAGE_THREADS = 1n << 34n;
const NAMES = [
  [1n << 3n, "Administrateur"],
  [1n << 4n, "Gérer les salons"],
  [1n << 5n, "Gérer le serveur"],
  [1n << 13n, "Gérer les messages"],
  [1n << 28n, "Gérer les rôles"],
  [1n << 34n, "Gérer les fils"],
];

/** Whether these bits, null in private, include all of `needed`. */
export function has(rights, needed) {
  if (rights === null) return false;
  return Boolean(rights & ADMINISTRATOR) || (rights & needed) === needed;
}

/** Whether a command that needs these rights (null: none) is offered to the person in the room. */
export function isOffered(needed, room) {
  if (needed === null || room.rights === null) return true;
  return has(room.rights, needed === "0" ? ADMINISTRATOR : BigInt(needed));
}

/** To whom a command of this room is reserved, and as whom to try it: a sentence or two. */
export function reservedWords(entry, room, desk) {
  const needed = entry.needed === "0" ? ADMINISTRATOR : BigInt(entry.needed);
  const rights = NAMES.filter(([bit]) => needed & bit).map(([, name]) => `«\u202f${name}\u202f»`);
  const roles = room.guild.roles.filter((role) => has(BigInt(role.permissions), needed));
  const whom = roles.length ? roles.map((role) => role.name).join(" et ") : "responsables";
  const able = desk.people.filter((one) => has(BigInt(room.rightsOf[one.id] ?? 0), needed)).at(-1);
  const tip = able ? ` Pour l’essayer, parlez comme ${able.name}.` : "";
  return `Aux ${whom} (droit ${rights.join(" et ")}) de faire /${entry.words}.${tip}`;
}
