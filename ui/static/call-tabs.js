// Put one open call in front of this browser tab (ARIA tabs pattern) and keep which one in the address.
// The browser decides alone: it is instant, and goes on while the connection is lost. The server renders every tab
// and every panel without saying which is selected, so that its updates leave what is set here as it is.

import { isInUse } from "./open-by-itself.js";

const PARAMETER = "call";

function inAddress() {
  return new URLSearchParams(location.search).get(PARAMETER);
}

function keepInAddress(id) {
  const address = new URL(location.href);
  address.searchParams.set(PARAMETER, id);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

class CallTabs extends HTMLElement {
  #awaited = null; // opened by a click here; its tab is on its way
  #shown = []; // the ids of the tabs as they were last
  #front = null;
  #panelInUse = null; // the id of the call that has the focus, or had it until it went
  #orphaned = null; // the id of the panel with which the focus goes
  #observer = new MutationObserver(() => this.#arrange());

  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    document.addEventListener("focusin", this);
    addEventListener("resize", this);
    this.#observer.observe(this, { childList: true, subtree: true });
    this.#arrange();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    document.removeEventListener("focusin", this);
    removeEventListener("resize", this);
  }

  handleEvent(event) {
    if (event.type === "resize") return this.#scrollToFront();
    if (event.type === "focusin") return this.#noteFocus(event.target);
    const tab = event.target.closest("[role=tab][data-workspace]");
    if (!tab) return;
    this.#awaited = null; // whoever chooses a tab does not want another one a moment later
    if (event.type === "click") return this.#choose(tab);
    const next = this.#reachedBy(event.key, tab);
    if (!next) return;
    event.preventDefault();
    this.#choose(next);
    next.focus();
  }

  bringToFront(id) {
    this.#awaited = id;
    this.#arrange();
  }

  #tabs() {
    return [...this.querySelectorAll("[role=tab][data-workspace]")];
  }

  #reachedBy(key, tab) {
    const tabs = this.#tabs();
    const at = tabs.indexOf(tab);
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    return key in steps ? tabs.at(steps[key] % tabs.length) : null;
  }

  #choose(tab) {
    keepInAddress(tab.dataset.workspace);
    this.#show(tab);
  }

  #arrange() {
    const tabs = this.#tabs();
    const named = (id) => tabs.find((tab) => tab.dataset.workspace === id);
    const hasClosed = this.#front !== null && !named(this.#front);
    const awaited = this.#awaited && named(this.#awaited);
    if (hasClosed && !awaited) this.#giveWay(tabs);
    else if (tabs.length) {
      this.#choose(awaited || named(inAddress()) || tabs.find((tab) => "default" in tab.dataset) || tabs.at(-1));
    }
    this.#settleFocus();
    this.#shown = tabs.map((tab) => tab.dataset.workspace);
    if (!awaited) return;
    this.#awaited = null;
    if (!document.activeElement?.matches("input, textarea, select")) awaited.focus();
  }

  // The call in front was saved or discarded, here or in another browser tab: the next one comes to the front, with the
  // focus if that was on what is gone.
  #giveWay(tabs) {
    const place = this.#shown.indexOf(this.#front);
    const next = tabs[Math.min(Math.max(place, 0), tabs.length - 1)];
    if (this.#panelInUse === this.#front) this.#orphaned = `panel-${this.#front}`;
    if (next) this.#choose(next);
    else this.#showNone();
  }

  // Not before the panel is gone, which may be later than its tab: it may hold a dialog that keeps the focus.
  #settleFocus() {
    if (!this.#orphaned || document.getElementById(this.#orphaned)) return;
    this.#orphaned = null;
    if (document.activeElement !== document.body) return;
    const heading = this.querySelector(".empty h2");
    heading.tabIndex = -1;
    (this.querySelector("[role=tab][aria-selected=true]") ?? heading).focus();
  }

  #showNone() {
    this.#front = null;
    const address = new URL(location.href);
    address.searchParams.delete(PARAMETER);
    history.replaceState(history.state, "", address);
  }

  #noteFocus(target) {
    const part = target.closest("[role=tabpanel], [role=tab][data-workspace]");
    this.#panelInUse = part ? (part.dataset.workspace ?? part.id.replace(/^panel-/, "")) : null;
  }

  #show(front) {
    this.#front = front.dataset.workspace;
    for (const tab of this.#tabs()) {
      const isFront = tab === front;
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      if (panel && panel.hidden === isFront) panel.hidden = !isFront;
      if (tab.getAttribute("aria-selected") === String(isFront)) continue;
      tab.setAttribute("aria-selected", String(isFront));
      tab.tabIndex = isFront ? 0 : -1;
    }
    this.#scrollToFront();
  }

  #scrollToFront() {
    this.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

// Rendered by the server when a click has opened a workspace. Another page than the desktop gives way to it.
class BringToFront extends HTMLElement {
  connectedCallback() {
    const id = this.getAttribute("workspace");
    const tabs = document.querySelector("call-tabs");
    if (this.hasAttribute("quiet") && isInUse()) return; // nobody asked for it: nothing moves under the fingers
    if (tabs) tabs.bringToFront(id);
    else location.assign(`/?${PARAMETER}=${encodeURIComponent(id)}`);
  }
}

customElements.define("call-tabs", CallTabs);
customElements.define("bring-to-front", BringToFront);
