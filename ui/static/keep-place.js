// Keep the focus on an entry's button while the entry moves: the browser drops it when the element is moved.

class KeepPlace extends HTMLElement {
  #last = "";
  #observer = new MutationObserver(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && this.#last) document.getElementById(this.#last)?.focus();
  });

  connectedCallback() {
    this.addEventListener("focusin", ({ target }) => {
      this.#last = target.id;
    });
    addEventListener("pointerdown", this.#forget, true);
    this.#observer.observe(this, { childList: true, subtree: true });
  }

  disconnectedCallback() {
    removeEventListener("pointerdown", this.#forget, true);
    this.#observer.disconnect();
  }

  #forget = () => {
    this.#last = "";
  };
}

customElements.define("keep-place", KeepPlace);
