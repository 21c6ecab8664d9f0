// A native select over a draft. The draft itself is a hidden text field, so that all that holds for text holds for the
// choice too: it is saved, sent again after a lost connection and on leaving, and two tabs' choices meet.

class DraftChoice extends HTMLElement {
  #observer = new MutationObserver(() => this.#show());

  connectedCallback() {
    this.addEventListener("change", this);
    const attributeFilter = ["value", "data-version"];
    this.#observer.observe(this, { childList: true, subtree: true, attributes: true, attributeFilter });
    this.#show();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  handleEvent({ target }) {
    const draft = this.#draft();
    if (!draft || target !== this.#select()) return;
    draft.value = target.value;
    draft.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #draft() {
    return this.querySelector("[data-draft]");
  }

  #select() {
    return this.querySelector("select");
  }

  #show() {
    const draft = this.#draft();
    if (draft && this.#select().value !== draft.value) this.#select().value = draft.value;
  }
}

customElements.define("draft-choice", DraftChoice);
