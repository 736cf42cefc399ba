// One person's phone: the head with their name and role, the chat, the pop-ups, the foot.

import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { Refused, Unreachable } from "./control.js";
import { button, make } from "./dom.js";
import { sharedText, startPayload } from "./format.js";
import { ChatLog } from "./log.js";
import { Popups } from "./popups.js";
import { askPlace, askPoster } from "./questions.js";
import { pick, say } from "./words.js";

const BUSY = 6_000; // ms a tapped button turns before it gives up waiting for the bot

export class Telephone {
  #control;
  #path;
  #chat = { version: 0, messages: [], alerts: [], blocked: false };
  #known = null;
  #fetching = null;
  #again = false;
  #read = 0;
  #blocker = make("span", { word: "block" });
  #posterLabel = make("span");
  #opener = button({ class: "round plain", label: "more", icon: "more", on: { click: () => this.#openMenu(this.menu.hidden) } });

  /** `member`: {person, bot, role} with person and bot as the control API gives them; `now()` is the demo's clock. */
  constructor(member, control, now) {
    this.member = member;
    this.#control = control;
    this.#path = `people/${encodeURIComponent(member.person.id)}/chats/${encodeURIComponent(member.bot.id)}`;
    this.log = new ChatLog(this.#actions(), now);
    this.composer = new Composer(member.person, this.#poster(), this.#deeds());
    this.popups = new Popups();
    this.menu = this.#menu();
    const dismiss = (event) => this.#dismiss(event);
    this.element = make("section", { class: "phone", hidden: true, on: { pointerdown: dismiss, keydown: dismiss } });
    this.element.append(this.#head(), this.menu, this.#empty(), this.log.element, this.popups.element, this.composer.element);
    this.name();
  }

  get unread() {
    return this.#chat.messages.filter((message) => message.from === "bot").length - this.#read;
  }

  get shown() {
    return !this.element.hidden;
  }

  set shown(shown) {
    if (shown === this.shown) return;
    this.element.hidden = !shown;
    if (shown) this.#draw();
  }

  /** What the language changes here. */
  name() {
    const { person, bot } = this.member;
    this.element.setAttribute("aria-label", say("conversation", { name: person.first_name, bot: bot.first_name }));
    this.log.list.setAttribute("aria-label", say("conversation", { name: person.first_name, bot: bot.first_name }));
    this.composer.field.setAttribute("aria-label", say("message_field", { name: person.first_name }));
    this.#sayRole();
    this.#posterLabel.textContent = this.member.poster?.da ? pick(this.member.poster) : say("poster_scan");
    this.log.redraw(this.#chat.messages);
  }

  #sayRole() {
    const { bot, role } = this.member;
    const usual = role ? pick(role) : `@${bot.username}`;
    this.role.textContent = this.#chat.action === "typing" ? say("typing", { bot: bot.first_name }) : usual;
  }

  /** Fetches the chat; asked again while it is fetching, it fetches once more afterwards. */
  async refresh() {
    this.#again = true;
    this.#fetching ??= this.#fetchAll().finally(() => {
      this.#fetching = null;
    });
    await this.#fetching;
  }

  async #fetchAll() {
    while (this.#again) {
      this.#again = false;
      const before = this.#chat.version;
      this.#chat = await this.#control.get(this.#path);
      if (this.#chat.version !== before) this.#settleKeys();
      this.#popUpNew();
      this.#draw();
    }
  }

  #popUpNew() {
    const ids = this.#chat.alerts.map((alert) => alert.id);
    const fresh = this.#known ? this.#chat.alerts.filter((alert) => !this.#known.has(alert.id)) : [];
    this.#known = new Set(ids);
    for (const alert of fresh) if (alert.text) this.popups.show(alert);
  }

