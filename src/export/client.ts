/** The page's own script. Without it the page is whole: it adds what moves. */
import { followReader } from "./client/contents.js";
import { bringFiguresToLife } from "./client/figures.js";
import { showOnHover } from "./client/popover.js";
import { themeSwitch } from "./client/theme-switch.js";

const onTheme = bringFiguresToLife();
themeSwitch(onTheme);
document.addEventListener("DOMContentLoaded", () => {
  followReader();
  showOnHover();
});
