// Open and close what stands below a row of buttons, one part at a time. The server renders every part closed and does
// not say which is open, so that its updates leave what is set here as it is; text in a closed part stays.

class DiscloseSet extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    const first = this.querySelector(":scope > [data-open]");
    if (first) this.#show(this.#buttonOf(first));
  }

  handleEvent(event) {
    if (event.target.closest("disclose-set") !== this) return;
    if (event.type === "keydown") return this.#closeOnEscape(event);
    const button = event.target.closest("[aria-controls][aria-expanded]:not(input)");
    if (button) return this.#toggle(button);
    if (event.target.closest("[data-close]")) this.#close(event.target);
  }

  #closeOnEscape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !event.target.closest(".disclosed")) return;
    event.preventDefault();
    this.#close(event.target);
  }

  #close(inside) {
    const panel = inside.closest(".disclosed");
    this.#show(null);
    this.#buttonOf(panel).focus();
  }

  #toggle(button) {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    this.#show(isOpen ? null : button);
    if (!isOpen) this.#panelOf(button).querySelector("input, select, textarea, button")?.focus();
  }

  #show(open) {
    for (const button of this.querySelectorAll(":scope > .actions > [aria-expanded]")) {
      button.setAttribute("aria-expanded", String(button === open));
      this.#panelOf(button).hidden = button !== open;
    }
  }

  #panelOf(button) {
    return document.getElementById(button.getAttribute("aria-controls"));
  }

  #buttonOf(panel) {
    return this.querySelector(`[aria-controls="${panel.id}"]`);
  }
}

customElements.define("disclose-set", DiscloseSet);
