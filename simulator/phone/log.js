// The list of bubbles of one phone: what changed is redrawn, the rest stays, and the newest stays in sight.

import { bubble } from "./bubble.js";
import { button, icon, make, settle } from "./dom.js";
import { dayName, dayOf } from "./words.js";

const EDGE = 8; // px of ground above the message
const NEAR_END = 60; // px from the bottom that still count as "reading the newest"

export class ChatLog {
  #drawn = new Map();
  #days = new Map();
  #atEnd = true;
  #actions;
  #now;

  constructor(actions, now) {
    this.#actions = actions;
    this.#now = now;
    this.list = make("div", { class: "messages", role: "log", tabindex: 0, on: { scroll: () => this.#scrolled() } });
    this.newest = button({ class: "newest", label: "newest", hidden: true, on: { click: () => this.toEnd(true) } });
    this.newest.append(icon("down"));
    this.element = make("div", { class: "log" }, this.list, this.newest);
    // A keyboard on the screen or larger letters change the height; who read the newest goes on doing so.
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.list);
  }

  draw(messages) {
    const following = this.#atEnd;
    const focused = this.#focusedMessage();
    const newest = messages.at(-1)?.message_id;
    const arrived = !this.#drawn.has(newest);
    const nodes = this.#withDays(messages);
    settle(this.list, nodes);
    this.#forgetGone(messages);
    this.#refocus(focused);
    if (following) this.#follow(arrived && this.#drawn.get(newest)?.node);
    else this.#scrolled();
  }

  /** Everything again, in the language chosen now. */
  redraw(messages) {
    this.#drawn.clear();
    this.#days.clear();
    this.draw(messages);
  }

  toEnd(smooth = false) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
    this.#atEnd = true;
    this.newest.hidden = true;
  }

  /** To the end; but what has arrived and is taller than the screen is read from its beginning. */
  #follow(arrived) {
    this.toEnd();
    const above = arrived ? this.list.getBoundingClientRect().top - arrived.getBoundingClientRect().top : 0;
    if (above <= 0 || this.list.clientHeight === 0) return;
    this.list.scrollBy({ top: -above - EDGE, behavior: "instant" });
    this.#scrolled();
  }

  #withDays(messages) {
    const nodes = [];
    let day = null;
    for (const message of messages) {
      const date = dateOf(message);
      if (dayOf(date) !== day) nodes.push(this.#day(date));
      day = dayOf(date);
      nodes.push(this.#bubble(message, date));
    }
    return nodes;
  }

  #bubble(message, date) {
    const print = JSON.stringify(message);
    const known = this.#drawn.get(message.message_id);
    if (known?.print === print) return known.node;
    const node = bubble(message, this.#actions, date);
    this.#drawn.set(message.message_id, { print, node });
    return node;
  }

  #day(date) {
    const key = dayOf(date);
    const known = this.#days.get(key) ?? make("p", { class: "day" });
    this.#days.set(key, known);
    const name = dayName(date, this.#now());
    if (known.textContent !== name) known.textContent = name;
    return known;
  }

  #forgetGone(messages) {
    const there = new Set(messages.map((message) => message.message_id));
    for (const id of this.#drawn.keys()) if (!there.has(id)) this.#drawn.delete(id);
  }

  #focusedMessage() {
    return this.list.contains(document.activeElement) ? document.activeElement.closest("[data-id]") : null;
  }

  /** An edited message is a new node: focus goes to it, not to one of its buttons, so that a held key taps nothing. */
  #refocus(focused) {
    if (!focused || focused.isConnected) return;
    this.#drawn.get(Number(focused.dataset.id))?.node.focus({ preventScroll: true });
  }

  #scrolled() {
    const below = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
    this.#atEnd = below < NEAR_END;
    this.newest.hidden = this.#atEnd;
  }
}

export function dateOf(message) {
  return new Date(typeof message.date === "number" ? message.date * 1000 : message.date);
}
