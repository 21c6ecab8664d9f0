// A form that keeps in the address only the filters that are set: a link to send on says no more than it has to.

class FilterForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("formdata", ({ formData }) => {
      for (const name of new Set(formData.keys())) if (!formData.get(name).trim()) formData.delete(name);
    });
  }
}

customElements.define("filter-form", FilterForm);
