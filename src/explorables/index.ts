/** The live parts of the article, defined as custom elements when this is loaded into a page. */
import { defineExplorable } from "./element.js";
import { precisionModel } from "./precision.js";
import { precisionView } from "./precision-view.js";
import { softmaxModel } from "./softmax.js";
import { softmaxView } from "./softmax-view.js";

defineExplorable(softmaxModel, softmaxView);
defineExplorable(precisionModel, precisionView);
