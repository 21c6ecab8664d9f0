// Keep the focus near when the server takes away what has it: it goes to the heading, not to the top of the page.

class KeepFocus extends HTMLElement {
  #last = null;
  #observer = new MutationObserver(() => this.#check());

  connectedCallback() {
    this.addEventListener("focusin", this);
    this.#observer.observe(this, { childList: true, subtree: true });
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  handleEvent({ target }) {
    this.#last = target;
  }

  #check() {
    if (!this.#last || this.#last.isConnected) return;
    this.#last = null;
    if (document.activeElement === document.body) this.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
  }
}

customElements.define("keep-focus", KeepFocus);
