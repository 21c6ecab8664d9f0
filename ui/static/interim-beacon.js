// The beacon while the page waits for its turn to be rendered again, as after a restart that brought all pages back at
// once. It stands over the one on screen, which the server has forgotten; ReactPy's elements stay as they are.

const OPEN_CALL = "mutation($id: ID!) { openInboundCall(id: $id) { ... on Workspace { id } } }";

let shown = null; // the element
let opening = null; // the id of the call that a click is opening

function element(old, { call, caller, name, failed }) {
  const isSame = call && old.querySelector(`call-beacon[call="${CSS.escape(call)}"]`);
  const beacon = document.createElement("div");
  beacon.id = "interim-beacon";
  beacon.className = "beacon";
  beacon.toggleAttribute("data-flashing", Boolean(call));
  const button = document.createElement("button");
  button.type = "button";
  button.title = name;
  button.setAttribute("aria-label", name);
  button.append(old.querySelector("button > svg").cloneNode(true));
  if (call) {
    button.setAttribute("aria-keyshortcuts", "Control+Shift+Enter");
    button.addEventListener("click", () => open(call, failed));
  } else button.setAttribute("aria-disabled", "true");
  const who = document.createElement("p");
  who.className = "beacon-caller";
  who.setAttribute("role", "status");
  const strong = document.createElement("strong");
  strong.textContent = isSame ? isSame.getAttribute("caller") : caller;
  if (call) who.append(strong);
  beacon.append(button, who);
  if (call && !isSame) beacon.append(alertFor(call, caller));
  const problem = document.createElement("p");
  problem.className = "beacon-problem";
  problem.setAttribute("role", "alert");
  beacon.append(problem);
  return beacon;
}

// Sound, title and notification, as for any waiting call.
function alertFor(call, caller) {
  const alert = document.createElement("call-beacon");
  for (const [name, value] of Object.entries({ call, caller, rest: "" })) alert.setAttribute(name, value);
  return alert;
}

export function showInterimBeacon(told) {
  const old = document.querySelector("#app .beacon");
  if (!old) return; // a page that was never shown has no place for it
  const hadFocus = shown?.contains(document.activeElement) || old.contains(document.activeElement);
  hideInterimBeacon();
  shown = element(old, told);
  document.body.dataset.interim = "";
  document.body.prepend(shown);
  place();
  if (hadFocus) shown.querySelector("button").focus();
}

function place() {
  const old = document.querySelector("#app .beacon");
  if (!shown || !old) return;
  const { top, right } = old.getBoundingClientRect();
  shown.style.top = `${top}px`;
  shown.style.right = `${document.documentElement.clientWidth - right}px`;
}
addEventListener("resize", place);

export function hideInterimBeacon() {
  if (!shown) return;
  const hadFocus = shown.contains(document.activeElement);
  shown.remove();
  shown = null;
  delete document.body.dataset.interim;
  if (hadFocus) document.querySelector("#app .beacon button")?.focus();
}

async function open(call, failed) {
  if (opening === call) return;
  opening = call;
  const workspace = await openedFor(call).catch(() => null);
  if (workspace) bringToFront(workspace);
  else shown?.querySelector(".beacon-problem").replaceChildren(failed);
  opening = null;
}

// Its id; nothing when it was refused.
async function openedFor(call) {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: OPEN_CALL, variables: { id: call } }),
  });
  return (await answer.json()).data.openInboundCall.id;
}

// Its tab comes with the page (static/call-tabs.js waits for it).
function bringToFront(workspace) {
  const element = document.createElement("bring-to-front");
  element.setAttribute("workspace", workspace);
  document.body.append(element);
  element.remove();
}
