// One request with bytes to S3, and its answer.
import type { ByteSlice } from './source.ts';

/** Bytes to send to S3. */
export interface Transfer {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other; nothing is read before it is due. */
  readonly body: readonly (ByteSlice | Uint8Array<ArrayBuffer>)[];
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of body bytes passed to the network so far. */
  onSent?(bytes: number): void;
}

/** The answer of S3. */
export interface StorageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}
