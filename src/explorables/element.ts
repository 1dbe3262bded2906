import { changes, savedIn, withSaved } from "./address.js";
import { Announcer } from "./announcer.js";
import { h, setText } from "./dom.js";
import { type Ground, watchGround } from "./ground.js";
import type { Model } from "./model.js";
import { style } from "./style.js";

/** What a view can ask of the element it is in. */
export interface Host<State> {
  /** The state that the attributes ask for, to which a reset goes back. */
  readonly start: State;
  state(): State;
  /** Takes a new state: shows it, keeps it in the address and says what it means. */
  set(state: State): void;
  /** Says a text to a screen reader, soon and not too often. */
  say(text: string): void;
  /**
   * Puts an element outside of the shadow tree, where the page's styles reach it (Plotly's are
   * such); gives the slot that stands for it inside.
   */
  outside(element: HTMLElement): HTMLElement;
}

/** The looks of a live part. */
export interface View<State> {
  readonly nodes: readonly Node[];
  show(state: State, ground: Ground): void;
  /** Called whenever the element comes onto a page, and leaves one. */
  connect?(): void;
  disconnect?(): void;
  /** Called before the state goes back to the start, to end what runs by itself. */
  reset?(): void;
}

/** How long the address waits for a hand to come to rest; browsers allow few changes a second. */
const REST = 300;

/** Keys in the address, and the elements on this page that have taken them. */
const taken = new Map<string, Element>();

/** Defines <sd-NAME>, once a page. */
export function defineExplorable<State>(
  model: Model<State>,
  view: (host: Host<State>) => View<State>,
): void {
  const tag = `sd-${model.name}`;
  if (customElements.get(tag)) return;
  customElements.define(
    tag,
    class extends HTMLElement {
      static readonly observedAttributes = model.attributes;
      #part: Part<State> | undefined;

      connectedCallback() {
        this.#part ??= new Part(this, model, view);
        this.#part.connect();
      }
      disconnectedCallback() {
        this.#part?.disconnect();
      }
      attributeChangedCallback(_: string, before: string | null, after: string | null) {
        if (this.#part === undefined || before === after) return;
        this.#part.disconnect();
        this.#part = new Part(this, model, view);
        if (this.isConnected) this.#part.connect();
      }
    },
  );
}

/** One element at work: its state, its place in the address, its reset, its voice. */
class Part<State> {
  private readonly root: ShadowRoot;
  private readonly frame = h("div", { class: "part", role: "group" });
  private readonly voice = h("p", { class: "voice", role: "status", "aria-live": "polite" });
  private readonly announcer = new Announcer((text) => setText(this.voice, text));
  private readonly view: View<State> | undefined;
  private readonly start: State | undefined;
  private state: State | undefined;
  private ground: Ground = "light";
  /** "" where the address is not ours to write. */
  private readonly key: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopWatching: (() => void) | undefined;

  constructor(
    private readonly element: HTMLElement,
    private readonly model: Model<State>,
    view: (host: Host<State>) => View<State>,
  ) {
    this.root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    this.root.replaceChildren(h("style", {}, style), this.frame);
    this.frame.setAttribute("aria-label", model.title);
    this.key = isInJupyterLab() ? "" : takeKey(element, model.name);
    // Or arrow keys, Enter, or two d's would also be commands to the notebook around it.
    if (isInJupyterLab()) element.setAttribute("data-lm-suppress-shortcuts", "true");
    try {
      this.start = model.read((name) => element.getAttribute(name));
      this.state = this.restored() ?? this.start;
      this.view = view({
        start: this.start,
        state: () => this.state as State,
        set: (state) => this.set(state),
        say: (text) => this.announcer.say(text),
        outside: (element) => this.outside(element),
      });
    } catch (error) {
      // What stood in the element before stays readable.
      this.frame.append(
        h("p", { class: "problem" }, `This live part cannot start. ${(error as Error).message}`),
        h("slot"),
      );
      return;
    }
    const reset = h("button", { type: "button" }, "Reset");
    reset.addEventListener("click", () => this.reset());
    this.frame.append(
      h("div", { class: "head" }, h("span", { class: "title" }, model.title), reset),
      ...this.view.nodes,
      this.voice,
    );
  }

  connect(): void {
    if (this.view === undefined) return;
    addEventListener("pagehide", this.keepNow);
    this.view.connect?.();
    this.stopWatching = watchGround(this.frame, (ground) => {
      this.ground = ground;
      this.frame.dataset.ground = ground;
      this.show();
    });
  }

  disconnect(): void {
    if (this.view === undefined) return;
    if (this.timer !== undefined) this.keepNow();
    removeEventListener("pagehide", this.keepNow);
    this.announcer.stop();
    this.stopWatching?.();
    this.view.disconnect?.();
  }

  private outside(outer: HTMLElement): HTMLElement {
    outer.slot = "outside";
    // One that an earlier start of this element has left is not needed any more.
    for (const child of [...this.element.children]) if (child.slot === outer.slot) child.remove();
    this.element.append(outer);
    return h("slot", { name: outer.slot });
  }

  private show(): void {
    this.view?.show(this.state as State, this.ground);
  }

  private set(state: State): void {
    this.state = state;
    this.show();
    this.announcer.say(this.model.say(state));
    this.timer ??= setTimeout(this.keepNow, REST);
  }

  private reset(): void {
    this.view?.reset?.();
    this.set(this.start as State);
    this.announcer.say(`Reset. ${this.model.say(this.start as State)}`);
  }

  /** Writes the state to the address, where the page has one of its own. */
  private readonly keepNow = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.key === "") return;
    const { model, start, state } = this;
    const entries = changes(model.write(state as State), model.write(start as State));
    const query = withSaved(location.search, this.key, entries);
    if (query === location.search) return;
    try {
      history.replaceState(history.state, "", `${location.pathname}${query}${location.hash}`);
    } catch {
      // A page in a sandbox may not change its address; the part works without.
    }
  };

  /** The state that the address holds; one that makes no sense there is passed over. */
  private restored(): State | undefined {
    const saved = this.key === "" ? {} : savedIn(location.search, this.key);
    if (Object.keys(saved).length === 0) return undefined;
    try {
      return this.model.read((name) => saved[name] ?? this.element.getAttribute(name));
    } catch {
      // The address was typed or cut off; the attributes hold.
      return undefined;
    }
  }
}

/** There the address is JupyterLab's own. */
const isInJupyterLab = () => document.getElementById("jupyter-config-data") !== null;

/** The element's id, or its name; the second of a name on a page is NAME-2. */
function takeKey(element: Element, name: string): string {
  const base = element.id || name;
  const free = (key: string) => {
    const owner = taken.get(key);
    return owner === undefined || owner === element || !owner.isConnected;
  };
  let key = base;
  for (let k = 2; !free(key); k++) key = `${base}-${k}`;
  taken.set(key, element);
  return key;
}
