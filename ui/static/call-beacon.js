// What only a browser can do for a waiting call: sound, the tab's title, a desktop notification, the keyboard
// shortcut, and the time from the message to the screen. The server renders <call-beacon> while a call waits.
import { alone, pause } from "./alone.js";

const KEPT_UNDER = "callbeacon-alerts"; // whether this browser's user has turned them on
const LAST_BEACON = "callbeacon-last-beacon";
const SOUNDS_EVERY = 4000; // ms
// A tab that takes over may not have heard yet that the call was opened in the one before.
const SETTLES_IN = 250; // ms

const root = document.documentElement;
const title = document.title;
const present = new Set(); // the <call-beacon> on this page: none or one
let audio = null;

// --- Sound and notifications, turned on and off for all tabs of this browser.

const areOn = () => localStorage.getItem(KEPT_UNDER) === "on";
// A browser lets a page sound only after a click or a key in it, and complains about whoever tries before.
const maySound = () => navigator.userActivation?.hasBeenActive ?? true;

function arrange() {
  const isDenied = !("Notification" in window) || Notification.permission === "denied";
  root.dataset.alerts = areOn() ? "on" : "off";
  root.toggleAttribute("data-sound-blocked", areOn() && !maySound());
  root.toggleAttribute("data-notifications-blocked", areOn() && isDenied);
  for (const beacon of present) beacon.arrange();
}

async function turn(state) {
  localStorage.setItem(KEPT_UNDER, state);
  arrange();
  if (state === "on" && "Notification" in window) await Notification.requestPermission();
  arrange();
}

document.addEventListener("click", ({ target }) => {
  const pressed = target.closest("[data-turn-alerts]");
  if (!pressed) return;
  turn(pressed.dataset.turnAlerts);
  const other = pressed.dataset.turnAlerts === "on" ? "off" : "on";
  // The other button takes this one's place, and so its focus.
  pressed.parentElement.querySelector(`[data-turn-alerts=${other}]`).focus();
});
addEventListener("storage", ({ key }) => key === KEPT_UNDER && arrange());
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => setTimeout(arrange), true);

// --- In one tab only, and on from there in the next when that tab is closed.

function tone(pitch, after) {
  const from = audio.currentTime + after;
  const oscillator = new OscillatorNode(audio, { frequency: pitch });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(0.15, from + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, from + 0.4);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(from);
  oscillator.stop(from + 0.4);
}

async function sound(signal) {
  audio ??= new AudioContext();
  await audio.resume();
  await pause(SETTLES_IN, signal);
  while (!signal.aborted) {
    tone(659, 0);
    tone(880, 0.18);
    await pause(SOUNDS_EVERY, signal);
  }
}

async function notify(beacon, signal) {
  await pause(SETTLES_IN, signal);
  if (signal.aborted || !("Notification" in window) || Notification.permission !== "granted") return;
  const icon = document.querySelector("link[rel=icon]").href;
  const { call, caller, rest } = beacon.attributes;
  const shown = new Notification(caller.value, { body: rest.value, tag: call.value, icon, silent: true });
  shown.addEventListener("click", () => {
    window.focus();
    shown.close();
    buttonOf(beacon).focus();
  });
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  shown.close();
}

// --- The time to the screen: the server's part, this page's part, and half of a way there and back between them.

async function way() {
  const from = performance.now();
  await fetch("/health/live", { cache: "no-store" });
  return (performance.now() - from) / 2;
}

function measure(beacon) {
  const appeared = performance.now();
  if (!beacon.hasAttribute("age") || document.hidden) return;
  requestAnimationFrame(() =>
    setTimeout(async () => {
      const here = performance.now() - appeared;
      const ms = Math.round(Number(beacon.getAttribute("age")) * 1000 + here + (await way()));
      localStorage.setItem(LAST_BEACON, JSON.stringify({ at: Date.now(), ms }));
      dispatchEvent(new Event(LAST_BEACON));
    }),
  );
}

// For the trace of the call: it is on screen now, or as soon as somebody looks at this tab.
function tell(beacon) {
  requestAnimationFrame(() => beacon.isConnected && beacon.dispatchEvent(new CustomEvent("callshown")));
}

const buttonOf = (beacon) => beacon.closest(".beacon").querySelector("button");

class CallBeacon extends HTMLElement {
  #silence = null;
  #isSounding = false;

  connectedCallback() {
    present.add(this);
    measure(this);
    tell(this);
    this.arrange();
  }

  disconnectedCallback() {
    present.delete(this);
    this.arrange();
  }

  arrange() {
    const isLoud = areOn() && this.isConnected;
    document.title = isLoud ? `● ${this.getAttribute("caller")} · ${title}` : title;
    if (!isLoud) return this.#quieten();
    if (!this.#silence) {
      this.#silence = new AbortController();
      const { signal } = this.#silence;
      alone("notification", signal, (signal) => notify(this, signal));
    }
    if (this.#isSounding || !maySound()) return;
    this.#isSounding = true;
    const { signal } = this.#silence;
    alone("sound", signal, sound);
  }

  #quieten() {
    this.#silence?.abort();
    this.#silence = null;
    this.#isSounding = false;
  }
}

addEventListener(
  "keydown",
  (event) => {
    // The button promises the shortcut, and is there before the element, which waits for the caller's name.
    const button = document.querySelector(".beacon button[aria-keyshortcuts]");
    const isShortcut = event.key === "Enter" && event.ctrlKey && event.shiftKey && !event.altKey && !event.metaKey;
    if (!button || !isShortcut || event.repeat) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.click();
  },
  true, // before a field makes a line break of it
);

// "Last beacon" in the user menu.
class LastBeacon extends HTMLElement {
  #text = document.createTextNode("");
  #show = () => {
    const { none, text, locale, zone } = this.dataset;
    const last = JSON.parse(localStorage.getItem(LAST_BEACON));
    const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone: zone });
    this.#text.data = last ? text.replace("{time}", format.format(last.at)).replace("{ms}", last.ms) : none;
  };

  connectedCallback() {
    this.append(this.#text);
    addEventListener(LAST_BEACON, this.#show);
    addEventListener("storage", this.#show);
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener(LAST_BEACON, this.#show);
    removeEventListener("storage", this.#show);
  }
}

customElements.define("call-beacon", CallBeacon);
customElements.define("last-beacon", LastBeacon);
arrange();
