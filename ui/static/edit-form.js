// A form that the server shows while something is edited. It remembers which version somebody began to type over, takes
// the focus when it opens, gives it back when it closes, and asks before a page with text in it is left.

const isFocusLost = () => document.activeElement === null || document.activeElement === document.body;

class EditForm extends HTMLElement {
  #last = null;

  connectedCallback() {
    this.addEventListener("focusin", this);
    const opener = this.#opener();
    if (opener && document.activeElement === opener) this.querySelector("input, textarea, select")?.focus();
  }

  disconnectedCallback() {
    if (!isFocusLost()) return;
    // Preact moves elements: then it is back at once, and so is the focus.
    setTimeout(() => isFocusLost() && (this.isConnected ? this.#last : this.#opener())?.focus());
  }

  handleEvent({ target }) {
    this.#last = target;
  }

  #opener() {
    return document.getElementById(this.getAttribute("opener"));
  }
}

const versioned = "form[data-version]";

addEventListener(
  "input",
  ({ target }) => {
    const form = target.closest(versioned);
    if (form) form.dataset.typedOver ??= form.dataset.version;
  },
  true, // before ReactPy's handler reads it
);
addEventListener("beforeunload", (event) => {
  if (document.querySelector("edit-form form[data-typed-over]")) event.preventDefault();
});

customElements.define("edit-form", EditForm);
