/**
 * The page's address keeps what the reader has changed, one entry of the query for each number:
 *
 *     page.html?softmax.z=3,1,0.1,-1&softmax.temperature=2#D15
 *
 * The part after # stays the page's own, for its anchors; so do all other entries of the query.
 */

/** What the address holds for one element. */
export function savedIn(search: string, key: string): Record<string, string> {
  const saved: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search))
    if (name.startsWith(`${key}.`)) saved[name.slice(key.length + 1)] = value;
  return saved;
}

/** The query with one element's entries replaced; "" where none is left. */
export function withSaved(
  search: string,
  key: string,
  entries: Readonly<Record<string, string>>,
): string {
  const own = (part: string) =>
    decoded(part.split("=")[0]).startsWith(`${key}.`) || part.trim() === "";
  const others = search
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => !own(part));
  const mine = Object.entries(entries).map(
    ([name, value]) => `${encode(`${key}.${name}`)}=${encode(value)}`,
  );
  const query = [...others, ...mine].join("&");
  return query === "" ? "" : `?${query}`;
}

/** The entries in which a state differs from the one the element starts with. */
export function changes(
  now: Readonly<Record<string, string>>,
  start: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => start[name] !== value));
}

/** A comma is allowed in a query as it is, and an address is read by people too. */
const encode = (text: string) => encodeURIComponent(text).replaceAll("%2C", ",");

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
