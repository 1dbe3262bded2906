/** The switch between the system's theme, light and dark; the choice is kept where that is possible. */

type Theme = "system" | "light" | "dark";
const WORDS: Readonly<Record<Theme, string>> = {
  system: "Theme: as the system",
  light: "Theme: light",
  dark: "Theme: dark",
};
const root = document.documentElement;
const KEY = "softmax-derivative:theme";

/** @param changed is called whenever other colours are in force. */
export function themeSwitch(changed: () => void): void {
  let theme = saved();
  const apply = () => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  // At once, before anything is painted in the wrong colours.
  apply();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("page:theme") as HTMLButtonElement | null;
    if (!button) return;
    button.hidden = false;
    button.textContent = WORDS[theme];
    button.addEventListener("click", () => {
      theme = ({ system: "light", light: "dark", dark: "system" } as const)[theme];
      button.textContent = WORDS[theme];
      apply();
      keep(theme);
      changed();
    });
  });
}

/** A page opened from the disk may have no storage; the switch works without. */
function saved(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : "system";
  } catch {
    return "system";
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // As above.
  }
}
