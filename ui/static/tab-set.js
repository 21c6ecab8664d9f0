// Tabs within a page (ARIA tabs pattern). The server renders tabs and panels without saying which is in front, so that
// its updates leave what is set here as it is.

class TabSet extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    this.#show(this.#tabs()[0]);
  }

  handleEvent(event) {
    const tab = event.target.closest("[role=tab]");
    if (!tab) return;
    if (event.type === "click") return this.#show(tab);
    const tabs = this.#tabs();
    const at = tabs.indexOf(tab);
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const next = tabs.at(steps[event.key] % tabs.length);
    this.#show(next);
    next.focus();
  }

  #tabs() {
    return [...this.querySelectorAll("[role=tab]")];
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
