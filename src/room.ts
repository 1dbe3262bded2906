/**
 * Room for intermediate numbers, kept from call to call: a new Float64Array costs more than the
 * exponentials of a short vector, and its memory has to be collected.
 *
 * Whoever takes room has it alone until it is given back. So a call that begins amid another (from
 * a getter of an argument) gets room of its own, and room that an error kept is only made anew.
 */

/** Megabytes are not held on to; beside so many exponentials a new array costs nothing. */
export const MOST_KEPT = 2 ** 17;

let spare: Float64Array | undefined;

/** Room for n numbers, whatever they are now. */
export function take(n: number): Float64Array {
  const room = spare;
  spare = undefined;
  return room !== undefined && room.length === n ? room : new Float64Array(n);
}

/** Ends the use of room. */
export function giveBack(room: Float64Array): void {
  if (room.length <= MOST_KEPT) spare = room;
}
