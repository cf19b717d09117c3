// The events that Airlock sends to an application, as plain types; docs/events.md says when each is sent.
import type { Status, Visibility } from './contract.ts';
import type { Variant } from './variant-contract.ts';
import type { Reason } from './verdict.ts';

/** The file that an event is about, as it was recorded with the outcome. */
export interface EventFile {
  readonly id: string;
  readonly collection: string;
  readonly owner: string;
  readonly status: Status;
  readonly filename: string;
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Counts the contents that the file has had. */
  readonly version: number;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  /** ISO time. */
  readonly createdAt: string;
  readonly visibility: Visibility;
  /** ISO time. */
  readonly readyAt?: string | undefined;
  /** When the file is deleted, where it is kept for a limited time. */
  readonly expiresAt?: string | undefined;
  /** 64 hex digits, where it is known. */
  readonly sha256?: string | undefined;
  /** Address of a published file. */
  readonly url?: string | undefined;
  /** Re-encoded copies of an image by their names, once they exist. */
  readonly variants?: Readonly<Record<string, Readonly<Variant>>> | undefined;
}

interface EventBase {
  readonly version: 1;
  /** Identifies the event: the same in each of its deliveries. */
  readonly id: string;
  /** ISO time at which the outcome was recorded. */
  readonly time: string;
  /** Of two events about one file, the later has the larger one, compared as text. */
  readonly sequence: string;
}

/** An event, by its `type`. */
export type AirlockEvent = EventBase &
  (
    | ({ readonly file: EventFile } & (
        | { readonly type: 'FileReady' }
        | {
            readonly type: 'FileRejected';
            readonly verdict: {
              readonly reason?: Reason | undefined;
              readonly detail?: string | undefined;
              readonly declaredType: string;
              readonly detectedType?: string | undefined;
            };
          }
        | { readonly type: 'FilePublished' }
        | { readonly type: 'FileVariantsReady' }
        /** `replacedBy` is the id of the upload that brought the new content. */
        | { readonly type: 'FileReplaced'; readonly replacedBy: string }
        | { readonly type: 'FileDeleted' }
        | { readonly type: 'FileExpired'; readonly expired: 'upload' | 'retention' }
      ))
    | {
        readonly type: 'QuotaExceeded';
        readonly owner: string;
        readonly collection: string;
        readonly resource: 'bytes' | 'files';
        readonly used: number;
        readonly limit: number;
        readonly needed: number;
      }
  );
