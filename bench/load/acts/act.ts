// One thing that a client of a load run can do.
import type { Client, Kept } from '../client.ts';

/** An operation of the mix. It rejects when an answer is not what it has to be. */
export interface Act {
  readonly name: string;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
  /** Whether it can be done with this file. Default: always. */
  readonly when?: (file: Kept, client: Client) => boolean;
  readonly run: (client: Client, file: Kept) => Promise<void>;
}

/** The longest that an act may take, in seconds: more than a message waits to be received again. */
export const maxActSeconds = 300;
