/* A command being filled in, option by option. */

export class Filling {
  constructor(entry) {
    this.entry = entry;
    this.given = []; // [{option, value, name}], in the order of the command's options
  }

  /** The option to fill now, null when there is none left. */
  get option() {
    return this.entry.options[this.given.length] ?? null;
  }

  /** Options by name, as the desk wants them; those left empty are not in it. */
  get options() {
    const filled = this.given.filter(({ value }) => value !== "");
    return Object.fromEntries(filled.map(({ option, value }) => [option.name, value]));
  }

  /** « /ville statut Marseille » */
  get line() {
    const said = this.given.map(({ name }) => name).filter(Boolean);
    return [`/${this.entry.words}`, ...said].join(" ");
  }

  give(value, name = String(value)) {
    this.given.push({ option: this.option, value, name });
  }

  /** Takes back the last option; what it said, or null when there was none. */
  takeBack() {
    return this.given.pop()?.name ?? null;
  }

  /** What is still needed, as a sentence, or null. */
  get missing() {
    if (!this.option?.required) return null;
    return `Il manque «\u202f${this.option.label}\u202f»\u00a0: ${this.option.description}.`;
  }
}
