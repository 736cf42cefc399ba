// Building the page. People's words only ever arrive as text nodes: no markup is parsed anywhere.

import { say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  send: "M4 12 3 4l18 8-18 8 1-8Zm0 0h8",
  attach: "M12 5v14M5 12h14",
  more: "M11.5 5.5h1v.5h-1zM11.5 12h1v.5h-1zM11.5 18.5h1v.5h-1z",
  menu: "M4 7h16M4 12h16M4 17h16",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3.5 2",
  add: "M15 19v-1a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v1M8.5 10.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM19 8v6M16 11h6",
  down: "M12 5v14m-6-6 6 6 6-6",
  choose: "m7 10 5 5 5-5",
  close: "M6 6l12 12M18 6 6 18",
  pin: "M12 21s7-6.200 7-11.5A7 7 0 0 0 5 9.5C5 14.800 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  file: "M7 3h7l5 5v13H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Zm7 0v5h5",
  photo: "M4 6h16v13H4V6Zm0 10 5-5 4 4 3-3 4 4M9 10v.01",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM9 10v.01M15 10v.01M8.5 14.5c2 2 5 2 7 0",
  out: "M14 4h6v6M20 4l-9 9M18 14v5H5V6h5",
  poster: "M4 4h6v6H4V4Zm10 0h6v6h-6V4ZM4 14h6v6H4v-6Zm10 0h2v2h-2v-2Zm4 4h2v2h-2v-2Zm0-4h2",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM6 6l12 12",
};

/**
 * One element. `word` and `label` are keys of words.js, kept so that `translate` can say them again;
 * `on` holds listeners; everything else is an attribute (true: present, false or null: left out).
 */
export function make(tag, { word, label, placeholder, on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  Object.assign(element.dataset, definedOf({ word, label, placeholder }));
  element.append(...children.filter((child) => child !== null && child !== undefined));
  spell(element);
  return element;
}

/** A button; with `icon` and no `word` it is an icon, and `label` is its name. */
export function button({ icon: name, ...properties }, ...children) {
  const before = name ? [icon(name)] : [];
  const { word, ...rest } = properties;
  const text = word ? [make("span", { word })] : [];
  return make("button", { type: "button", ...rest }, ...before, ...text, ...children);
}

export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

/** After the language has changed: every fixed word under `root` again. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-word], [data-label], [data-placeholder]")) spell(element);
}

/** Makes `parent` hold exactly `wanted`, moving nothing that stays: focus and scroll survive. */
export function settle(parent, wanted) {
  const staying = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!staying.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of wanted) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

function spell(element) {
  const { word, label, placeholder } = element.dataset;
  if (word) element.textContent = say(word);
  if (placeholder) element.placeholder = say(placeholder);
  if (label) {
    element.setAttribute("aria-label", say(label));
    if (element.tagName === "BUTTON") element.title = say(label);
  }
}

function definedOf(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
