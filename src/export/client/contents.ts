/** The table of contents follows the reader: it marks the section that is being read. */
export function followReader(): void {
  const nav = document.querySelector(".contents");
  const details = nav?.querySelector("details");
  if (!nav || !details) return;
  const wide = matchMedia("(min-width: 75rem)");
  const fit = () => {
    details.open = wide.matches;
  };
  wide.addEventListener("change", fit);
  fit();
  const links = [...nav.querySelectorAll<HTMLAnchorElement>("a")];
  for (const link of links)
    link.addEventListener("click", () => {
      if (!wide.matches) details.open = false;
    });
  const places = links.map((link) => document.getElementById(link.hash.slice(1)));
  let waiting = false;
  const mark = () => {
    waiting = false;
    const line = innerHeight / 3;
    const at = places.findLastIndex(
      (place) => place !== null && place.getBoundingClientRect().top < line,
    );
    links.forEach((link, k) => {
      if (k === at) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  addEventListener(
    "scroll",
    () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    },
    { passive: true },
  );
  // Not now: to ask for places amid the page's other changes would lay it all out twice.
  requestAnimationFrame(mark);
}
