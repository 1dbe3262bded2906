/** The live parts of the article, defined as custom elements when this is loaded into a page. */
import { defineExplorable } from "./element.js";
import { jacobianModel } from "./jacobian.js";
import { jacobianView } from "./jacobian-view.js";
import { lossModel } from "./loss.js";
import { lossView } from "./loss-view.js";
import { precisionModel } from "./precision.js";
import { precisionView } from "./precision-view.js";
import { softmaxModel } from "./softmax.js";
import { softmaxView } from "./softmax-view.js";

defineExplorable(softmaxModel, softmaxView);
defineExplorable(jacobianModel, jacobianView);
defineExplorable(lossModel, lossView);
defineExplorable(precisionModel, precisionView);
