// The messages to and from the worker thread of the embedded S3.
import type { Observation } from '../iam/authority.ts';
import type { IamSettings } from '../iam/settings.ts';
import type { Credentials } from '../lambda/credentials.ts';
import type { ObjectCreated } from '../s3/server.ts';
import type { BucketSettings } from './settings.ts';

/** The start-up data of the worker. */
export interface S3WorkerData {
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  readonly region: string;
}

/** A bucket's options, without what the embedded S3 does not need to know. */
export type BucketOptions = Pick<
  BucketSettings,
  'versioned' | 'corsRules' | 'ownership' | 'lifecycle'
>;

/** Messages to the worker. */
export type ToS3 =
  | { readonly kind: 'add-credentials'; readonly credentials: readonly Credentials[] }
  | { readonly kind: 'enforce'; readonly settings: IamSettings }
  | { readonly kind: 'put-bucket'; readonly name: string; readonly options: BucketOptions }
  | { readonly kind: 'acknowledge'; readonly id: number; readonly error?: string }
  | { readonly kind: 'ask-pending' }
  | { readonly kind: 'close' };

/** Messages from the worker. */
export type FromS3 =
  | { readonly kind: 'started'; readonly url: string }
  | { readonly kind: 'bucket-put'; readonly name: string }
  | { readonly kind: 'object-created'; readonly id: number; readonly event: ObjectCreated }
  | { readonly kind: 'observed'; readonly observation: Observation }
  | { readonly kind: 'pending'; readonly events: number }
  | { readonly kind: 'failed'; readonly message: string; readonly code?: string }
  | { readonly kind: 'closed' };
