// Tabs within a page (ARIA tabs pattern). The server renders tabs and panels without saying which is in front, so that
// its updates leave what is set here as it is. With a `parameter`, the address says which one is.

class TabSet extends HTMLElement {
  #follow = () => this.#show(this.#inAddress() ?? this.#tabs()[0]);

  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    addEventListener("popstate", this.#follow);
    this.#follow();
  }

  disconnectedCallback() {
    removeEventListener("popstate", this.#follow);
  }

  handleEvent(event) {
    const tab = event.target.closest("[role=tab]");
    const tabs = this.#tabs();
    const at = tabs.indexOf(tab);
    if (at < 0) return; // it may belong to tabs within a panel
    if (event.type === "click") return this.#choose(tab);
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const next = tabs.at(steps[event.key] % tabs.length);
    this.#choose(next);
    next.focus();
  }

  #tabs() {
    return [...this.querySelectorAll(":scope > [role=tablist] > [role=tab]")];
  }

  #inAddress() {
    const key = this.hasAttribute("parameter") && new URLSearchParams(location.search).get(this.getAttribute("parameter"));
    return this.#tabs().find((tab) => tab.id === `tab-${key}`);
  }

  #choose(tab) {
    const address = new URL(location.href);
    const parameter = this.getAttribute("parameter");
    if (parameter) address.searchParams.set(parameter, tab.id.replace(/^tab-/, ""));
    if (address.href !== location.href) history.pushState(history.state, "", address);
    this.#show(tab);
  }

  #show(front) {
    for (const tab of this.#tabs()) {
      const isFront = tab === front;
      tab.setAttribute("aria-selected", String(isFront));
      tab.tabIndex = isFront ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isFront;
    }
  }
}

customElements.define("tab-set", TabSet);
