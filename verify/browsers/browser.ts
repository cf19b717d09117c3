// What the acts on the page need of a browser; each engine has its own WebDriver behind it.

/** How long an act waits for its outcome. */
export const WAIT_MS = 120_000;

/** A key that an act presses. */
export type Key = 'Backspace' | 'Escape';

/** A tab. Selectors are CSS; what they select is waited for. */
export interface Tab {
  open(address: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  address(): Promise<string>;
  /** Clicks the middle of an element, which it first scrolls to the middle of the window. */
  click(selector: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  /** Presses a key where the focus is. */
  press(key: Key): Promise<void>;
  /** Chooses a file in a field for files. */
  choose(selector: string, path: string): Promise<void>;
  /** Evaluates an expression in the page until its value is true; returns the value. */
  waitFor(expression: string): Promise<unknown>;
}

/** Calls `look` in the page, where it knows its arguments alone, until it returns another value than false; returns that value. */
export async function waitFor<Args extends readonly (string | number)[], Found>(
  tab: Tab,
  look: (...args: Args) => Found | false,
  ...args: Args
): Promise<Found> {
  return (await tab.waitFor(`(${look})(...${JSON.stringify(args)})`)) as Found;
}

/** A running browser with one tab. */
export interface Browser extends AsyncDisposable {
  /** Name and version. */
  readonly version: string;
  readonly tab: Tab;
  /** Opens a second tab for `work`, and closes it. */
  inNewTab<Done>(work: (tab: Tab) => Promise<Done>): Promise<Done>;
  /** The errors that scripts and the console have reported. */
  faults(): readonly string[];
}

/** A browser as the system may have it. */
export interface Engine {
  readonly name: string;
  readonly howToGet: string;
  /** Starts the browser without a window on the screen; undefined where it is not installed. */
  readonly start: (() => Promise<Browser>) | undefined;
}
