// Say beside a text field, or above several, whether their text is saved. The server renders the text that it holds as
// the default value, so this needs no message of its own, and is right while the connection is lost.

const PATIENCE = 2500; // ms until "saving" is no longer the truth

class TextStatus extends HTMLElement {
  static observedAttributes = ["data-held"];
  #text = document.createTextNode("");
  #tooLong = null;
  #observer = new MutationObserver(() => this.#show());

  connectedCallback() {
    this.append(this.#text);
    addEventListener("input", this);
    this.#observer.observe(document.body, { attributes: true, attributeFilter: ["data-conn", "data-version"], subtree: true });
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("input", this);
    clearTimeout(this.#tooLong);
    this.#observer.disconnect();
  }

  attributeChangedCallback() {
    this.#show();
  }

  handleEvent({ target }) {
    if (!this.#place()?.contains(target)) return;
    clearTimeout(this.#tooLong);
    this.#tooLong = setTimeout(() => this.#show(true), PATIENCE);
    this.#show();
  }

  #place() {
    return document.getElementById(this.getAttribute("for"));
  }

  #show(isLate = false) {
    const place = this.#place();
    if (!place) return;
    const fields = place.matches("[data-draft]") ? [place] : [...place.querySelectorAll("[data-draft]")];
    const isSaved = fields.every((field) => field.value === field.defaultValue.replace(/\r\n?/g, "\n"));
    const isOnItsWay = document.body.dataset.conn === "up" && !isLate && !("held" in this.dataset);
    const state = isSaved ? "saved" : isOnItsWay ? "saving" : "unsaved";
    const text = isSaved && !fields.some((field) => field.value) ? "" : this.dataset[state];
    if (this.#text.data !== text) this.#text.data = text;
    this.setAttribute("state", state);
    const tab = document.getElementById(this.closest("[role=tabpanel]")?.getAttribute("aria-labelledby"));
    tab?.toggleAttribute("data-unsaved", !isSaved);
  }
}

customElements.define("text-status", TextStatus);
