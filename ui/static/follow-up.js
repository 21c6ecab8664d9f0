// A check box before a day: ticked, the next working day stands there and can be changed; unticked, there is no day.

function nextWorkingDay() {
  const day = new Date();
  do day.setDate(day.getDate() + 1);
  while (day.getDay() % 6 === 0);
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

class FollowUp extends HTMLElement {
  #observer = new MutationObserver(() => this.#show());

  connectedCallback() {
    this.addEventListener("change", this);
    this.addEventListener("focusout", this);
    const attributeFilter = ["value", "data-version"];
    this.#observer.observe(this, { childList: true, subtree: true, attributes: true, attributeFilter });
    this.#show();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  handleEvent({ type, target }) {
    if (type === "focusout") return setTimeout(() => this.#show());
    const day = this.#day();
    if (day && target === day) return this.#show();
    if (!day || target !== this.#box()) return;
    day.value = target.checked ? nextWorkingDay() : "";
    this.#reveal(target.checked);
    day.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #box() {
    return this.querySelector("[type=checkbox]");
  }

  #day() {
    return this.querySelector("[type=date]");
  }

  // While somebody types a day, it is none for a moment.
  #show() {
    const day = this.#day();
    if (!day || day === document.activeElement) return;
    this.#box().checked = day.value !== "";
    this.#reveal(day.value !== "");
  }

  #reveal(isShown) {
    this.toggleAttribute("data-on", isShown);
  }
}

customElements.define("follow-up", FollowUp);
