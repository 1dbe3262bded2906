import { labelsOf } from "./bars.js";
import { escapeHtml } from "./escape.js";
import { type Drawing, short } from "./figure.js";

/** D19: the last layer of a network, logits into softmax, probabilities against the target. */
export function lastLayerDrawing({
  z,
  s,
  y,
  labels,
}: {
  readonly z: readonly number[];
  readonly s: readonly number[];
  readonly y: readonly number[];
  readonly labels?: readonly string[];
}): Drawing {
  const names = labelsOf(z.length, labels);
  const height = 70 * z.length + 70;
  const title = "The last layer of the network";
  const description = `Logits go into softmax, and its outputs are compared with the target: ${names.map((name, i) => `${name}: z ${short(z[i])}, s ${short(s[i])}, y ${y[i]}`).join("; ")}.`;
  const text = (x: number, at: number, content: string, extra = "") =>
    `<text x="${x}" y="${at}" text-anchor="middle" fill="currentColor" ${extra}>${escapeHtml(content)}</text>`;
  const row = (i: number) => {
    const at = 95 + 70 * i;
    const circle = (x: number, content: string, colour: string) =>
      `<circle cx="${x}" cy="${at}" r="27" fill="none" stroke="${colour}" stroke-width="2.5"/>${text(x, at + 5, content)}`;
    const arrow = (x1: number, x2: number) =>
      `<path d="M${x1} ${at}H${x2}m-7-5 7 5-7 5" fill="none" stroke="currentColor" stroke-width="1.5"/>`;
    return [
      text(38, at + 5, names[i]),
      circle(120, short(z[i]), "#0072B2"),
      arrow(150, 200),
      arrow(282, 328),
      circle(360, short(s[i]), "#E69F00"),
      `<path d="M392 ${at}H448" stroke="currentColor" stroke-width="1.5" stroke-dasharray="4 4"/>`,
      circle(480, String(y[i]), "#009E73"),
    ].join("");
  };
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 ${height}" width="560" style="max-width:100%;height:auto" role="img" font-family="system-ui, sans-serif" font-size="15">`,
    `<title>${escapeHtml(title)}</title><desc>${escapeHtml(description)}</desc>`,
    text(120, 40, "z: logits"),
    text(360, 40, "s: outputs"),
    text(480, 40, "y: target"),
    `<rect x="203" y="62" width="76" height="${70 * z.length - 6}" rx="8" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
    text(241, 62 + (70 * z.length) / 2, "softmax"),
    ...z.map((_, i) => row(i)),
    "</svg>",
  ].join("");
  return { svg, title, description };
}
