// The keys of a search field with a list below it (ARIA combobox pattern). The server renders the list; the keys only
// choose in it, so that none of them waits for an answer.

class ComboBox extends HTMLElement {
  #observer = new MutationObserver(() => this.#settle());

  connectedCallback() {
    this.addEventListener("keydown", this);
    this.addEventListener("mousedown", this);
    this.#observer.observe(this, { childList: true, subtree: true });
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  handleEvent(event) {
    if (event.type === "mousedown") {
      if (event.target.closest("[role=option]")) event.preventDefault(); // the field keeps the focus
      return;
    }
    if (event.target !== this.#field || event.isComposing) return;
    const options = this.#options();
    const at = options.indexOf(this.#active());
    const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1 };
    if (event.key in steps && options.length) this.#activate(options.at(steps[event.key] % options.length));
    else if (event.key === "Enter" && at >= 0) options[at].click();
    else if (event.key === "Escape" && at >= 0) this.#activate(null);
    else if (event.key !== "Enter") return; // which would send the form around it
    event.preventDefault();
  }

  get #field() {
    return this.querySelector("[role=combobox]");
  }

  #options() {
    return [...this.querySelectorAll("[role=option]")];
  }

  #active() {
    return document.getElementById(this.#field.getAttribute("aria-activedescendant"));
  }

  #activate(chosen) {
    for (const option of this.#options()) option.setAttribute("aria-selected", String(option === chosen));
    if (chosen) this.#field.setAttribute("aria-activedescendant", chosen.id);
    else this.#field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  // A new answer came: what was active may be gone.
  #settle() {
    if (this.#field?.hasAttribute("aria-activedescendant") && !this.#active()) this.#activate(null);
  }
}

customElements.define("combo-box", ComboBox);
