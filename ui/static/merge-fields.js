// Offers the merge fields that exist while "{{" is typed into a text. The server renders the text box, an empty list
// and an empty live region, and names the fields in data-fields.

const BEGUN = /\{\{\s*([\w.]*)$/;
const ROWS = 8;

class MergeFields extends HTMLElement {
  #found = [];
  #at = 0;

  connectedCallback() {
    for (const type of ["input", "keydown", "focusout", "click", "mousedown"]) this.addEventListener(type, this);
  }

  get #text() {
    return this.querySelector("textarea");
  }

  get #list() {
    return this.querySelector("[role=listbox]");
  }

  handleEvent(event) {
    if (event.type === "mousedown") return event.target.closest("[role=option]") && event.preventDefault(); // keeps the focus
    if (event.type === "click") return this.#click(event);
    if (event.target !== this.#text) return;
    if (event.type === "input") this.#offer();
    else if (event.type === "focusout") this.#close();
    else this.#key(event);
  }

  #click(event) {
    const option = event.target.closest("[role=option]");
    if (option) this.#insert(this.#found[Number(option.ariaPosInSet) - 1]);
    else if (event.target.closest("[data-insert]")) this.#begin();
    else if (event.target === this.#text) this.#offer();
  }

  #key(event) {
    if (this.#list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.#move(this.#at + steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.#insert(this.#found[this.#at]);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #begin() {
    const text = this.#text;
    text.focus();
    if (!BEGUN.test(this.#before())) {
      text.setRangeText("{{ ", text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    } else this.#offer();
  }

  #before() {
    return this.#text.value.slice(0, this.#text.selectionStart);
  }

  #offer() {
    const begun = BEGUN.exec(this.#before());
    if (!begun) return this.#close();
    const typed = begun[1].toLowerCase();
    const fields = JSON.parse(this.dataset.fields);
    const fits = ({ name, description }) => name.startsWith(typed) || (name + " " + description).toLowerCase().includes(typed);
    this.#found = fields.filter(fits);
    if (!this.#found.length) return this.#close();
    this.#list.hidden = false;
    this.#place();
    this.#text.setAttribute("aria-controls", this.#list.id);
    this.#say(this.dataset.offered.replace("{count}", this.#found.length));
    this.#move(0);
  }

  #option({ name, description }, at) {
    const option = document.createElement("div");
    option.id = `${this.#list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-posinset", String(at + 1));
    option.setAttribute("aria-setsize", String(this.#found.length));
    option.setAttribute("aria-selected", String(at === this.#at));
    const code = document.createElement("code");
    code.textContent = name;
    const meaning = document.createElement("span");
    meaning.textContent = description;
    option.append(code, " ", meaning);
    return option;
  }

  // Only a few are there at a time, so that the list needs no scrolling.
  #move(at) {
    this.#at = (at + this.#found.length) % this.#found.length;
    const first = Math.max(0, this.#at - ROWS + 1);
    const options = this.#found.map((found, i) => this.#option(found, i)).slice(first, first + ROWS);
    this.#list.replaceChildren(...options);
    this.#text.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#at}`);
  }

  #insert({ name }) {
    const text = this.#text;
    const caret = text.selectionStart;
    const start = caret - BEGUN.exec(this.#before())[0].length;
    const rest = /^[\w.]*\s*\}?\}?/.exec(text.value.slice(caret))[0];
    text.setRangeText(`{{ ${name} }}`, start, caret + (rest.includes("}") ? rest.length : 0), "end");
    this.#close();
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #close() {
    if (this.#list.hidden) return;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#say("");
    this.#text.removeAttribute("aria-activedescendant");
    this.#text.removeAttribute("aria-controls");
  }

  #say(text) {
    this.querySelector("[data-said]").textContent = text;
  }

  // Below the line that is being typed: a copy of the text up to there has the same height.
  #place() {
    const text = this.#text;
    const copy = document.createElement("div");
    const style = getComputedStyle(text);
    for (const name of ["font", "letterSpacing", "lineHeight", "padding", "borderWidth", "boxSizing"]) copy.style[name] = style[name];
    Object.assign(copy.style, {
      position: "absolute",
      visibility: "hidden",
      whiteSpace: "pre-wrap",
      overflowWrap: "break-word",
      width: `${text.clientWidth}px`,
    });
    copy.textContent = this.#before() || " ";
    this.append(copy);
    const height = Math.min(copy.offsetHeight - text.scrollTop, text.offsetHeight);
    copy.remove();
    this.#list.style.top = `${text.offsetTop + height}px`;
  }
}

customElements.define("merge-fields", MergeFields);
