/** Milliseconds between two announcements: what is spoken takes time to hear. */
const PAUSE = 1000;

/**
 * Passes texts on, at most one a pause: while one waits, a newer one takes its place, and the last
 * always comes through.
 */
export class Announcer {
  private waiting: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly speak: (text: string) => void) {}

  say(text: string): void {
    this.waiting = text;
    this.timer ??= setTimeout(() => this.flush(), PAUSE);
  }

  /** Drops what waits. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = undefined;
  }

  private flush(): void {
    const text = this.waiting;
    this.stop();
    if (text !== undefined) this.speak(text);
  }
}
