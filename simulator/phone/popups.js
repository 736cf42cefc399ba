// The pop-ups of answerCallbackQuery, inside their own phone: the others can go on.

import { button, make } from "./dom.js";

const SHORTEST = 4_000; // ms
const PER_LETTER = 70; // ms: slow readers get time

export class Popups {
  #toast = make("p", { class: "toast", hidden: true, dir: "auto" });
  #words = make("p", { dir: "auto" });
  #ok = button({ class: "big", word: "ok", on: { click: () => this.#closed() } });
  #cover = make("div", { class: "cover", hidden: true, on: { keydown: (event) => event.key === "Escape" && this.#closed() } });
  #timer = null;
  #before = null;

  constructor() {
    const live = make("div", { role: "status" }, this.#toast);
    this.#cover.append(make("div", { class: "alert", role: "alertdialog", "aria-modal": "false" }, this.#words, this.#ok));
    this.element = make("div", { class: "popups" }, live, this.#cover);
  }

  show({ text, show_alert: insistent }) {
    if (insistent) this.#alert(text);
    else this.#note(text);
  }

  #note(text) {
    clearTimeout(this.#timer);
    this.#toast.textContent = text;
    this.#toast.hidden = false;
    this.#timer = setTimeout(() => {
      this.#toast.hidden = true;
    }, SHORTEST + text.length * PER_LETTER);
  }

  /** Takes the focus only from within its own phone: who writes on another phone goes on writing. */
  #alert(text) {
    const phone = this.element.parentElement;
    this.#before = phone.contains(document.activeElement) ? document.activeElement : null;
    this.#words.textContent = text;
    this.#cover.firstElementChild.setAttribute("aria-label", text);
    this.#cover.hidden = false;
    if (this.#before || document.activeElement === document.body) this.#ok.focus({ preventScroll: true });
  }

  #closed() {
    this.#cover.hidden = true;
    if (this.#before?.isConnected) this.#before.focus({ preventScroll: true });
  }
}
