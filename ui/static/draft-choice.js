// A native select, radio buttons or check boxes over a draft. The draft itself is a hidden text field, so that all that holds for text holds for the
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
    if (!draft || !this.#controls().includes(target)) return;
    draft.value = target.matches("select") ? target.value : this.#ticked();
    draft.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #draft() {
    return this.querySelector("[data-draft]");
  }

  #controls() {
    return [...this.querySelectorAll("select, [type=radio], [type=checkbox]")];
  }

  // Of several choices a line for each.
  #ticked() {
    return this.#controls().filter((box) => box.checked).map((box) => box.value).join("\n");
  }

  #show() {
    const draft = this.#draft();
    if (!draft) return;
    const chosen = draft.value.split(/\r?\n/);
    for (const control of this.#controls()) {
      if (!control.matches("select")) control.checked = chosen.includes(control.value);
      else if (control.value !== draft.value) control.value = draft.value;
    }
  }
}

customElements.define("draft-choice", DraftChoice);
