// Sends a file of contacts as it is, without the server's page in between, and says what has come of it.

class ContactFile extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
  }

  async handleEvent({ target }) {
    const [file] = target.files ?? [];
    if (!file) return;
    this.#say(true);
    try {
      const address = `/contacts/imports?name=${encodeURIComponent(file.name)}`;
      const answer = await fetch(address, { method: "POST", body: file });
      const told = await answer.json();
      if (answer.ok) this.#tell("stored", { id: told.id });
      else this.#tell("refused", { message: told.errors?.[0]?.message ?? "" });
    } catch {
      this.#tell("refused", { message: "" });
    } finally {
      target.value = ""; // so that the same file can be chosen again
      this.#say(false);
    }
  }

  #say(isBusy) {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = isBusy ? status.dataset.text : "";
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define("contact-file", ContactFile);
