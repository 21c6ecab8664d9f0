// Cut events down before ReactPy serialises them: stock, one keystroke is 200 KB and 80 ms of this thread.
// `h` is Preact's `options` in exactly ReactPy 2.0.0b13; ui/dependable.py verifies the file at start.
import { h as options } from "./reactpy/index-bz53xswt.js";

const KEPT = [
  "type", "key", "code", "ctrlKey", "altKey", "shiftKey", "metaKey", "repeat", "isComposing", "button", "detail",
];

function fieldsOf(form) {
  const fields = {};
  const data = new FormData(form);
  for (const name of new Set(data.keys())) {
    const texts = data.getAll(name).filter((value) => typeof value === "string");
    if (texts.length) fields[name] = texts.length === 1 ? texts[0] : texts;
  }
  return fields;
}

function outline(node) {
  if (!(node instanceof Element)) return {};
  return { id: node.id, tagName: node.tagName, dataset: { ...node.dataset } };
}

function contents(node) {
  const kept = outline(node);
  for (const name of ["name", "value", "checked", "type"]) {
    if (name in node && typeof node[name] !== "object") kept[name] = node[name];
  }
  if (node instanceof HTMLSelectElement && node.multiple) {
    kept.values = [...node.selectedOptions].map((option) => option.value);
  }
  if (node instanceof HTMLFormElement) kept.fields = fieldsOf(node);
  return kept;
}

const before = options.event;
options.event = (original) => {
  const event = before ? before(original) || original : original;
  const kept = {
    preventDefault: () => event.preventDefault(),
    stopPropagation: () => event.stopPropagation(),
  };
  for (const name of KEPT) {
    if (event[name] !== undefined && event[name] !== null) kept[name] = event[name];
  }
  kept.target = event.target instanceof Element ? contents(event.target) : {};
  // The text stands in target alone, so that a frame stays near the size of the text.
  kept.currentTarget = outline(event.currentTarget);
  return kept;
};
