// Who is on the page, whose phones are out, and the row of names to choose by.

import { avatar } from "./avatar.js";
import { make, settle } from "./dom.js";
import { recall, remember } from "./memory.js";
import { Telephone } from "./telephone.js";
import { say } from "./words.js";

const MOST = 4;
const COLUMN = 20.5; // rem: the narrowest phone beside another

export class Phones {
  #control;
  #now;
  #names;
  #main;
  #phones = new Map();
  #chips = new Map();
  #out = recall("shown") ?? [];
  #nobody = make("p", { class: "nobody", hidden: true });

  constructor(control, now, names, main) {
    this.#control = control;
    this.#now = now;
    this.#names = names;
    this.#main = main;
    main.append(this.#nobody);
    new ResizeObserver(() => this.#lay()).observe(main);
  }

  has(personId) {
    return this.#phones.has(`${personId}`);
  }

  /** `members`: [{person, bot, role, poster}]; the ones already here keep their phones. */
  bring(members) {
    for (const member of members) if (!this.has(member.person.id)) this.#add(member);
    this.#lay();
  }

  /** Takes away the phones of those who are no more: another simulator answers than before. */
  keep(people, bots) {
    for (const [id, { member }] of this.#phones) {
      const same = ({ id: theirs, first_name }) => theirs === member.person.id && first_name === member.person.first_name;
      if (!people.some(same) || !bots.some((bot) => bot.id === member.bot.id)) this.#remove(id);
    }
    this.#lay();
  }

  /** Takes a phone out, and puts the one that was taken out first away when there is no room. */
  take(personId) {
    this.#out = [...this.#chosen().filter((id) => id !== `${personId}`), `${personId}`];
    this.#lay();
  }

  /** The last one stays. */
  putAway(personId) {
    if (this.#shown().length < 2) return;
    this.#out = this.#chosen().filter((id) => id !== `${personId}`);
    this.#lay();
  }

  async refreshAll() {
    await Promise.all([...this.#phones.values()].map((phone) => phone.refresh()));
  }

  async refresh(personId, botId) {
    const phone = this.#phones.get(`${personId}`);
    if (phone && `${phone.member.bot.id}` === `${botId}`) await phone.refresh();
  }

  name() {
    for (const phone of this.#phones.values()) phone.name();
    this.#lay();
  }

  /** What to say when there is nobody: no people, or no bot to talk to yet. */
  explain(key) {
    this.#nobody.dataset.word = key;
    this.#nobody.textContent = say(key);
  }

  #add(member) {
    const id = `${member.person.id}`;
    const phone = new Telephone(member, this.#control, this.#now);
    phone.element.addEventListener("hide", () => this.putAway(id));
    phone.element.addEventListener("drawn", () => this.#mark(id));
    this.#phones.set(id, phone);
    this.#chips.set(id, this.#chip(id, member));
    this.#main.append(phone.element);
    this.#names.append(this.#chips.get(id).element);
  }

  #remove(id) {
    this.#phones.get(id).element.remove();
    this.#phones.delete(id);
    this.#chips.delete(id);
  }

  #chip(id, member) {
    const name = make("span", { class: "chip-name" }, member.person.first_name);
    const role = make("span", { class: "chip-role" });
    const count = make("span", { class: "count", hidden: true });
    const press = () => (this.#pressed(id) ? this.putAway(id) : this.take(id));
    const words = make("span", { class: "chip-words" }, name, role);
    const element = make("button", { type: "button", class: "chip", on: { click: press } }, avatar(member.person), words, count);
    return { element, role, count };
  }

  #pressed(id) {
    return this.#phones.get(id).shown;
  }

  #shown() {
    return [...this.#phones.keys()].filter((id) => this.#pressed(id));
  }

  /** Whose phones are out, the latest chosen last. */
  #chosen() {
    const shown = this.#shown();
    const chosen = this.#out.filter((id) => shown.includes(id));
    return [...shown.filter((id) => !chosen.includes(id)), ...chosen];
  }

  /** As many phones as there is room for, in the order of the names; never none. */
  #lay() {
    const room = this.#room();
    const ids = [...this.#phones.keys()];
    const chosen = this.#out.filter((id) => this.#phones.has(id));
    const out = new Set(chosen.length ? chosen.slice(-room) : ids.slice(0, room));
    for (const [id, phone] of this.#phones) {
      phone.shown = out.has(id);
      this.#mark(id);
    }
    this.#main.style.setProperty("--phones", `${Math.max(out.size, 1)}`);
    this.#main.classList.toggle("alone", room === 1);
    this.#nobody.hidden = ids.length > 0;
    remember("shown", chosen.length ? chosen : null);
    settle(this.#names, [...this.#chips.values()].map((chip) => chip.element));
  }

  #room() {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return Math.min(Math.max(Math.floor(this.#main.clientWidth / (COLUMN * rem)), 1), MOST);
  }

  #mark(id) {
    const { element, role, count } = this.#chips.get(id);
    const { unread, shown, role: line } = this.#phones.get(id);
    element.setAttribute("aria-pressed", `${shown}`);
    role.textContent = line.textContent;
    count.hidden = unread < 1 || shown;
    count.textContent = unread === 1 ? say("unread_one") : say("unread", { count: unread });
  }
}
