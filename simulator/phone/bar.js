// The bar at the top: title, clock, letters, language, a new person, help.

import { button, make } from "./dom.js";
import { recall, remember } from "./memory.js";
import { showHelp } from "./questions.js";
import { chooseLanguage, currentLanguage, LANGUAGES } from "./words.js";

const LETTERS = { 1: "112%", 2: "136%", 3: "160%" };

/** `deeds`: `languageChosen()`, `addPerson()`. */
export function bar(root, clock, deeds) {
  const tools = make("div", { class: "tools", id: "tools" }, letters(), languages(deeds.languageChosen), ...ends(deeds));
  const opener = button({ class: "round plain opener", label: "settings", icon: "menu", "aria-expanded": "false", "aria-controls": "tools" });
  opener.addEventListener("click", () => {
    const open = root.classList.toggle("open");
    opener.setAttribute("aria-expanded", `${open}`);
  });
  root.append(make("h1", { word: "title_short" }), clock.element, opener, tools);
}

function ends(deeds) {
  return [
    button({ icon: "add", word: "add_person", on: { click: deeds.addPerson } }),
    button({ class: "plain link", word: "help", on: { click: showHelp } }),
  ];
}

function letters() {
  const chosen = recall("letters") ?? 1;
  setLetters(chosen);
  const sizes = Object.keys(LETTERS).map((size) =>
    button({ class: `letters size-${size}`, label: `letters_${size}`, on: { click: () => press(size) } }, "A"),
  );
  const press = (size) => {
    setLetters(size);
    remember("letters", Number(size));
    mark(sizes, Number(size) - 1);
  };
  mark(sizes, chosen - 1);
  return make("div", { class: "choice", role: "group", label: "letters" }, ...sizes);
}

function setLetters(size) {
  document.documentElement.style.setProperty("--letters", LETTERS[size] ?? LETTERS[1]);
}

function languages(languageChosen) {
  const codes = Object.keys(LANGUAGES);
  const buttons = codes.map((code) => button({ lang: code, on: { click: () => press(code) } }, LANGUAGES[code]));
  const press = (code) => {
    chooseLanguage(code);
    mark(buttons, codes.indexOf(code));
    languageChosen();
  };
  mark(buttons, codes.indexOf(currentLanguage()));
  return make("div", { class: "choice", role: "group", label: "language" }, ...buttons);
}

function mark(buttons, chosen) {
  buttons.forEach((one, index) => one.setAttribute("aria-pressed", `${index === chosen}`));
}
