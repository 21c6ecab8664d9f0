// Say whether what was typed in a workspace is saved, for all of its fields in one place. The server renders the text
// that it holds as the default value, so this needs no message of its own, and is right while the connection is lost.

const PATIENCE = 2500; // ms until "saving" is no longer the truth
const COUNTED_EVERY = 1000; // ms
const UNITS = { hour: 3600, minute: 60, second: 1 };

const isUnsaved = (field) => field.value !== field.defaultValue.replace(/\r\n?/g, "\n");

class DraftStatus extends HTMLElement {
  static observedAttributes = ["age"];
  #state = document.createElement("span");
  #ago = document.createElement("span");
  #savedAt = null; // on this page's clock
  #typedAt = -Infinity;
  #panel = null;
  #ticking = null;
  #observer = new MutationObserver(() => this.#show());

  connectedCallback() {
    this.append(this.#state, " ", this.#ago);
    this.#panel = this.closest("[role=tabpanel]");
    this.#panel.addEventListener("input", this);
    const attributeFilter = ["data-version", "data-held", "value"];
    this.#observer.observe(this.#panel, { childList: true, subtree: true, attributes: true, attributeFilter });
    this.#observer.observe(document.body, { attributes: true, attributeFilter: ["data-conn"] });
    this.#ticking = setInterval(() => this.#show(), COUNTED_EVERY);
    this.#show();
  }

  disconnectedCallback() {
    this.#panel.removeEventListener("input", this);
    clearInterval(this.#ticking);
    this.#observer.disconnect();
  }

  attributeChangedCallback(name, before, age) {
    this.#savedAt = age === null ? null : performance.now() - Number(age) * 1000;
    if (this.#panel) this.#show();
  }

  handleEvent({ target }) {
    if (!("draft" in target.dataset)) return;
    this.#typedAt = performance.now();
    this.#show();
  }

  #show() {
    const isSaved = ![...this.#panel.querySelectorAll("[data-draft]")].some(isUnsaved);
    const isLate = performance.now() - this.#typedAt > PATIENCE;
    const isHeld = this.#panel.querySelector("[data-held]") !== null;
    const isOnItsWay = document.body.dataset.conn === "up" && !isLate && !isHeld;
    const state = isSaved ? "saved" : isOnItsWay ? "saving" : "unsaved";
    const hasNothing = isSaved && this.#savedAt === null;
    this.#write(this.#state, hasNothing ? "" : this.dataset[state]);
    this.#write(this.#ago, hasNothing || !isSaved ? "" : this.#since());
    if (this.getAttribute("state") !== state) this.setAttribute("state", state);
    document.getElementById(this.#panel.getAttribute("aria-labelledby"))?.toggleAttribute("data-unsaved", !isSaved);
  }

  #since() {
    const seconds = Math.max(Math.round((performance.now() - this.#savedAt) / 1000), 0);
    const [unit, length] = Object.entries(UNITS).find(([, each]) => seconds >= each) ?? ["second", 1];
    const written = new Intl.RelativeTimeFormat(this.dataset.locale, { style: "narrow", numeric: "auto" });
    return written.format(-Math.floor(seconds / length), unit);
  }

  #write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }
}

customElements.define("draft-status", DraftStatus);
