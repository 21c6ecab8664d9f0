// Copy a text by a button. Where the browser lends no clipboard (plain http), the text is selected, ready for Ctrl+C.

class CopyText extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  async handleEvent({ target }) {
    if (!target.closest("button")) return;
    const text = this.querySelector("code");
    const said = this.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = this.dataset.copied;
    } catch {
      getSelection().selectAllChildren(text);
      said.textContent = this.dataset.selected;
    }
  }
}

customElements.define("copy-text", CopyText);
