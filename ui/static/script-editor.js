// The editor of a call script: its address, its focus, and the texts that are still on their way when the page is left.
// The server renders; nothing here knows what a script is but the places of its texts (ui/customize/scripts/parts.py).

const SAVE_PAGE =
  "mutation($id: ID!, $page: CallScriptPageInput!) { saveCallScriptPage(id: $id, page: $page) { __typename } }";
const RENAME =
  "mutation($id: ID!, $name: String!, $version: Int!) " +
  "{ renameCallScript(id: $id, name: $name, version: $version) { __typename } }";

const OPENS_WITHIN = 2000; // ms

function showTabOf(element) {
  const panel = element.closest("[role=tabpanel]");
  if (panel) document.getElementById(panel.getAttribute("aria-labelledby"))?.click();
}

function send(query, variables) {
  fetch("/graphql", {
    method: "POST",
    keepalive: true, // outlives the page
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
  }).catch(() => undefined);
}

function readChoices(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.map((line) => {
    const [value, ...label] = line.split(" = ");
    return { value: value.trim(), label: label.join(" = ").trim() };
  });
}

function write(page, path, text) {
  const [kind, at, name, second] = path.split(".");
  if (kind === "questions") {
    const question = page.questions.find(({ id }) => id === at);
    if (question && name === "choices") question.options = readChoices(text);
    else if (question) question[name] = text;
  } else if (kind === "branches") {
    const condition = page.branches[at]?.conditions[second];
    if (condition) condition.value = text;
  } else page[kind] = text;
}

const isUnsaved = (field) => field.value !== field.defaultValue.replace(/\r\n?/g, "\n");

class ScriptEditor extends HTMLElement {
  static observedAttributes = ["data-page", "data-focus"];
  #edits = new MutationObserver((changes) => changes.forEach((change) => this.#take(change)));
  #hasSent = false;
  #typed = 0; // what was held back may be sent after what came later: the server has to tell

  connectedCallback() {
    showTabOf(this);
    this.#edits.observe(this, { attributeFilter: ["data-checked", "data-edition"], attributeOldValue: true, subtree: true });
    this.addEventListener("draft-leaving", this);
    this.addEventListener("click", this);
    this.addEventListener("input", this, true); // before ReactPy's handler reads the number
    const address = new URL(location);
    if (address.searchParams.get("script") !== this.dataset.script) {
      address.searchParams.set("script", ""); // the way back leads to the list
      history.replaceState(null, "", address);
      history.pushState(null, "", this.#address());
    } else this.#name();
  }

  disconnectedCallback() {
    this.#edits.disconnect();
  }

  attributeChangedCallback(name, before, value) {
    if (name === "data-page" && this.isConnected) {
      this.#name();
      queueMicrotask(() => this.removeAttribute("data-opening")); // when Preact has rendered the rest
    }
    if (name === "data-focus" && value) queueMicrotask(() => this.#focus(value.split("#")[0]));
  }

  handleEvent(event) {
    if (event.type === "input") event.target.dataset.typed = ++this.#typed;
    else if (event.type === "click") this.#open(event.target.closest("[data-opens]")?.dataset.opens);
    else this.#leave(event);
  }

  // Until another page is there, nothing can be done to the one that it takes the place of.
  #open(page) {
    if (!page || page === this.dataset.page || document.body.dataset.conn !== "up") return;
    this.toggleAttribute("data-opening", true);
    setTimeout(() => this.removeAttribute("data-opening"), OPENS_WITHIN);
  }

  // What is still on its way when the page is left goes by itself, all of a page at once.
  #leave(event) {
    event.preventDefault();
    if (this.#hasSent) return;
    this.#hasSent = true;
    setTimeout(() => (this.#hasSent = false));
    const { script, version, stored } = this.dataset;
    const unsaved = [...this.querySelectorAll("[data-draft]")].filter(isUnsaved);
    const page = JSON.parse(stored);
    for (const { dataset, value } of unsaved) {
      if (dataset.path === "name") send(RENAME, { id: script, name: value, version: Number(version) });
      else write(page, dataset.path, value);
    }
    if (unsaved.some(({ dataset }) => dataset.path !== "name")) send(SAVE_PAGE, { id: script, page });
  }

  // A text that did not come from the field itself: shown, unless something else is being typed there. Where the
  // editor has chosen it ("!"), it is shown in any case.
  #take({ target, oldValue }) {
    if ("checked" in target.dataset) return void (target.checked = target.dataset.checked === "true");
    const { edition } = target.dataset;
    if (edition === oldValue || ("base" in target.dataset && !edition.endsWith("!"))) return;
    delete target.dataset.base;
    if (target.value !== target.defaultValue) target.value = target.defaultValue;
  }

  #focus(id) {
    const element = document.getElementById(id);
    if (!element) return;
    this.removeAttribute("data-opening"); // what is hidden takes no focus
    element.focus();
    element.scrollIntoView({ block: "nearest" });
    if (element instanceof HTMLInputElement && element.type === "text") element.select();
  }

  // The server reads the address again after a lost connection.
  #name() {
    history.replaceState(history.state, "", this.#address());
  }

  #address() {
    const address = new URL(location);
    address.searchParams.set("script", this.dataset.script);
    address.searchParams.set("page", this.dataset.page);
    return address;
  }
}

customElements.define("script-editor", ScriptEditor);

// The list of scripts, when the address says that it was asked for.
class FrontTab extends HTMLElement {
  connectedCallback() {
    showTabOf(this);
  }
}

customElements.define("front-tab", FrontTab);

addEventListener("popstate", () => {
  if (document.querySelector("script-editor, front-tab")) location.reload();
});
