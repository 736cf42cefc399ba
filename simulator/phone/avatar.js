// A face for each person: their first letter on a colour of their own.

import { make } from "./dom.js";

const HUES = [152, 205, 28, 268, 340, 96, 190, 48];

export function avatar(person) {
  const letters = [...person.first_name.trim()].slice(0, 1).join("").toUpperCase() || "?";
  const hue = HUES[hashed(`${person.id}`) % HUES.length];
  const face = make("span", { class: "avatar", "aria-hidden": "true" }, letters);
  face.style.setProperty("--hue", hue);
  return face;
}

function hashed(words) {
  return [...words].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
}
