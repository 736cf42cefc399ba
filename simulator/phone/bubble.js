// One message as a bubble, with its keyboard under it.

import { button, icon, make } from "./dom.js";
import { formatted, isSafe } from "./format.js";
import { clockTime, number, say } from "./words.js";

const FEW = 4; // buttons in a row that may move to the next line when their words need room

/**
 * `message` is as in README.md; `actions` has `tap(message_id, data, button)`, `follow(url, event)`, `opensHere(url)`, `command(text)`;
 * `date` is when it was written.
 */
export function bubble(message, actions, date) {
  const mine = message.from === "person";
  return make(
    "article",
    { class: mine ? "message mine" : "message", "data-id": message.message_id, tabindex: -1 },
    make(
      "div",
      { class: message.sticker ? "bubble bare" : "bubble" },
      attachment(message),
      words(message, actions),
      stamp(message, date),
    ),
    keyboard(message, actions),
  );
}

function attachment(message) {
  const kind = Object.keys(ATTACHMENTS).find((name) => message[name]);
  if (kind) return ATTACHMENTS[kind](message[kind], message);
  return message.text || message.caption ? null : make("p", { class: "odd", word: "other" });
}

const ATTACHMENTS = {
  photo: (photo, message) => picture(Array.isArray(photo) ? photo.at(-1) : photo, message),
  document: paper,
  venue: (venue) => place(venue.location, venue.title, venue.address),
  location: (location) => place(location),
  sticker: (sticker) => make("p", { class: "sticker" }, sticker.emoji ?? say("sticker")),
  contact: (contact) => make("p", { class: "card" }, `${say("contact")}: ${contact.first_name} ${contact.phone_number}`),
  voice: (voice) => make("p", { class: "card" }, `${say("voice")} (${voice.duration ?? 0} s)`),
};

function picture(photo, message) {
  const address = fileAddress(photo.file_id);
  const image = make("img", {
    src: address,
    alt: message.caption ?? say("photo"),
    width: photo.width,
    height: photo.height,
    loading: "lazy",
  });
  return make("a", { class: "picture", href: address, target: "_blank" }, image);
}

function paper(document) {
  const name = document.file_name ?? say("document");
  const size = document.file_size ? `${number(Math.max(document.file_size / 1024, 0.1), 1)} kB` : "";
  return make(
    "a",
    { class: "card", href: fileAddress(document.file_id), download: name },
    icon("file"),
    make("span", {}, make("b", {}, name), make("small", {}, size)),
  );
}

function place(location, title, address) {
  const where = location ? `${number(location.latitude, 4)}; ${number(location.longitude, 4)}` : "";
  return make(
    "div",
    { class: "card place" },
    make("span", { class: "map" }, icon("pin")),
    make("span", {}, make("b", {}, title ?? say("location")), make("small", {}, address ?? where)),
  );
}

function words(message, actions) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.text ? message.entities : message.caption_entities;
  return make("div", { class: "words", dir: "auto" }, ...formatted(text, entities, actions));
}

function stamp(message, date) {
  const time = make("time", { datetime: date.toISOString() }, clockTime(date));
  return make("p", { class: "stamp" }, message.edited ? make("span", { word: "edited" }) : null, time);
}

function keyboard(message, actions) {
  if (!message.keyboard?.length) return null;
  const rows = message.keyboard.map((row) =>
    make("div", { class: row.length > FEW ? "row many" : "row" }, ...row.map((key) => keyOf(message, key, actions))),
  );
  return make("div", { class: "keyboard" }, ...rows);
}

function keyOf(message, key, actions) {
  if (key.url && isSafe(key.url)) return linkKey(key, actions);
  const tap = (event) => actions.tap(message.message_id, key.data, event.currentTarget);
  return button({ class: "key", dir: "auto", "data-style": key.style, on: { click: tap } }, key.label);
}

function linkKey(key, actions) {
  const follow = (event) => actions.follow(key.url, event);
  const properties = { class: "key", href: key.url, target: "_blank", rel: "noopener noreferrer", on: { click: follow } };
  return make("a", properties, make("span", { dir: "auto" }, key.label), actions.opensHere(key.url) ? null : icon("out"));
}

function fileAddress(fileId) {
  return `control/files/${encodeURIComponent(fileId)}`;
}
