/**
 * How all live parts look. Colours are the page's own (--ink, --line …), or JupyterLab's (--jp-…),
 * or those of a light page; the parts' frame says by data-ground which of the two it stands on.
 */
export const style = `
:host { display: block; margin: 1rem 0; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.part {
  --sd-paper: var(--paper, var(--jp-layout-color0, #ffffff));
  --sd-ink: var(--ink, var(--jp-content-font-color0, #1c1c1e));
  --sd-soft: var(--soft, var(--jp-content-font-color2, #5b5b60));
  --sd-line: var(--line, var(--jp-border-color1, #d4d4d0));
  --sd-box: var(--box, var(--jp-layout-color2, #f3f3ef));
  --sd-link: var(--link, var(--jp-content-link-color, #0a5c8f));
  --sd-bad: var(--bad, #a8320a);
  --track: color-mix(in srgb, var(--sd-ink) 13%, var(--sd-paper));
  container-type: inline-size;
  background: var(--sd-paper);
  color: var(--sd-ink);
  border: 1px solid var(--sd-line);
  border-radius: 12px;
  padding: 0.9rem 1.1rem 1.1rem;
  font: 400 15px/1.45 var(--sans, system-ui, sans-serif);
  font-variant-numeric: tabular-nums;
  text-align: left;
}
.part[data-ground="dark"] { --sd-bad: var(--bad, #ff9c7a); }
.head { display: flex; justify-content: space-between; align-items: center; gap: 0.6rem; margin-bottom: 0.7rem; }
.title { font-weight: 650; font-size: 1.05em; letter-spacing: -0.005em; }
p { margin: 0.7rem 0 0; }
.soft { color: var(--sd-soft); }
.problem { color: var(--sd-bad); margin: 0 0 0.5rem; }
.symbol { font-family: Georgia, "Times New Roman", serif; font-size: 1.06em; white-space: nowrap; }
sub { font: 0.74em system-ui, sans-serif; line-height: 0; vertical-align: -0.3em; margin-left: 0.06em; }
.voice { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button {
  font: inherit; font-size: 0.93em; color: inherit; background: var(--sd-box);
  border: 1px solid var(--sd-line); border-radius: 7px; padding: 0.25rem 0.75rem; min-height: 2rem; cursor: pointer;
}
button:hover { border-color: var(--sd-soft); }
:focus-visible { outline: 3px solid var(--sd-link); outline-offset: 2px; }
.slider {
  --colour: var(--sd-link);
  position: relative; height: 34px; margin: 0 11px; cursor: pointer; touch-action: pan-y;
  user-select: none; -webkit-user-select: none; -webkit-tap-highlight-color: transparent;
}
.slider:focus { outline: none; }
.track { position: absolute; inset: 12px 0; background: var(--track); }
.track::before, .track::after { content: ""; position: absolute; top: 0; bottom: 0; width: 7px; background: var(--track); }
.track::before { right: 100%; border-radius: 5px 0 0 5px; }
.track::after { left: 100%; border-radius: 0 5px 5px 0; }
.fill { position: absolute; top: 0; bottom: 0; background: var(--colour); }
.origin { position: absolute; top: -4px; bottom: -4px; width: 2px; margin-left: -1px; background: var(--sd-soft); }
.handle {
  position: absolute; top: 50%; width: 20px; height: 20px; margin: -10px 0 0 -10px; border-radius: 50%;
  background: var(--sd-paper); border: 5px solid var(--colour); box-shadow: 0 0 0 1.5px var(--sd-ink);
}
.slider:focus-visible .handle { outline: 3px solid var(--sd-link); outline-offset: 4px; }
.slider:hover .handle { box-shadow: 0 0 0 2.5px var(--sd-ink); }
.bar .track { inset: 6px 0; }
.bar .handle { width: 12px; height: 28px; margin: -14px 0 0 -6px; border-radius: 6px; border-width: 3.5px; }
@media (pointer: coarse) { .slider { height: 44px; } .track { inset: 17px 0; } .bar .track { inset: 11px 0; } button { min-height: 2.75rem; } }
.setting { display: grid; grid-template-columns: minmax(6.2rem, auto) 1fr 3.6rem; align-items: center; gap: 0 0.6rem; }
@container (max-width: 480px) {
  .setting { grid-template-columns: 1fr auto; }
  .setting .slider { grid-column: 1 / -1; grid-row: 2; }
}
.value { text-align: right; white-space: nowrap; }
.choice { border: 0; margin: 0; padding: 0; min-width: 0; display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.7rem; }
.choice legend { float: left; padding: 0; color: var(--sd-soft); font-size: 0.93em; }
.options { display: inline-flex; flex-wrap: wrap; gap: 0; border: 1px solid var(--sd-line); border-radius: 8px; padding: 2px; background: var(--sd-box); }
.options label { position: relative; cursor: pointer; }
.options input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.options span { display: block; padding: 0.18rem 0.7rem; border-radius: 6px; font-size: 0.93em; border: 1px solid transparent; }
.options input:checked + span { background: var(--sd-paper); border-color: var(--sd-soft); font-weight: 600; }
.options input:focus-visible + span { outline: 3px solid var(--sd-link); outline-offset: 1px; }
@media (pointer: coarse) { .options span { padding: 0.55rem 0.9rem; } }
table { border-collapse: collapse; width: 100%; font: inherit; }
th, td { padding: 0.3rem 0.5rem; border-bottom: 1px solid var(--sd-line); text-align: right; font-weight: 400; }
th:first-child { text-align: left; padding-left: 0; }
thead th { color: var(--sd-soft); font-size: 0.93em; }
svg text { font: 12px system-ui, sans-serif; fill: var(--sd-soft); }
@media print { button, .handle { display: none; } .part { border-color: #999; break-inside: avoid; } }
@media (forced-colors: active) { .track, .fill, .handle { forced-color-adjust: none; } }
`;
