// The demo's clock at the top: what time it is in the demo, and jumps ahead.

import { Refused } from "./control.js";
import { button, icon, make } from "./dom.js";
import { openDialog } from "./questions.js";
import { moment, pick, say, ZONE } from "./words.js";

const ASK_EVERY = 60_000; // ms; between the askings the page counts along
const JUMP_PATIENCE = 600_000; // ms; a jump over weeks sends everything that was due on the way
const INLINE = 3;

export class Clock {
  #control;
  #tell;
  #offset = 0;
  #jumps = [];
  #dialog = null;

  /** `tell(text)` shows a line at the foot of the page. */
  constructor(control, tell) {
    this.#control = control;
    this.#tell = tell;
    this.long = make("span", { class: "long" });
    this.short = make("span", { class: "short" });
    this.button = button({ class: "clock", label: "clock", on: { click: () => this.open() } }, icon("clock"), this.long, this.short, icon("choose"));
    this.shortcuts = make("div", { class: "shortcuts" });
    this.element = make("div", { class: "time", hidden: true }, this.button, this.shortcuts);
    setInterval(() => this.draw(), 5_000);
    setInterval(() => this.refresh().catch(() => {}), ASK_EVERY); // the long poll tells when nobody answers
  }

  now() {
    return new Date(Date.now() + this.#offset);
  }

  async refresh() {
    try {
      this.#set(await this.#control.get("clock"));
    } catch (error) {
      if (!(error instanceof Refused)) throw error; // no demo, no clock: then the page shows none
    }
  }

  draw() {
    const now = this.now();
    if (this.long.textContent !== moment(now)) {
      this.long.textContent = moment(now);
      this.short.textContent = moment(now, false);
    }
    this.button.setAttribute("aria-label", `${say("clock")}: ${moment(now)}`);
  }

  drawJumps() {
    this.shortcuts.replaceChildren(...this.#jumpButtons().slice(0, INLINE));
  }

  open() {
    const now = make("p", { class: "now" }, say("clock_now", { when: moment(this.now()) }));
    const hint = make("p", { class: "hint", word: "clock_hint" });
    this.#dialog = openDialog("clock", now, make("div", { class: "jumps" }, ...this.#jumpButtons()), this.#free(), hint);
  }

  #set({ now, jumps }) {
    this.#offset = new Date(now).getTime() - Date.now();
    const changed = JSON.stringify(jumps) !== JSON.stringify(this.#jumps);
    this.#jumps = jumps ?? [];
    this.element.hidden = false;
    this.draw();
    if (changed) this.drawJumps();
  }

  #jumpButtons() {
    return this.#jumps.map((jump) => button({ on: { click: () => this.#jump(jump.id) } }, pick(jump)));
  }

  #free() {
    const [today, time] = localTime(this.now()).split("T");
    const day = make("input", { type: "date", required: true, value: today, min: today, label: "clock_day" });
    const hour = make("input", { type: "time", required: true, value: time, label: "clock_time" });
    const submit = (event) => {
      event.preventDefault();
      this.#jump(instant(`${day.value}T${hour.value}`).toISOString());
    };
    const fields = make("div", { class: "pair" }, day, hour);
    const heading = make("h3", { word: "clock_free" });
    return make("form", { on: { submit } }, heading, fields, make("button", { class: "big", word: "clock_go" }));
  }

  async #jump(to) {
    this.#dialog?.close();
    this.element.setAttribute("aria-busy", "true");
    this.#tell(say("clock_busy"));
    try {
      await this.#control.post("clock", { to }, JUMP_PATIENCE);
      await this.refresh();
      this.#tell(say("clock_arrived", { when: moment(this.now()) }));
    } catch (error) {
      this.#tell(error instanceof Refused ? say("refused", { reason: error.message }) : say("gone"));
    } finally {
      this.element.removeAttribute("aria-busy");
    }
  }
}

/** A wall time in the demo's zone, "2026-11-29T17:00", as an instant. The hour that is left out in spring lands after it. */
function instant(wall) {
  const guess = new Date(`${wall}Z`);
  const first = new Date(guess.getTime() - offsetAt(guess));
  return new Date(guess.getTime() - offsetAt(first));
}

function localTime(date) {
  return new Date(date.getTime() + offsetAt(date)).toISOString().slice(0, 16);
}

/** How far the zone is ahead of UTC at `date`, in ms. */
function offsetAt(date) {
  const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" }).format(date);
  return new Date(`${wall.replace(" ", "T")}Z`).getTime() - Math.floor(date.getTime() / 1000) * 1000;
}
