/**
 * Outputs that all arrive, however fast a cell prints.
 *
 * The kernel sends each piece of output as a message. While a cell computes, the event loop stands
 * still, and then zeromq sends 512 messages and puts the next off until it turns; those after it are
 * refused, without a word to the reader. So messages are to be sent at once, and the socket is given
 * room for as many as a cell may reasonably print in one go. That room has an end: a cell that prints
 * for ever shall not fill the memory.
 */
const MESSAGES = 400_000;

/**
 * Changes how the kernel's output socket is made, before the kernel starts.
 *
 * @param {NodeJS.Require} require one that finds tslab
 */
export function makeRoomForOutputs(require) {
  const tslab = require.resolve("tslab/dist/jupyter.js");
  const zeromq = require(require.resolve("zeromq", { paths: [tslab] }));
  const { Publisher } = zeromq;
  zeromq.Publisher = class extends Publisher {
    constructor(options) {
      super({ sendTimeout: 0, sendHighWaterMark: MESSAGES, ...options });
    }
  };
}
