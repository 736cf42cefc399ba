// What the browser keeps between visits: language, letters, who is shown, unsent words. Losing it costs nothing else.

const PREFIX = "phone.";

export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null; // private windows may refuse storage, and an older page may have left something else
  }
}

export function remember(key, value) {
  try {
    if (value === null || value === "") localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // full or forbidden: the page works without
  }
}
