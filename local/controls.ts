// The interface of a running local cloud: its addresses, and handles that mostly tests use.

import type { Origins } from './addresses.ts';
import type { Credentials } from './lambda/credentials.ts';
import type { Outcome } from './lambda/messages.ts';
import type { QueueStore } from './queue/store.ts';

/** All addresses: the content of `local.json`. */
export interface Addresses extends Origins {
  readonly clientId: string;
  /** The client of the application's backend, if the templates have one; every secret is accepted here. */
  readonly serviceClientId?: string;
  readonly mediaBucket: string;
  readonly staticBucket: string;
  readonly publicBucket: string;
  readonly table: string;
  /** Where commands reach SQS, Lambda and CloudFormation; another port with each start. */
  readonly control: string;
}

/** The handles of a running local cloud, mostly for tests. */
export interface Controls {
  readonly addresses: Addresses;
  /** An access key of the embedded S3, for reading stored objects without the API. */
  readonly credentials: Credentials;
  /** The queues by ARN, for reading and redriving messages, and for making those that wait for a retry visible. */
  readonly queues: QueueStore;
  /** The latest lines that functions printed, each prefixed by the function's name. */
  functionLogs(): readonly string[];
  /**
   * Resolves once every S3 event is delivered, every queue and stream that feeds a function is
   * empty, and no function runs.
   */
  idle(): Promise<void>;
  /** Removes items that are expired at `nowSeconds`; runs by itself once a minute. */
  sweepExpired(nowSeconds?: number): Promise<void>;
  /**
   * Runs a schedule now, as if it had been due at a time; it is named by the beginning of its logical id. Resolves with the
   * outcome of its function.
   */
  fireSchedule(name: string, dueAt?: Date): Promise<Outcome>;
  /** Invokes a function with the given event; the name is that of its log lines. */
  invoke(name: string, event: unknown): Promise<Outcome>;
}
