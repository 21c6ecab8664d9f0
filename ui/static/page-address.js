// Keep in the address what the server has open for this page: it reads that again after a reload, and when the
// connection is back, so that a form with text in it is not taken away.

class PageAddress extends HTMLElement {
  static observedAttributes = ["values"];

  attributeChangedCallback() {
    if (this.isConnected) this.#keep();
  }

  connectedCallback() {
    this.#keep();
  }

  #keep() {
    const address = new URL(location.href);
    const name = this.getAttribute("name");
    address.searchParams.delete(name);
    for (const value of JSON.parse(this.getAttribute("values"))) address.searchParams.append(name, value);
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }
}

customElements.define("page-address", PageAddress);
