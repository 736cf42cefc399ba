// Where the page begins: who takes part, one long poll for all their chats, and the bar.

import { bar } from "./bar.js";
import { Clock } from "./clock.js";
import { Control, Refused } from "./control.js";
import { translate } from "./dom.js";
import { recall, remember } from "./memory.js";
import { Phones } from "./phones.js";
import { askPerson } from "./questions.js";
import { chooseLanguage, currentLanguage, say } from "./words.js";

const HOLD = 25; // seconds the simulator may keep a question about news open
const TOLD = 6_000; // ms a line at the foot of the page stays
const FEW = 8; // without a cast everybody gets a phone, but not a crowd
const at = (id) => document.getElementById(id);

const control = new Control();
const clock = new Clock(control, tell);
const phones = new Phones(control, () => clock.now(), at("people"), at("phones"));
let bots = [];
let everybody = [];
let version = 0;
let stale = true;

chooseLanguage(currentLanguage());
document.title = say("title");
at("people").setAttribute("aria-label", say("people"));
bar(at("bar"), clock, { languageChosen, addPerson });
control.addEventListener("gone", () => {
  stale = true; // what comes back may be another simulator; and asking for everything is answered at once
  tell(say("gone"), Infinity);
});
control.addEventListener("back", () => tell(say("back")));
control.keepDoing(followNews);

/** One round: everything at first (and after a break), then what changed. */
async function followNews() {
  if (stale || !bots.length) await everything();
  const news = await control.get(`changes?since=${version}&wait=${bots.length ? HOLD : 2}`);
  await Promise.all(news.chats.map((chat) => phones.refresh(chat.person, chat.bot)));
  stale ||= news.version < version;
  version = news.version;
}

async function everything() {
  stale = false;
  const news = await control.get("changes?since=0&wait=0");
  [bots, everybody] = await Promise.all([control.get("bots"), control.get("people")]);
  phones.keep(everybody, bots);
  phones.explain(bots.length ? "nobody" : "no_bot");
  if (bots.length) phones.bring(await members());
  await Promise.all([phones.refreshAll(), clock.refresh()]);
  version = news.version;
}

/** The demo's cast and the people added on this page; without a cast, everybody there is. */
async function members() {
  const cast = (await castOrNone()).map(ofCast).filter(Boolean);
  const added = (recall("added") ?? []).map(String);
  const chosen = everybody.filter((person) => added.includes(`${person.id}`));
  const rest = cast.length ? chosen : everybody.slice(0, FEW).concat(chosen);
  return [...cast, ...rest.map((person) => ({ person, bot: bots[0] }))];
}

async function castOrNone() {
  try {
    return await control.get("cast");
  } catch (error) {
    if (error instanceof Refused) return []; // a simulator without a demo has no cast
    throw error;
  }
}

function ofCast(role) {
  const person = everybody.find(({ id }) => `${id}` === `${role.person}`);
  const bot = bots.find(({ id }) => `${id}` === `${role.bot}`);
  if (!person || !bot) return null;
  const poster = role.start_payload ? { payload: role.start_payload, da: role.start_label_da, en: role.start_label_en } : null;
  return { person, bot, role: { da: role.label_da, en: role.label_en }, poster };
}

function addPerson() {
  const others = everybody.filter((person) => !phones.has(person.id));
  askPerson(create, others, (person) => bringOut(person));
}

async function create(first_name, language_code) {
  try {
    const person = await control.post("people", { first_name, language_code });
    everybody.push(person);
    bringOut(person);
    return true;
  } catch (error) {
    tell(error instanceof Refused ? say("refused", { reason: error.message }) : say("gone"));
    return false;
  }
}

function bringOut(person) {
  remember("added", [...(recall("added") ?? []), person.id]);
  if (bots.length) phones.bring([{ person, bot: bots[0] }]);
  phones.take(person.id);
  phones.refresh(person.id, bots[0]?.id).catch(() => {}); // the long poll tells when nobody answers
}

function languageChosen() {
  translate(document);
  document.title = say("title");
  at("people").setAttribute("aria-label", say("people"));
  clock.draw();
  clock.drawJumps();
  phones.name();
}

let silence;

function tell(text, forTime = TOLD) {
  clearTimeout(silence);
  at("connection").textContent = text;
  at("connection").classList.toggle("lasting", forTime === Infinity);
  if (forTime !== Infinity) silence = setTimeout(() => (at("connection").textContent = ""), forTime);
}
