// Say when a value that was hidden should be hidden again: its call is not in front any more, or nobody looks.

class RevealedValue extends HTMLElement {
  #observer = new MutationObserver(() => this.#check());

  connectedCallback() {
    const panel = this.closest("[role=tabpanel]");
    if (panel) this.#observer.observe(panel, { attributes: true, attributeFilter: ["hidden"] });
    document.addEventListener("visibilitychange", this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    document.removeEventListener("visibilitychange", this);
  }

  handleEvent() {
    this.#check();
  }

  #check() {
    if (!document.hidden && !this.closest("[role=tabpanel]")?.hidden) return;
    this.hidden = true; // the server may be away
    this.dispatchEvent(new CustomEvent("leave"));
  }
}

customElements.define("revealed-value", RevealedValue);
