// Put one open call in front of this browser tab (ARIA tabs pattern) and keep which one in the address.
// The browser decides alone: it is instant, and goes on while the connection is lost. The server renders every tab
// and every panel without saying which is selected, so that its updates leave what is set here as it is.

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
  #observer = new MutationObserver(() => this.#arrange());

  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    addEventListener("resize", this);
    this.#observer.observe(this, { childList: true, subtree: true });
    this.#arrange();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    removeEventListener("resize", this);
  }

  handleEvent(event) {
    if (event.type === "resize") return this.#scrollToFront();
    const tab = event.target.closest("[role=tab]");
    if (!tab) return;
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
    return [...this.querySelectorAll("[role=tab]")];
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
    if (!tabs.length) return;
    const named = (id) => tabs.find((tab) => tab.dataset.workspace === id);
    const awaited = this.#awaited && named(this.#awaited);
    this.#choose(awaited || named(inAddress()) || tabs.find((tab) => "default" in tab.dataset) || tabs.at(-1));
    if (!awaited) return;
    this.#awaited = null;
    if (!document.activeElement?.matches("input, textarea, select")) awaited.focus();
  }

  #show(front) {
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

// Rendered by the server when a click has opened a workspace.
class BringToFront extends HTMLElement {
  connectedCallback() {
    document.querySelector("call-tabs")?.bringToFront(this.getAttribute("workspace"));
  }
}

customElements.define("call-tabs", CallTabs);
customElements.define("bring-to-front", BringToFront);
