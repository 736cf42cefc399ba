// What the page itself says, and how it says days and times. The bot's words come from the bot.

import { recall, remember } from "./memory.js";

export const LANGUAGES = { da: "Dansk", en: "English" };
const LOCALE = { da: "da-DK", en: "en-GB" };
export const ZONE = "Europe/Copenhagen";

const WORDS = {
  da: {
    title: "Klyngebots prøvetelefoner",
    title_short: "Prøvetelefoner",
    people: "Hvem vil du være?",
    settings: "Indstillinger",
    letters: "Bogstaver",
    letters_1: "Almindelige bogstaver",
    letters_2: "Store bogstaver",
    letters_3: "Meget store bogstaver",
    language: "Sidens sprog",
    add_person: "Ny person",
    help: "Hvad er det her?",
    help_1: "Her prøver du Klyngebot uden Telegram. Du spiller flere mennesker på én gang: skriv og tryk, som de ville gøre på deres telefoner.",
    help_2: "Intet forlader denne maskine. Der bliver ikke sendt noget til Telegram eller andre, og menneskene er opdigtede.",
    help_3: "Øverst står klokken i prøven. Du kan springe frem, og så sker det, der skulle være sket imens: påmindelser, ugebreve og svar.",
    help_4: "Tryk på et navn for at finde den telefon frem. På en bred skærm kan flere stå ved siden af hinanden.",
    close: "Luk",
    cancel: "Annullér",
    ok: "OK",
    clock: "Klokken i prøven",
    clock_now: "Nu er det {when}.",
    clock_hint: "Tiden går kun fremad.",
    clock_free: "En anden dag og tid",
    clock_day: "Dag",
    clock_time: "Klokken",
    clock_go: "Spring dertil",
    clock_busy: "Tiden går …",
    clock_arrived: "Nu er det {when}",
    name: "Navn",
    name_missing: "Skriv et navn.",
    telegram_language: "Sprog i Telegram",
    create: "Giv dem en telefon",
    others: "Eller find en frem, som allerede er her",
    poster: "Scan en plakat",
    poster_scan: "Scan plakaten",
    poster_hint: "Det, der står efter ?start= i plakatens link.",
    poster_wrong: "Kun a-z, A-Z, tal, _ og -, højst 64 tegn.",
    start: "Start",
    empty: "Her er der ikke skrevet noget endnu.",
    write: "Skriv her",
    send: "Send",
    attach: "Vedhæft",
    commands: "Kommandoer",
    no_commands: "Botten har ingen kommandoer endnu.",
    photo: "Billede",
    location: "Sted på kortet",
    sticker: "Klistermærke",
    latitude: "Breddegrad",
    longitude: "Længdegrad",
    send_location: "Send stedet",
    more: "Mere",
    block: "Bloker botten",
    unblock: "Ophæv blokeringen",
    blocked: "Du har blokeret botten. Den kan ikke skrive til dig.",
    hide: "Læg telefonen væk",
    edited: "redigeret",
    typing: "{bot} skriver …",
    newest: "Ned til det nyeste",
    conversation: "Samtale mellem {name} og {bot}",
    message_field: "Besked fra {name}",
    unread_one: "1 ny",
    unread: "{count} nye",
    document: "Dokument",
    voice: "Talebesked",
    contact: "Kontakt",
    other: "Noget, som denne telefon ikke kan vise",
    share: "På en rigtig telefon kunne du nu dele dette:",
    gone: "Ingen forbindelse til prøven. Siden prøver igen af sig selv, og det, du har skrevet, bliver stående.",
    back: "Forbindelsen er tilbage.",
    refused: "Det gik ikke: {reason}",
    today: "I dag",
    yesterday: "I går",
    nobody: "Der er ingen mennesker i prøven endnu. Tryk på »Ny person«.",
    no_bot: "Der er ingen bot i prøven endnu. Siden venter på den.",
  },
  en: {
    title: "Klyngebot's demo phones",
    title_short: "Demo phones",
    people: "Who do you want to be?",
    settings: "Settings",
    letters: "Letters",
    letters_1: "Normal letters",
    letters_2: "Large letters",
    letters_3: "Very large letters",
    language: "This page's language",
    add_person: "New person",
    help: "What is this?",
    help_1: "Here you try Klyngebot without Telegram. You play several people at once: write and tap as they would on their phones.",
    help_2: "Nothing leaves this machine. Nothing is sent to Telegram or anybody else, and the people are made up.",
    help_3: "The clock at the top is the demo's own. Jump ahead, and what should have happened meanwhile happens: reminders, weekly letters and answers.",
    help_4: "Press a name to bring out that phone. On a wide screen several stand side by side.",
    close: "Close",
    cancel: "Cancel",
    ok: "OK",
    clock: "The demo's clock",
    clock_now: "It is now {when}.",
    clock_hint: "Time only moves forward.",
    clock_free: "Another day and time",
    clock_day: "Day",
    clock_time: "Time",
    clock_go: "Jump there",
    clock_busy: "Time passes …",
    clock_arrived: "It is now {when}",
    name: "Name",
    name_missing: "Write a name.",
    telegram_language: "Language in Telegram",
    create: "Give them a phone",
    others: "Or bring out somebody who is already here",
    poster: "Scan a poster",
    poster_scan: "Scan the poster",
    poster_hint: "What stands after ?start= in the poster's link.",
    poster_wrong: "Only a-z, A-Z, digits, _ and -, at most 64 characters.",
    start: "Start",
    empty: "Nothing has been written here yet.",
    write: "Write here",
    send: "Send",
    attach: "Attach",
    commands: "Commands",
    no_commands: "The bot has no commands yet.",
    photo: "Picture",
    location: "Place on the map",
    sticker: "Sticker",
    latitude: "Latitude",
    longitude: "Longitude",
    send_location: "Send the place",
    more: "More",
    block: "Block the bot",
    unblock: "Unblock",
    blocked: "You have blocked the bot. It cannot write to you.",
    hide: "Put the phone away",
    edited: "edited",
    typing: "{bot} is typing …",
    newest: "Down to the newest",
    conversation: "Chat between {name} and {bot}",
    message_field: "Message from {name}",
    unread_one: "1 new",
    unread: "{count} new",
    document: "Document",
    voice: "Voice message",
    contact: "Contact",
    other: "Something this phone cannot show",
    share: "On a real phone you could now share this:",
    gone: "No connection to the demo. The page keeps trying, and what you have typed stays.",
    back: "The connection is back.",
    refused: "That did not work: {reason}",
    today: "Today",
    yesterday: "Yesterday",
    nobody: "There is nobody in the demo yet. Press \"New person\".",
    no_bot: "There is no bot in the demo yet. The page is waiting for it.",
  },
};

