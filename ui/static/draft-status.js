// Say beside a text field whether its text is saved. The server renders the text that it holds as the default value,
// so this needs no message of its own, and is right while the connection is lost.

const PATIENCE = 2500; // ms until "saving" is no longer the truth

class DraftStatus extends HTMLElement {
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
    if (target.id !== this.getAttribute("for")) return;
    clearTimeout(this.#tooLong);
    this.#tooLong = setTimeout(() => this.#show(true), PATIENCE);
    this.#show();
  }

  #show(isLate = false) {
    const field = document.getElementById(this.getAttribute("for"));
    if (!field) return;
    const isSaved = field.value === field.defaultValue.replace(/\r\n?/g, "\n");
    const isOnItsWay = document.body.dataset.conn === "up" && !isLate && !("held" in this.dataset);
    const state = isSaved ? "saved" : isOnItsWay ? "saving" : "unsaved";
    const text = isSaved && !field.value ? "" : this.dataset[state];
    if (this.#text.data !== text) this.#text.data = text;
    this.setAttribute("state", state);
    const tab = document.getElementById(this.closest("[role=tabpanel]")?.getAttribute("aria-labelledby"));
    tab?.toggleAttribute("data-unsaved", !isSaved);
  }
}

customElements.define("draft-status", DraftStatus);
