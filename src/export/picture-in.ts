/** A figure's place in the HTML that src/notebook writes, and the picture in it, if there is one. */
export const PLOT =
  /(<div class="sd-plot" role="img" aria-label="([^"]*)"[^>]* data-figure="([^"]*)">)(<img class="sd-picture"[^>]*>)?(<\/div>)/;

/** The address of a picture in a figure's HTML, if it has one and it is one of ours. */
export function pictureIn(html: string): string | undefined {
  const image = PLOT.exec(html)?.[4] ?? "";
  return / src="(data:image\/(?:svg\+xml|webp|png);base64,[A-Za-z0-9+/=]+)"/.exec(image)?.[1];
}
