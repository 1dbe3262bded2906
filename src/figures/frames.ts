/** A slider and a play button over a figure's frames; for those whose frames are steps in time. */
export function overFrames(
  names: readonly string[],
  { prefix, active = names.length - 1 }: { readonly prefix: string; readonly active?: number },
) {
  const now = { mode: "immediate", transition: { duration: 0 } };
  return {
    sliders: [
      {
        active,
        currentvalue: { prefix },
        pad: { t: 60, l: 60 },
        steps: names.map((name) => ({
          label: name,
          method: "animate",
          args: [[name], { ...now, frame: { duration: 0 } }],
        })),
      },
    ],
    updatemenus: [
      {
        type: "buttons",
        showactive: false,
        x: 0,
        y: 0,
        xanchor: "left",
        yanchor: "top",
        pad: { t: 74, r: 10 },
        buttons: [
          { label: "Play", method: "animate", args: [null, { ...now, frame: { duration: 500 } }] },
        ],
      },
    ],
  };
}
