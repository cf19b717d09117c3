// One thing that a client of a load run can do.
import type { Client, Kept } from '../client.ts';

type When = (file: Kept, client: Client) => boolean;
type Run = (client: Client, file: Kept) => Promise<void>;

/** An operation of the mix. */
export interface Act {
  readonly name: string;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
  /** Whether it can be done with this file. */
  readonly when: When;
  /** Rejects when an answer is not what it has to be. */
  readonly run: Run;
}

/** Defines an act. */
export const act = (name: string, weight: number, when: When, run: Run): Act => ({
  name,
  weight,
  when,
  run,
});

/** When an act can be done. */
export const always: When = () => true;
export const isPublic: When = (file) => file.isPublic;
export const isNotPublic: When = (file) => !file.isPublic;

/** The longest that an act may take, in seconds: more than a message waits to be received again. */
export const maxActSeconds = 300;
