/* A command being filled in, option by option. It never changes: each step gives another. */

import { ATTACHMENT } from "./commands.js";

export class Filling {
  /** `given` = [{option, value, name}]; `picked` is an option to fill before its turn. */
  constructor(entry, given = [], picked = null) {
    this.entry = entry;
    this.given = given;
    this.picked = picked;
  }

  /** The option to fill now, null when there is none left. */
  get option() {
    return this.picked ?? this.left[0] ?? null;
  }

  /** The options that were not given. */
  get left() {
    return this.entry.options.filter((one) => !this.given.some(({ option }) => option === one));
  }

  /** Options by name, as the desk wants them. */
  get options() {
    return Object.fromEntries(this.given.map(({ option, value }) => [option.name, value]));
  }

  with(value, name = String(value)) {
    return new Filling(this.entry, [...this.given, { option: this.option, value, name }]);
  }

  pick(option) {
    return new Filling(this.entry, this.given, option);
  }

  /** Without the last option: {filling, said}, or null when there was none. */
  takeBack() {
    const last = this.given.at(-1);
    if (!last) return null;
    return {
      filling: new Filling(this.entry, this.given.slice(0, -1), last.option),
      said: last.option.type === ATTACHMENT ? "" : last.name,
    };
  }

  /** What is still needed, as a sentence, or null. */
  get missing() {
    const needed = this.left.find((one) => one.required);
    if (!needed) return null;
    return `Il manque «\u202f${needed.label}\u202f»\u00a0: ${needed.description}.`;
  }
}
