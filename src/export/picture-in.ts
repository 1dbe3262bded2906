/** A figure's place in the HTML that src/notebook writes, and the picture in it, if there is one. */
export const PLOT =
  /(<div class="sd-plot" role="img" aria-label="([^"]*)"[^>]* data-figure="([^"]*)">)(<img class="sd-picture"[^>]*>)?(<\/div>)/;

/**
 * The address of a picture in a figure's HTML, if it has one and it is one of ours, for a quoted
 * attribute.
 */
export function pictureIn(html: string): string | undefined {
  const image = PLOT.exec(html)?.[4] ?? "";
  const address = / src="(data:image\/(?:svg\+xml|webp|png);base64,[A-Za-z0-9+/=]+)"/.exec(
    image,
  )?.[1];
  return address?.replace(/^data:image\/svg\+xml;base64,(.*)$/, (_, base64) => legibleSvg(base64));
}

/** An SVG as text takes a sixth less room than in base64. */
function legibleSvg(base64: string): string {
  const svg = Buffer.from(base64, "base64").toString("utf8");
  // Quotes of the other kind need no escape within the attribute's; where both occur they do.
  const special = svg.includes("'") ? /[%#"\s]/g : /[%#\n\r\t]/g;
  const address = svg.replace(special, encodeURIComponent).replaceAll('"', "'");
  return `data:image/svg+xml,${address.replaceAll("&", "&amp;")}`;
}
