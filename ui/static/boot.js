// Start the page's ReactPy component, show the state of the connection, and lose no text when the page is left.
import "./slim.js";
import { watchConnection } from "./connection.js";
import { nextEdit } from "./edits.js";
import { hideInterimBeacon, showInterimBeacon } from "./interim-beacon.js";
import { mountReactPy } from "./reactpy/index.js";

const SIGNED_OUT = 4401;
const SEND_AGAIN_AFTER = 3000; // ms
const SAVE_DRAFT =
  "mutation($workspace: ID!, $field: String!, $value: String!, $version: Int!, $editor: String!, $edit: Int!) " +
  "{ saveDraft(workspace: $workspace, field: $field, value: $value, version: $version, editor: $editor, edit: $edit) " +
  "{ __typename } }";
// Tells this page's edits from other tabs', whatever connection they take. randomUUID() is not there on plain http.
const EDITOR = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const app = document.getElementById("app");
const notice = document.getElementById("connection");
let isLeaving = false;

// --- Drafts. The server renders the text that it holds as the default value: a field that differs is not saved yet,
// and carries in data-base the version that was on screen when someone began to type over it.

const isUnsaved = (field) => field.value !== field.defaultValue.replace(/\r\n?/g, "\n");
const unsavedDrafts = () => [...document.querySelectorAll("[data-draft]")].filter(isUnsaved);

function noteSaved() {
  for (const field of document.querySelectorAll("[data-base]")) if (!isUnsaved(field)) delete field.dataset.base;
}

// A text that another tab typed, or that this page heard of only when it was connected again: shown, unless something
// else is being typed there. The one that was chosen of two is shown in any case (ui/fields.py makes the edition).
function showOther({ target, oldValue }) {
  const [page, choice] = target.dataset.edition?.split(":") ?? [];
  if (!target.matches("[data-draft][data-workspace]") || target.dataset.edition === oldValue) return;
  const [pageBefore, choiceBefore] = oldValue?.split(":") ?? [];
  const isChosen = page === pageBefore && choice !== choiceBefore;
  if ("base" in target.dataset && !isChosen) return;
  delete target.dataset.base;
  if (isUnsaved(target)) target.value = target.defaultValue;
}

function sendOnLeaving(field) {
  // An editor that knows better how its texts are sent does so instead.
  if (!field.dispatchEvent(new CustomEvent("draft-leaving", { bubbles: true, cancelable: true }))) return;
  const { workspace, field: name, base, version, ownVersion } = field.dataset;
  const typedOver = Math.max(Number(base ?? version), Number(ownVersion));
  const typed = { value: field.value, version: typedOver, edit: nextEdit() };
  const variables = { workspace, field: name, ...typed, editor: EDITOR };
  fetch("/graphql", {
    method: "POST",
    keepalive: true, // outlives the page
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: SAVE_DRAFT, variables }),
  }).catch(() => undefined);
}

// Whatever was lost on the way (a socket that died unnoticed, a database that was down) is sent until it is saved.
const lastSeen = new WeakMap();
function sendAgain() {
  if (document.body.dataset.conn !== "up") return;
  for (const field of unsavedDrafts()) {
    if (lastSeen.get(field) === field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
    lastSeen.set(field, field.value);
  }
}

// --- Connection: what the user is told about it, in the words that ui/page.py has put on the notice.

function show(state, name, text) {
  document.body.dataset.conn = state;
  notice.textContent = text;
  if (name) notice.setAttribute("aria-label", name);
  else notice.removeAttribute("aria-label");
}

function signIn() {
  if (!unsavedDrafts().length) {
    isLeaving = true;
    location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search + location.hash));
    return;
  }
  if (document.body.dataset.conn === "signed-out") return; // said once is enough
  // Leaving now would drop the text. The socket goes on trying, and after signing in elsewhere the text is sent.
  show("signed-out", notice.dataset.endedName, notice.dataset.ended + " ");
  const link = Object.assign(document.createElement("a"), { href: "/login", target: "_blank" });
  link.textContent = notice.dataset.signIn;
  notice.append(link);
}

watchConnection({
  editor: EDITOR,
  updated() {
    hideInterimBeacon(); // before Preact shows the page's own
    if (document.body.dataset.conn !== "up") show("up", "", "");
    setTimeout(noteSaved); // after Preact has rendered it
  },
  told(beacon) {
    show("waiting", notice.dataset.waitingName, notice.dataset.waiting);
    showInterimBeacon(beacon);
  },
  closed(code) {
    hideInterimBeacon();
    if (code === SIGNED_OUT && !isLeaving) signIn();
    else if (!isLeaving && document.body.dataset.conn !== "signed-out") {
      show("down", notice.dataset.lostName, notice.dataset.lost);
    }
    return !isLeaving;
  },
});

addEventListener(
  "input",
  ({ target }) => {
    if (!("draft" in target.dataset)) return;
    target.dataset.base ??= target.dataset.version;
    target.dataset.edit = nextEdit();
  },
  true, // before ReactPy's handler reads it
);
addEventListener("pagehide", () => {
  isLeaving = true;
  unsavedDrafts().forEach(sendOnLeaving);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // out of the back-forward cache, with a dead socket
});
setInterval(sendAgain, SEND_AGAIN_AFTER);
new MutationObserver((changes) => changes.forEach(showOther)).observe(app, {
  attributeFilter: ["data-edition"],
  attributeOldValue: true,
  subtree: true,
});

mountReactPy({
  mountElement: app,
  pathPrefix: "/reactpy/",
  componentPath: app.dataset.component + "/",
  // At once: connection.js says when.
  reconnectInterval: 1,
  reconnectMaxInterval: 1,
  reconnectMaxRetries: Infinity,
});
