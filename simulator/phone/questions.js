// The page's own dialogs. Each is a <dialog>: the browser keeps the focus inside and gives it back.

import { button, make } from "./dom.js";
import { LANGUAGES, say } from "./words.js";

const SOMEWHERE = { latitude: "55.4900", longitude: "11.8300" };
const PAYLOAD = /^[A-Za-z0-9_-]{0,64}$/;
const TELEGRAM_LANGUAGES = { ...LANGUAGES, de: "Deutsch", pl: "Polski", uk: "Українська" };

/** Opens a dialog with these children and a close button; returns it. */
export function openDialog(title, ...children) {
  const dialog = make("dialog", { class: "dialog", on: { close: () => dialog.remove() } });
  const heading = make("h2", { word: title, id: `dialog-${title}` });
  const close = button({ class: "round plain", label: "close", icon: "close", on: { click: () => dialog.close() } });
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(make("header", {}, heading, close), ...children);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function showHelp() {
  const lines = ["help_1", "help_2", "help_3", "help_4"].map((word) => make("p", { word }));
  openDialog("help", ...lines);
}

export function askPlace(send) {
  const latitude = numberField("latitude", SOMEWHERE.latitude, 90);
  const longitude = numberField("longitude", SOMEWHERE.longitude, 180);
  const form = formOf("send_location", () => {
    send({ latitude: latitude.input.valueAsNumber, longitude: longitude.input.valueAsNumber });
    dialog.close();
  });
  form.prepend(latitude.label, longitude.label);
  const dialog = openDialog("location", form);
}

export function askPoster(payload, start) {
  const field = textField("poster_hint", payload);
  const form = formOf("poster_scan", () => {
    if (!PAYLOAD.test(field.input.value.trim())) return field.complain("poster_wrong");
    start(field.input.value.trim());
    return dialog.close();
  });
  form.prepend(field.label);
  const dialog = openDialog("poster", form);
}

/** `create(name, language)` resolves to true when there is a new phone; `others` are people without one on the page. */
export function askPerson(create, others, bringOut) {
  const field = textField("name", "");
  const languages = Object.entries(TELEGRAM_LANGUAGES).map(([code, name]) => make("option", { value: code }, name));
  const language = make("select", {}, ...languages);
  const form = formOf("create", async () => {
    if (!field.input.value.trim()) return field.complain("name_missing");
    return (await create(field.input.value.trim(), language.value)) && dialog.close();
  });
  form.prepend(field.label, make("label", {}, make("span", { word: "telegram_language" }), language));
  const dialog = openDialog("add_person", form, ...existing(others, (person) => {
    bringOut(person);
    dialog.close();
  }));
}

function existing(others, chosen) {
  if (!others.length) return [];
  const names = others.map((person) => button({ on: { click: () => chosen(person) } }, person.first_name));
  return [make("h3", { word: "others" }), make("div", { class: "names" }, ...names)];
}

function formOf(word, act) {
  const submit = (event) => {
    event.preventDefault();
    act();
  };
  return make("form", { on: { submit }, novalidate: false }, make("button", { class: "big", word }));
}

function textField(word, value) {
  const input = make("input", { type: "text", value, autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const wrong = make("span", { class: "wrong", role: "alert" });
  const label = make("label", {}, make("span", { word }), input, wrong);
  const complain = (reason) => {
    wrong.textContent = say(reason);
    input.focus();
  };
  return { input, label, complain };
}

function numberField(word, value, limit) {
  const input = make("input", { type: "number", step: "any", min: -limit, max: limit, value, required: true });
  return { input, label: make("label", {}, make("span", { word }), input) };
}
