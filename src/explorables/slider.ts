import { h, setAttributes, setText } from "./dom.js";
import { fractionOf, type Scale, valueAfterKey, valueAt } from "./scale.js";

export interface SliderOptions {
  /** What a screen reader calls it. */
  readonly name: string;
  readonly scale: Scale;
  /** Where the filled part of the track begins; the scale's lower end by default. */
  readonly origin?: number;
  /** Colour of the filled part, any CSS colour. */
  readonly colour?: string;
  /** A thick bar instead of a thin track. */
  readonly bar?: boolean;
  readonly onInput: (value: number) => void;
}

export interface Slider {
  readonly element: HTMLElement;
  /** Shows a value; `spoken` is the value in words, with its unit or its consequence. */
  set(value: number, spoken: string): void;
}

/** How far a finger moves sideways before it is meant for the slider and not for the page. */
const SLACK = 4;

/** A slider for pointer, touch and keyboard, whose track is a bar that can start anywhere. */
export function slider({ name, scale, origin, colour, bar, onInput }: SliderOptions): Slider {
  const fill = h("span", { class: "fill" });
  const handle = h("span", { class: "handle" });
  const track = h("span", { class: "track" }, fill);
  if (origin !== undefined && origin > scale.min) {
    const zero = h("span", { class: "origin" });
    zero.style.left = percent(fractionOf(scale, origin));
    track.append(zero);
  }
  const element = h(
    "div",
    {
      class: bar ? "slider bar" : "slider",
      role: "slider",
      tabindex: 0,
      "aria-label": name,
      "aria-orientation": "horizontal",
      "aria-valuemin": scale.min,
      "aria-valuemax": scale.max,
    },
    track,
    handle,
  );
  if (colour) element.style.setProperty("--colour", colour);

  let now = Number.NaN;
  const change = (value: number) => {
    if (value !== now) onInput(value);
  };
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const value = valueAfterKey(scale, now, event.key, event.shiftKey);
    if (value === undefined) return;
    // Neither the page nor JupyterLab's notebook is to move as well.
    event.preventDefault();
    event.stopPropagation();
    change(value);
  });

  let held: { readonly id: number; readonly x: number; moved: boolean } | undefined;
  const follow = ({ clientX }: PointerEvent) => {
    const { left, width } = track.getBoundingClientRect();
    change(valueAt(scale, (clientX - left) / width));
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = { id: event.pointerId, x: event.clientX, moved: event.pointerType !== "touch" };
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    // A finger may want to move the page; it counts when it moves sideways, or is lifted in place.
    if (held.moved) follow(event);
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (held?.id !== event.pointerId) return;
    held.moved ||= Math.abs(event.clientX - held.x) > SLACK;
    if (held.moved) follow(event);
  });
  element.addEventListener("pointerup", (event) => {
    if (held?.id !== event.pointerId) return;
    held = undefined;
    follow(event);
  });
  element.addEventListener("pointercancel", () => {
    held = undefined;
  });

  return {
    element,
    set(value, spoken) {
      now = value;
      const at = fractionOf(scale, value);
      const from = fractionOf(scale, origin ?? scale.min);
      fill.style.left = percent(Math.min(at, from));
      fill.style.width = percent(Math.abs(at - from));
      handle.style.left = percent(at);
      setAttributes(element, { "aria-valuenow": value, "aria-valuetext": spoken });
    },
  };
}

/** A slider with its name before it and its value behind it, in one line. */
export function namedSlider(label: Node | string, options: SliderOptions) {
  const { element: track, set } = slider(options);
  const value = h("span", { class: "value", "aria-hidden": "true" });
  const name = h("span", { class: "name", "aria-hidden": "true" }, label);
  return {
    element: h("div", { class: "setting" }, name, track, value),
    /** Shows a value, as `shown` behind the track. */
    set(now: number, shown: string, spoken = shown): void {
      set(now, spoken);
      setText(value, shown);
    },
  };
}

const percent = (fraction: number) => `${100 * fraction}%`;
