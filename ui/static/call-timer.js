// Show how long a call has been running: counted on here, from the seconds that the server knew when it rendered.

function written(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
  return hours ? hours + ":" + rest : rest;
}

// All of a page tick together: fifty that tick for themselves would have it painted fifty times a second.
const shown = new Set();
setInterval(() => shown.forEach((timer) => timer.show()), 250);

class CallTimer extends HTMLElement {
  static observedAttributes = ["seconds", "stands", "late-at"];
  #text = document.createTextNode("");
  #startedAt = 0; // on this page's clock, which no change of the time of day moves

  connectedCallback() {
    this.append(this.#text);
    shown.add(this);
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  attributeChangedCallback(name, before, value) {
    if (name === "seconds") this.#startedAt = performance.now() - Number(value) * 1000;
    this.show();
  }

  show() {
    const stands = this.hasAttribute("stands");
    const seconds = stands ? Number(this.getAttribute("seconds")) : (performance.now() - this.#startedAt) / 1000;
    const text = written(Math.floor(seconds));
    if (this.#text.data !== text) this.#text.data = text;
    this.toggleAttribute("data-late", seconds >= Number(this.getAttribute("late-at") ?? Infinity));
  }
}

customElements.define("call-timer", CallTimer);
