import { h } from "./dom.js";

export interface ChoiceOptions<Value extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onInput: (value: Value) => void;
}

/** One of a few: radio buttons that look like one row of buttons. */
export function choice<Value extends string>({
  legend,
  options,
  onInput,
}: ChoiceOptions<Value>): {
  readonly element: HTMLElement;
  set(value: Value): void;
} {
  // Radio buttons of one name belong together within their own shadow tree.
  const inputs = options.map(({ value }) => h("input", { type: "radio", name: legend, value }));
  const element = h(
    "fieldset",
    { class: "choice" },
    h("legend", {}, legend),
    h(
      "span",
      { class: "options" },
      ...options.map(({ label }, k) => h("label", {}, inputs[k], h("span", {}, label))),
    ),
  );
  element.addEventListener("change", () => {
    const at = inputs.findIndex((input) => input.checked);
    if (at >= 0) onInput(options[at].value);
  });
  // In JupyterLab's notebook an arrow key would also select another cell.
  element.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) event.stopPropagation();
  });
  return {
    element,
    set(value) {
      options.forEach((option, k) => {
        inputs[k].checked = option.value === value;
      });
    },
  };
}