  #draw() {
    const { messages, blocked, reply_keyboard: keys } = this.#chat;
    this.element.classList.toggle("fresh", messages.length === 0);
    this.log.draw(messages);
    this.composer.show(blocked ? "blocked" : messages.length === 0 ? "starting" : "writing");
    this.composer.offer(keys ?? []);
    this.#sayRole();
    this.#blocker.dataset.word = blocked ? "unblock" : "block";
    this.#blocker.textContent = say(this.#blocker.dataset.word);
    if (this.shown) this.#read = messages.filter((message) => message.from === "bot").length;
    this.element.dispatchEvent(new Event("drawn"));
  }

  #head() {
    const { person } = this.member;
    this.role = make("p", { class: "role" });
    return make(
      "header",
      { class: "head" },
      avatar(person),
      make("div", { class: "who" }, make("h2", {}, person.first_name), this.role),
      this.#opener,
    );
  }

  #menu() {
    const items = [
      button({ icon: "poster", word: "poster", on: { click: () => this.#askPoster() } }),
      button({ icon: "block", on: { click: () => this.#block() } }, this.#blocker),
      button({ icon: "close", word: "hide", class: "hide", on: { click: () => this.#askToHide() } }),
    ];
    const close = () => this.#openMenu(false);
    return make("div", { class: "menu", hidden: true, on: { click: close } }, ...items);
  }

  #openMenu(open) {
    this.menu.hidden = !open;
    this.#opener.setAttribute("aria-expanded", `${open}`);
  }

  /** A tap beside the menu or the drawer, and Escape, close them. */
  #dismiss({ target, key }) {
    if (key && key !== "Escape") return;
    if (key || !(this.menu.contains(target) || this.#opener.contains(target))) this.#openMenu(false);
    if (key || !this.composer.element.contains(target)) this.composer.close();
  }

  #empty() {
    const { bot } = this.member;
    const about = bot.description ? make("p", { dir: "auto" }, bot.description) : make("p", { word: "empty" });
    return make("div", { class: "empty", tabindex: 0 }, make("div", { class: "about" }, make("b", {}, bot.first_name), about));
  }

  #askToHide() {
    this.element.dispatchEvent(new Event("hide"));
  }

  #poster() {
    const { poster } = this.member;
    if (!poster) return null;
    return { payload: poster.payload, label: this.#posterLabel };
  }

  #actions() {
    return {
      tap: (message_id, data, key) => this.#tap(message_id, data, key),
      follow: (url, event) => this.#follow(url, event),
      opensHere: (url) => startPayload(url, this.member.bot.username) !== null,
      command: (text) => this.#write(text),
    };
  }

  #deeds() {
    return {
      write: (text) => this.#write(text),
      start: (payload) => this.#do("start", { payload }),
      block: () => this.#do("block"),
      unblock: () => this.#do("unblock"),
      send: (body) => this.#do("messages", body),
      commands: () => this.#commands(),
      askPlace: () => askPlace((location) => this.#do("messages", { location })),
      askPoster: () => this.#askPoster(),
    };
  }

  #askPoster() {
    askPoster(this.member.poster?.payload ?? "", (payload) => this.#do("start", { payload }));
  }

  #write(text) {
    return this.#do("messages", { text });
  }

  #block() {
    return this.#do(this.#chat.blocked ? "unblock" : "block");
  }

  async #commands() {
    try {
      return await this.#control.get(`${this.#path}/commands`);
    } catch (error) {
      this.#complain(error);
      return [];
    }
  }

  async #tap(message_id, data, key) {
    key.setAttribute("aria-busy", "true");
    setTimeout(() => key.removeAttribute("aria-busy"), BUSY);
    if (!(await this.#do("taps", { message_id, data }))) key.removeAttribute("aria-busy");
  }

  #settleKeys() {
    for (const key of this.log.list.querySelectorAll("[aria-busy]")) key.removeAttribute("aria-busy");
  }

  #follow(url, event) {
    const payload = startPayload(url, this.member.bot.username);
    const shared = sharedText(url);
    if (payload === null && shared === null) return;
    event.preventDefault();
    if (payload === null) this.popups.show({ text: `${say("share")}\n\n${shared}`, show_alert: true });
    else this.#do("start", { payload });
  }

  /** True when the simulator took it; otherwise the phone says why not. */
  async #do(deed, body = {}) {
    this.log.toEnd();
    try {
      await this.#control.post(`${this.#path}/${deed}`, body);
    } catch (error) {
      this.#complain(error);
      return false;
    }
    this.refresh().catch(() => {}); // when nobody answers, the page's own long poll says so and tries again
    return true;
  }

  #complain(error) {
    if (error instanceof Refused) this.popups.show({ text: say("refused", { reason: error.message }) });
    else if (error instanceof Unreachable) this.popups.show({ text: say("gone") });
    else throw error;
  }
}
