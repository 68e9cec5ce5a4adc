/* The file that an option of a command asks for: picked with a button beside the field. */

import * as api from "./api.js";
import { busy, byId } from "./dom.js";

export class FileField {
  /** `person()` picks; `onPicked(id, name)` once the file is there, `onProblem(sentence)`. */
  constructor({ person, onPicked, onProblem }) {
    this.button = byId("choose-file");
    this.input = byId("file");
    this.button.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => {
      const [file] = this.input.files;
      if (!file) return;
      busy(this.button, async () => {
        try {
          const handed = await api.hand(person().id, file);
          onPicked(handed.id, handed.name);
        } catch (refused) {
          onProblem(refused.message);
        }
        this.input.value = "";
      });
    });
  }

  /** For the option that asks for a file, or null. */
  show(option) {
    this.button.hidden = !option;
    if (option) this.button.setAttribute("aria-label", `Choisir un fichier\u00a0: ${option.label}`);
  }
}
