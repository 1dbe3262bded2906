/** What a reference or a letter shows on hover and on focus: the equation, the meaning. */

/** Milliseconds to reach the popover from what shows it. */
const GRACE = 250;

export function showOnHover(): void {
  const box = document.getElementById("page:popover");
  if (!box) return;
  let owner: Element | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  const stay = () => clearTimeout(hiding);
  const hide = () => {
    stay();
    owner?.removeAttribute("aria-describedby");
    owner = undefined;
    box.hidden = true;
  };
  const hideSoon = () => {
    stay();
    hiding = setTimeout(hide, GRACE);
  };
  const show = (element: HTMLElement, content: Node) => {
    stay();
    if (owner === element) return;
    hide();
    owner = element;
    box.replaceChildren(content);
    element.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    place(box, element);
  };
  const attach = (element: HTMLElement, content: () => Node) => {
    for (const event of ["pointerenter", "focus"])
      element.addEventListener(event, () => show(element, content()));
    for (const event of ["pointerleave", "blur"]) element.addEventListener(event, hideSoon);
  };
  box.addEventListener("pointerenter", stay);
  box.addEventListener("pointerleave", hideSoon);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });

  const equations = new Map<string, HTMLTemplateElement>();
  for (const template of document.querySelectorAll<HTMLTemplateElement>("template[data-equation]"))
    equations.set(template.dataset.equation ?? "", template);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-shows]")) {
    const key = link.dataset.shows ?? "";
    const formula =
      equations.get(key)?.content ??
      document.getElementById(link.hash.slice(1))?.querySelector(".katex-display");
    if (formula) attach(link, () => withNumber(key.replace(/.*#/, ""), formula));
  }
  for (const letter of document.querySelectorAll<HTMLElement>(".letter")) {
    const meaning = letter.title;
    // The browser would show its own as well.
    letter.removeAttribute("title");
    attach(letter, () => document.createTextNode(meaning));
  }
}

function withNumber(number: string, formula: Node): Node {
  const content = document.createDocumentFragment();
  const name = document.createElement("b");
  name.textContent = number;
  content.append(name, formula.cloneNode(true));
  return content;
}

/** Below the element or, where there is no room, above it; always inside the window. */
function place(box: HTMLElement, element: Element): void {
  const at = element.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const { offsetWidth, offsetHeight } = box;
  const left = Math.max(8, Math.min(at.left, width - offsetWidth - 8));
  const below = at.bottom + 6 + offsetHeight < innerHeight || at.top < offsetHeight + 6;
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${(below ? at.bottom + 6 : at.top - 6 - offsetHeight) + scrollY}px`;
}
