// Telegram's text and entities (UTF-16 offsets, as JavaScript counts too) to DOM nodes, and what its links mean.

import { make } from "./dom.js";

const PLAIN = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const OWN_HOSTS = new Set(["t.me", "telegram.me", "www.t.me"]);

/** `follow(url)` opens a link, `command(text)` sends a tapped /command. */
export function formatted(text, entities, actions) {
  const inOrder = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, inOrder, 0, text.length, actions);
}

/** The payload when `url` opens a chat with this bot ("" when it has none), else null. */
export function startPayload(url, username) {
  const address = parsed(url);
  if (!address) return null;
  const named = address.protocol === "tg:" ? address.searchParams.get("domain") : address.pathname.slice(1);
  const telegram = address.protocol === "tg:" || OWN_HOSTS.has(address.hostname);
  if (!telegram || named?.toLowerCase() !== username.toLowerCase()) return null;
  return address.searchParams.has("startgroup") ? null : address.searchParams.get("start") ?? "";
}

/** What a "share this" link would share, or null. */
export function sharedText(url) {
  const address = parsed(url);
  const sharing = address && OWN_HOSTS.has(address.hostname) && address.pathname.startsWith("/share");
  if (!sharing) return null;
  return [address.searchParams.get("text"), address.searchParams.get("url")].filter(Boolean).join("\n");
}

export function isSafe(url) {
  const address = parsed(url);
  return address !== null && SAFE.has(address.protocol);
}

function between(text, entities, from, to, actions) {
  const nodes = [];
  let position = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < position || end <= entity.offset) continue;
    const inside = entities.slice(index + 1).filter((other) => other.offset < end);
    nodes.push(text.slice(position, entity.offset));
    const node = wrapper(entity, text.slice(entity.offset, end), actions);
    node.append(...between(text, inside, entity.offset, end, actions));
    nodes.push(node);
    position = end;
  }
  nodes.push(text.slice(position, to));
  return nodes.filter((node) => node !== "");
}

function wrapper(entity, words, actions) {
  if (PLAIN[entity.type]) return make(PLAIN[entity.type]);
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command") return tappable(() => actions.command(words));
  const address = addressOf(entity, words);
  return address && isSafe(address) ? link(address, actions) : make("span");
}

function addressOf(entity, words) {
  if (entity.type === "text_link") return entity.url;
  if (entity.type === "url") return words.includes("://") ? words : `https://${words}`;
  if (entity.type === "email") return `mailto:${words}`;
  if (entity.type === "phone_number") return `tel:${words.replace(/\s/g, "")}`;
  if (entity.type === "mention") return `https://t.me/${words.slice(1)}`;
  return null;
}

function link(address, actions) {
  const follow = (event) => actions.follow(address, event);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", on: { click: follow } });
}

function tappable(act) {
  return make("button", { type: "button", class: "command", on: { click: act } });
}

function spoiler() {
  const show = (event) => event.currentTarget.classList.add("shown");
  return make("button", { type: "button", class: "spoiler", on: { click: show } });
}

function parsed(url) {
  return URL.canParse(url) ? new URL(url) : null;
}
