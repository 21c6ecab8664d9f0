// Keep what is typed into a form that is no draft, in this browser tab, until it is saved or given up: neither a lost
// connection nor a reload takes it away. The form that shows the same thing next has it again, and says so.

const PREFIX = "callbeacon-typed:";

class KeptForm extends HTMLElement {
  #form = null;
  #isSent = false;
  // A connection that is lost may have taken along what was sent.
  #observer = new MutationObserver(() => (this.#isSent &&= document.body.dataset.conn === "up"));

  connectedCallback() {
    this.#form = this.closest("form");
    for (const kind of ["input", "submit", "click"]) this.#form.addEventListener(kind, this);
    this.#observer.observe(document.body, { attributes: true, attributeFilter: ["data-conn"] });
    setTimeout(() => this.#restore()); // after Preact has rendered the fields
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    if (this.#isSent) this.#forget();
  }

  handleEvent({ type, target }) {
    if (type === "submit") this.#isSent = true;
    else if (type === "input") this.#keep();
    else if (target.closest("[data-escape]")) this.#forget();
  }

  get #key() {
    return PREFIX + this.getAttribute("key-of");
  }

  #keep() {
    this.#isSent = false;
    const { typedOver } = this.#form.dataset;
    sessionStorage.setItem(this.#key, JSON.stringify({ typedOver, fields: Object.fromEntries(new FormData(this.#form)) }));
  }

  #forget() {
    sessionStorage.removeItem(this.#key);
  }

  #restore() {
    const typed = JSON.parse(sessionStorage.getItem(this.#key));
    if (!typed) return;
    const fields = Object.entries(typed.fields).map(([name, text]) => [this.#form.elements.namedItem(name), text]);
    const changed = fields.filter(([field, text]) => field && field.value !== text);
    // What somebody else has stored since is not overwritten without a word.
    if (changed.length && typed.typedOver) this.#form.dataset.typedOver = typed.typedOver;
    for (const [field, text] of changed) {
      field.value = text;
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    if (changed.length) this.textContent = this.dataset.restored;
  }
}

customElements.define("kept-form", KeptForm);
