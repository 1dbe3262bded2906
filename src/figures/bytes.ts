/** A matrix of bytes as Plotly takes it: a few characters a value saved, beside JSON's digits. */
export function byteMatrix(values: Uint8Array | Int8Array, rows: number, columns: number) {
  if (values.length !== rows * columns)
    throw new RangeError(`byteMatrix: ${values.length} values are no ${rows} × ${columns} matrix`);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.length);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return {
    dtype: values instanceof Int8Array ? "i1" : "u1",
    bdata: btoa(text),
    shape: `${rows}, ${columns}`,
  };
}
