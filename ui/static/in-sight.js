// Where the links of the toolbar do not fit, scroll the one to this page into sight: at first, and whenever the width
// changes. Not by scrollIntoView, which would scroll the page too.

class InSight extends HTMLElement {
  #observer = new ResizeObserver(() => this.#scroll());

  connectedCallback() {
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  #scroll() {
    const current = this.querySelector("[aria-current]");
    if (!current) return;
    const own = this.getBoundingClientRect();
    const { left, width } = current.getBoundingClientRect();
    this.scrollLeft += left + width / 2 - (own.left + own.width / 2);
  }
}

customElements.define("in-sight", InSight);
