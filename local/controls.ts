// What a running local cloud offers: its addresses, and handles that mostly tests use.

import type { Origins } from './addresses.ts';
import type { Credentials } from './lambda/credentials.ts';
import type { Outcome } from './lambda/messages.ts';
import type { QueueStore } from './queue/store.ts';

/** Where everything is: the content of `local.json`. */
export interface Addresses extends Origins {
  readonly clientId: string;
  /** The client of the application's backend, where the templates have one; any secret is right here. */
  readonly serviceClientId?: string;
  readonly mediaBucket: string;
  readonly staticBucket: string;
  readonly publicBucket: string;
  readonly table: string;
  /** Where commands reach SQS, Lambda and CloudFormation; another port with each start. */
  readonly control: string;
}

/** What a running local cloud offers besides its addresses, mostly to tests. */
export interface Controls {
  readonly addresses: Addresses;
  /** An access key that the embedded S3 knows, for looking behind the API. */
  readonly credentials: Credentials;
  /** The queues by ARN, to look into, to redrive, and to make visible what waits to be retried. */
  readonly queues: QueueStore;
  /** What functions printed lately, each line prefixed by the function's name. */
  functionLogs(): readonly string[];
  /**
   * Resolves once every S3 event is delivered, every queue and stream that feeds a function is
   * empty, and no function runs.
   */
  idle(): Promise<void>;
  /** Removes items that are expired at `nowSeconds`; runs by itself once a minute. */
  sweepExpired(nowSeconds?: number): Promise<void>;
  /**
   * Runs a schedule now, as if it had been due at a time; it is named by the beginning of its logical id. Resolves with
   * what its function came to.
   */
  fireSchedule(name: string, dueAt?: Date): Promise<Outcome>;
  /** Invokes a function with an event of the caller's own; it is named as its log lines are. */
  invoke(name: string, event: unknown): Promise<Outcome>;
}
