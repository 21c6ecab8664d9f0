// A call that is to open without a click. The server renders one of these for it; the browser says when: on the desktop
// at once, where it becomes one more tab. Any other page would give way to the desktop, so it waits there until somebody
// looks at it and is not typing.

const FIELDS = "input, textarea, select, [contenteditable]";

export function isInUse() {
  return document.activeElement?.matches(FIELDS) || document.querySelector("dialog[open]") !== null;
}

class OpenByItself extends HTMLElement {
  #ended = null;

  connectedCallback() {
    this.#ended = new AbortController();
    const options = { signal: this.#ended.signal };
    const look = () => setTimeout(() => this.#look()); // once the focus has arrived, and the page is whole
    document.addEventListener("focusout", look, options);
    document.addEventListener("visibilitychange", look, options);
    look();
  }

  disconnectedCallback() {
    this.#ended.abort();
  }

  #look() {
    if (this.#ended.signal.aborted) return;
    const isDesktop = document.querySelector("call-tabs") !== null;
    if (!isDesktop && (document.hidden || isInUse())) return;
    this.#ended.abort();
    this.dispatchEvent(new CustomEvent("calldue"));
  }
}

customElements.define("open-by-itself", OpenByItself);
