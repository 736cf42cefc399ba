// The foot of one phone: write, send, attach, commands; or START in an empty chat, or "you have blocked the bot".

import { button, make, settle } from "./dom.js";
import { recall, remember } from "./memory.js";
import { say } from "./words.js";

const STICKERS = ["👍", "👋", "❤️", "😀", "🎉", "🌳"];
const COARSE = matchMedia("(pointer: coarse)");

/**
 * `deeds` does things with the chat: `write`, `start`, `block`, `unblock`, `send(body)` (true when it arrived), `commands()`,
 * `askPlace()`, `askPoster()`.
 */
export class Composer {
  #deeds;
  #key;
  #file;
  #states;
  #menu = make("div", { class: "drawer", hidden: true });
  #offered = make("div", { class: "offered", hidden: true });

  constructor(person, poster, deeds) {
    this.#deeds = deeds;
    this.#key = `draft.${person.id}`;
    this.field = this.#field(person);
    this.#file = this.#filePicker();
    this.element = make("footer", { class: "foot" });
    this.#states = { writing: this.#writing(), starting: this.#starting(poster), blocked: this.#blocked() };
  }

  /** `state` is "writing", "starting" or "blocked". */
  show(state) {
    if (this.element.dataset.state === state) return;
    const held = this.element.contains(document.activeElement);
    this.element.dataset.state = state;
    settle(this.element, this.#states[state]);
    this.#grow();
    if (held) this.#heir(state).focus({ preventScroll: true });
  }

  /** The bot's own buttons under the writing field: each sends its words. */
  offer(rows) {
    if (this.#offered.dataset.print === JSON.stringify(rows)) return;
    this.#offered.dataset.print = JSON.stringify(rows);
    this.#offered.hidden = rows.length === 0;
    this.#offered.replaceChildren(...rows.map((row) => make("div", { class: "row" }, ...row.map((key) => this.#offeredKey(key)))));
  }

  #offeredKey(key) {
    const words = key.text ?? key;
    return button({ class: "key", on: { click: () => this.#deeds.write(words) } }, words);
  }

  /** Where focus goes when the control that had it is gone; never opens a keyboard on a touch screen. */
  #heir(state) {
    return state === "writing" && !COARSE.matches ? this.field : this.element.querySelector("button");
  }

  #writing() {
    const attach = button({ class: "round", label: "attach", icon: "attach", on: { click: (event) => this.#toggle("attach", event.currentTarget) } });
    const slash = button({ class: "slash", label: "commands", on: { click: (event) => this.#toggle("commands", event.currentTarget) } }, "/");
    const send = button({ class: "round send", label: "send", icon: "send", on: { click: () => this.#send() } });
    const wrap = make("div", { class: "field" }, this.field, slash);
    return [this.#menu, this.#offered, make("div", { class: "writing" }, attach, wrap, send), this.#file];
  }

  #starting(poster) {
    const start = button({ class: "big", word: "start", on: { click: () => this.#deeds.start("") } });
    const act = () => (poster ? this.#deeds.start(poster.payload) : this.#deeds.askPoster());
    const words = poster ? {} : { word: "poster" };
    const scan = button({ class: "big second", icon: "poster", ...words, on: { click: act } });
    if (poster) scan.append(poster.label);
    return [make("div", { class: "starting" }, start, scan)];
  }

  #blocked() {
    const unblock = button({ class: "big", word: "unblock", on: { click: () => this.#deeds.unblock() } });
    return [make("div", { class: "starting" }, make("p", { word: "blocked" }), unblock)];
  }

  #field(person) {
    const field = make("textarea", {
      rows: 1,
      placeholder: "write",
      "aria-label": say("message_field", { name: person.first_name }),
      enterkeyhint: "send",
      autocomplete: "off",
      on: { input: () => this.#typed(), keydown: (event) => this.#key_pressed(event) },
    });
    field.value = recall(this.#key) ?? "";
    return field;
  }

  #typed() {
    remember(this.#key, this.field.value);
    this.#grow();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
    this.element.classList.toggle("typed", this.field.value !== "");
  }

  #key_pressed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || COARSE.matches) return;
    event.preventDefault();
    this.#send();
  }

  /** The words leave the field only when they have arrived; what is typed meanwhile stays. */
  async #send() {
    const text = this.field.value;
    if (!text.trim() || this.element.hasAttribute("aria-busy")) return;
    this.close();
    this.element.setAttribute("aria-busy", "true");
    const arrived = await this.#deeds.write(text);
    this.element.removeAttribute("aria-busy");
    if (!arrived) return;
    this.field.value = this.field.value.startsWith(text) ? this.field.value.slice(text.length) : this.field.value;
    this.#typed();
  }

  close() {
    this.#menu.hidden = true;
    for (const opener of this.element.querySelectorAll("[aria-expanded]")) opener.setAttribute("aria-expanded", "false");
  }

  async #toggle(which, opener) {
    const open = !this.#menu.hidden && this.#menu.dataset.which === which;
    this.close();
    if (open) return;
    this.#menu.replaceChildren(...(which === "attach" ? this.#attachments() : await this.#commands()));
    this.#menu.dataset.which = which;
    this.#menu.hidden = false;
    opener.setAttribute("aria-expanded", "true");
  }

  #attachments() {
    const stickers = STICKERS.map((emoji) => this.#item({ class: "emoji" }, () => this.#deeds.send({ sticker: emoji }), emoji));
    return [
      this.#item({ icon: "photo", word: "photo" }, () => this.#file.click()),
      this.#item({ icon: "pin", word: "location" }, () => this.#deeds.askPlace()),
      this.#item({ icon: "poster", word: "poster" }, () => this.#deeds.askPoster()),
      this.#item({ icon: "block", word: "block" }, () => this.#deeds.block()),
      make("div", { class: "stickers", role: "group", "aria-label": say("sticker") }, ...stickers),
    ];
  }

  async #commands() {
    const commands = await this.#deeds.commands();
    if (!commands.length) return [make("p", { word: "no_commands" })];
    return commands.map(({ command, description }) =>
      this.#item({}, () => this.#deeds.write(`/${command}`), make("b", {}, `/${command}`), make("span", {}, description)),
    );
  }

  #item(properties, act, ...children) {
    const chosen = () => {
      this.close();
      act();
    };
    return button({ ...properties, on: { click: chosen } }, ...children);
  }

  #filePicker() {
    const send = async ({ currentTarget: picker }) => {
      const [file] = picker.files;
      if (file) await this.#deeds.send({ photo: await base64(file), file_name: file.name });
      picker.value = "";
    };
    return make("input", { type: "file", accept: "image/*", hidden: true, label: "photo", on: { change: send } });
  }
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",", 2)[1]);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
