// A dialog that is open for as long as the server renders it. Escape presses its harmless button, so that the server
// decides; the focus goes back to where it was.

class OpenDialog extends HTMLElement {
  #before = null;

  connectedCallback() {
    const dialog = this.querySelector("dialog");
    this.#before = document.activeElement;
    dialog.oncancel = (event) => {
      event.preventDefault();
      dialog.querySelector("[data-escape]").click();
    };
    dialog.close(); // moved by Preact, it would still be open, but no longer in front of the page
    dialog.showModal();
  }

  disconnectedCallback() {
    this.#before?.focus();
  }
}

customElements.define("open-dialog", OpenDialog);
