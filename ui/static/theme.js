// Light, dark, or as the system: before the first paint, so it is a plain script in <head>, not a module.
// Remembered in this browser, the same in all its tabs.
{
  const KEPT_UNDER = "callbeacon-theme";
  const kept = () => localStorage.getItem(KEPT_UNDER) ?? "system";
  const apply = () => {
    document.documentElement.dataset.theme = kept();
  };

  // Around the radio buttons, which the server renders without knowing the choice.
  class ThemeChoice extends HTMLElement {
    #show = () => {
      for (const radio of this.querySelectorAll("input")) radio.checked = radio.value === kept();
    };

    connectedCallback() {
      this.#show();
      addEventListener("storage", this.#show);
      // The menu around opens; at first the buttons may not have been there yet.
      addEventListener("beforetoggle", this.#show, true);
      this.addEventListener("change", ({ target }) => {
        localStorage.setItem(KEPT_UNDER, target.value);
        apply();
      });
    }

    disconnectedCallback() {
      removeEventListener("storage", this.#show);
      removeEventListener("beforetoggle", this.#show, true);
    }
  }

  apply();
  addEventListener("storage", ({ key }) => key === KEPT_UNDER && apply());
  customElements.define("theme-choice", ThemeChoice);
}
