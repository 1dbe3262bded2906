/**
 * What is used of mathjs, from the one file that it ships for browsers: its thousand modules would
 * take half a second to load at the start of each notebook, this file a twentieth.
 */
import mathjs from "mathjs/lib/browser/math.js";

export const { complex, create, derivative, isNode, parse } = mathjs;
export const { ConstantNode, FunctionNode, OperatorNode, ParenthesisNode, SymbolNode } = mathjs;
export const all = mathjs.all;
