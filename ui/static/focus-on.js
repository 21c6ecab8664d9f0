// Put the focus on an element as soon as the server has rendered it: where something is to be mended.

class FocusOn extends HTMLElement {
  connectedCallback() {
    setTimeout(() => document.getElementById(this.getAttribute("for"))?.focus()); // after Preact has rendered it
  }
}

customElements.define("focus-on", FocusOn);
