// A walk through states of the page.
import type { Page } from 'playwright-core';

/** Called in each state, with its name. */
export type Show = (state: string) => Promise<void>;

/** Leads a page through some of its states. */
export interface Walk {
  /** The names of its states, in their order. */
  readonly states: readonly string[];
  /** Begins signed out; German where the page prefers it. */
  lead(page: Page, show: Show): Promise<void>;
}
