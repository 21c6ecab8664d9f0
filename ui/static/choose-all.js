// A check box that ticks all the others of its form, and shows whether all, some or none are ticked.

class ChooseAll extends HTMLElement {
  #form = null;

  connectedCallback() {
    this.#form = this.closest("form");
    this.#form?.addEventListener("change", this);
  }

  disconnectedCallback() {
    this.#form?.removeEventListener("change", this);
  }

  handleEvent({ target }) {
    const all = this.querySelector("input");
    const each = [...this.#form.querySelectorAll(`input[name="${this.getAttribute("of")}"]`)];
    if (target === all) for (const box of each) box.checked = all.checked;
    const count = each.filter((box) => box.checked).length;
    all.checked = count > 0 && count === each.length;
    all.indeterminate = count > 0 && count < each.length;
  }
}

customElements.define("choose-all", ChooseAll);
