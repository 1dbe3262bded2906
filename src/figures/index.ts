/** Numbers in, Plotly figures out: plain JSON, each with a description and its data as a table. */
export { type BarOptions, barFigure, rankOrderFigure, temperatureFigure } from "./bars.js";
export { type ContourOptions, contourFigure, type Path } from "./contours.js";
export { confusionFigure } from "./confusion.js";
export { type DecisionRegionsOptions, decisionRegionsFigure } from "./decision-regions.js";
export { escapeHtml } from "./escape.js";
export {
  COLOURS,
  type Drawing,
  type Figure,
  type FigureParts,
  figure,
  type Table,
} from "./figure.js";
export { type Grid, gridOf } from "./grid.js";
export { heatmapFigure, jacobianFigure, oneHotFigure } from "./heatmaps.js";
export {
  type DigitImagesOptions,
  digitImagesFigure,
  type WeightImagesOptions,
  weightImagesFigure,
} from "./images.js";
export { lastLayerDrawing } from "./last-layer.js";
export {
  type Curve,
  errorAgainstStepFigure,
  type LineOptions,
  lineFigure,
  precisionFigure,
} from "./lines.js";
export { type LossFigureOptions, lossContourFigure, lossSurfaceFigure } from "./loss.js";
export {
  type PanelsOptions,
  panelsFigure,
  type RegionsOptions,
  regionsFigure,
} from "./maps.js";
export {
  type SurfaceFamilyOptions,
  type SurfaceOptions,
  surfaceFamilyFigure,
  surfaceFigure,
} from "./surfaces.js";
export { type ReliabilityCurve, reliabilityFigure } from "./reliability.js";