let language = recall("language") ?? browserLanguage();

export function currentLanguage() {
  return language;
}

export function chooseLanguage(chosen) {
  language = chosen;
  remember("language", chosen);
  document.documentElement.lang = chosen;
}

export function say(key, values = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The server's own words, `{da, en}`, as a label. */
export function pick(both) {
  const words = both[language] ?? both.da;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "søndag den 22. november kl. 18.30" or "Sunday 22 November at 18:30"; with `long` false "søn. 22. nov. 18.30". */
export function moment(date, long = true) {
  const width = long ? "long" : "short";
  const day = format(date, { day: "numeric", month: width });
  const weekday = format(date, { weekday: width });
  if (!long) return `${weekday} ${day} ${clockTime(date)}`;
  return language === "da" ? `${weekday} den ${day} kl. ${clockTime(date)}` : `${weekday} ${day} at ${clockTime(date)}`;
}

export function clockTime(date) {
  return format(date, { hour: "2-digit", minute: "2-digit" });
}

export function dayOf(date) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(date);
}

export function dayName(date, now) {
  if (dayOf(date) === dayOf(now)) return say("today");
  if (dayOf(date) === dayOf(new Date(now.getTime() - 86_400_000))) return say("yesterday");
  return format(date, { weekday: "long", day: "numeric", month: "long" });
}

export function number(value, digits) {
  return value.toLocaleString(LOCALE[language], { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function format(date, options) {
  return new Intl.DateTimeFormat(LOCALE[language], { timeZone: ZONE, ...options }).format(date);
}

function browserLanguage() {
  const wanted = navigator.languages ?? [navigator.language];
  return wanted[0]?.toLowerCase().startsWith("en") ? "en" : "da";
}
