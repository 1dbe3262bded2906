/** A theme's colours, for figures. */
export interface Colours {
  readonly ink: string;
  readonly line: string;
  readonly paper: string;
}

type Layout = Readonly<Record<string, unknown>>;

const list = (value: unknown): Layout[] => (Array.isArray(value) ? value : []);
const part = (value: unknown): Layout =>
  (typeof value === "object" && value ? value : {}) as Layout;

/**
 * What a theme changes in a figure's layout, as Plotly's relayout wants it: a value a path. A colour
 * that the figure has chosen itself, to stand on data and not on the page, stays.
 */
export function themeOf(layout: Layout, { ink, line, paper }: Colours): Record<string, string> {
  const changes: Record<string, string> = { "font.color": ink };
  for (const key of Object.keys({ xaxis: 1, yaxis: 1, ...layout })) {
    if (/^[xy]axis\d*$/.test(key)) {
      changes[`${key}.gridcolor`] = line;
      changes[`${key}.linecolor`] = ink;
      changes[`${key}.zerolinecolor`] = line;
    }
    if (/^scene\d*$/.test(key))
      for (const axis of ["xaxis", "yaxis", "zaxis"]) {
        changes[`${key}.${axis}.color`] = ink;
        changes[`${key}.${axis}.gridcolor`] = line;
        changes[`${key}.${axis}.zerolinecolor`] = line;
      }
  }
  list(layout.annotations).forEach((annotation, k) => {
    if (annotation.showarrow !== false && annotation.arrowcolor === undefined)
      changes[`annotations[${k}].arrowcolor`] = ink;
  });
  list(layout.shapes).forEach((shape, k) => {
    if (part(shape.line).color === undefined) changes[`shapes[${k}].line.color`] = ink;
  });
  list(layout.sliders).forEach((_, k) => {
    changes[`sliders[${k}].bgcolor`] = line;
    changes[`sliders[${k}].activebgcolor`] = paper;
    changes[`sliders[${k}].bordercolor`] = ink;
    changes[`sliders[${k}].tickcolor`] = ink;
  });
  list(layout.updatemenus).forEach((_, k) => {
    changes[`updatemenus[${k}].bgcolor`] = paper;
    changes[`updatemenus[${k}].bordercolor`] = line;
    changes[`updatemenus[${k}].font.color`] = ink;
  });
  return changes;
}

/** A layout with such changes made: the layout itself is left as it is. */
export function withTheme(layout: Layout, colours: Colours): Record<string, unknown> {
  const copy = structuredClone(layout) as Record<string, unknown>;
  for (const [path, value] of Object.entries(themeOf(layout, colours))) {
    const keys = path.replace(/\[(\d+)\]/g, ".$1").split(".");
    const last = keys.pop() as string;
    let at = copy as Record<string, Record<string, unknown>>;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as typeof at;
    }
    (at as Record<string, unknown>)[last] = value;
  }
  return copy;
}
