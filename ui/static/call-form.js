// "Save call" takes along what was typed a moment ago: a click may overtake the text that waits to be sent. Each draft
// of the workspace that the server has not saved yet goes with the form, named by the version that it was typed over
// and by its number, since what was sent before may still be on its way.

import { nextEdit } from "./edits.js";

const isUnsaved = (field) => field.value !== field.defaultValue.replace(/\r\n?/g, "\n");

document.addEventListener("formdata", ({ target, formData }) => {
  if (!("callForm" in target.dataset)) return;
  for (const field of target.closest("[role=tabpanel]").querySelectorAll("[data-draft]")) {
    const { field: name, base, version, ownVersion } = field.dataset;
    const typedOver = Math.max(Number(base ?? version), Number(ownVersion));
    if (isUnsaved(field)) formData.append(`draft:${typedOver}:${nextEdit()}:${name}`, field.value);
  }
});

// Enter in a field for one line would save the call in passing; in the script it turns the page.
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Enter" && target.matches("input") && target.form?.dataset.callForm === "") {
    event.preventDefault();
  }
});
