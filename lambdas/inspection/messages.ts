// What passes between a function and the thread that inspects uploads for it.
import type { Evidence } from '../domain/verdict.ts';

/** From the function to the thread. */
export type ToInspector =
  | { readonly kind: 'inspect'; readonly head: Uint8Array; readonly size: number }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  /** The store did not answer. */
  | { readonly kind: 'read_failed'; readonly id: number };

/** From the thread to the function. */
export type FromInspector =
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly start: number;
      readonly length: number;
    }
  | { readonly kind: 'evidence'; readonly evidence: Evidence };
