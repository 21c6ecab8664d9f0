// A text from a file or the clipboard, sent to the server in pieces that fit into one message each, once it is asked for.

const LONGEST_PIECE = 10_000; // characters; escaped, each has up to six bytes, and a message at most 64 KiB

function* pieces(text) {
  for (let at = 0; at < text.length || at === 0; ) {
    let end = Math.min(at + LONGEST_PIECE, text.length);
    if (/[\ud800-\udbff]/.test(text[end - 1] ?? "") && end < text.length) end--; // two units of one character
    yield { text: text.slice(at, end), isFirst: at === 0, isLast: end === text.length };
    if (end === text.length) return;
    at = end;
  }
}

class FileText extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
    this.addEventListener("click", this);
  }

  async handleEvent({ type, target }) {
    const [file] = (type === "change" && target.files) || [];
    if (file) {
      this.querySelector("textarea").value = await file.text();
      target.value = ""; // so that the same file can be chosen again
    }
    if (file || (type === "click" && target.closest("[data-send]"))) this.#send();
  }

  #send() {
    const text = this.querySelector("textarea").value;
    for (const detail of pieces(text.toWellFormed?.() ?? text)) this.dispatchEvent(new CustomEvent("piece", { detail }));
  }
}

customElements.define("file-text", FileText);
