/** The page's own script: the theme switch, and figures that come alive when they come near. */
interface PlotlyLike {
  newPlot(div: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
  addFrames(div: Element, frames: unknown): Promise<unknown>;
  relayout(div: Element, layout: unknown): Promise<unknown>;
}
const page = window as unknown as { Plotly?: PlotlyLike };
const root = document.documentElement;

/** Colours of the current theme, for figures. */
function ink(): { font: string; grid: string } {
  const style = getComputedStyle(root);
  return {
    font: style.getPropertyValue("--ink").trim(),
    grid: style.getPropertyValue("--line").trim(),
  };
}

/** Plotly rests on the page as text. Run as a script of its own it is allowed by its hash. */
function plotly(): PlotlyLike | undefined {
  const text = document.getElementById("plotly")?.textContent;
  if (page.Plotly === undefined && text) {
    const script = document.createElement("script");
    script.textContent = text;
    document.body.append(script);
  }
  return page.Plotly;
}

function themed(layout: Record<string, unknown>): Record<string, unknown> {
  const { font, grid } = ink();
  const colours: Record<string, unknown> = { "font.color": font };
  for (const axis of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key)))
    colours[`${axis}.gridcolor`] = grid;
  return colours;
}

const drawn = new Map<Element, Record<string, unknown>>();

async function draw(div: HTMLElement): Promise<void> {
  const library = plotly();
  if (!library || drawn.has(div)) return;
  const { data, layout, frames } = JSON.parse(div.dataset.figure ?? "{}");
  drawn.set(div, layout);
  await library.newPlot(div, data, layout, { responsive: true, displaylogo: false });
  await library.relayout(div, themed(layout));
  if (frames) await library.addFrames(div, frames);
}

function setTheme(theme: string): void {
  root.dataset.theme = theme;
  for (const [div, layout] of drawn) plotly()?.relayout(div, themed(layout));
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const current = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
document.getElementById("theme")?.addEventListener("click", () => {
  const next = current() === "dark" ? "light" : "dark";
  setTheme(next);
  try {
    localStorage.setItem("theme", next);
  } catch {
    // A page opened from the disk may have no storage; the switch works without.
  }
});
try {
  const saved = localStorage.getItem("theme");
  if (saved === "dark" || saved === "light") root.dataset.theme = saved;
} catch {
  // As above.
}
dark.addEventListener("change", () => setTheme(current()));

document.addEventListener("DOMContentLoaded", () => {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) {
          near.unobserve(target);
          void draw(target as HTMLElement);
        }
    },
    { rootMargin: "600px" },
  );
  for (const div of document.querySelectorAll(".live")) near.observe(div);
});
