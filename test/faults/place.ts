// Where one run takes place: its buckets, its table, its distribution, and clients of its own.
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { StreamRecord } from '../../local/stream/reader.ts';
import type { Place } from '../wiring.ts';
import type { Edges } from './edges.ts';

/** A place that no other run sees. */
export interface RunPlace extends Place, Disposable {
  readonly cloudFront: CloudFrontClient;
  /** Id of the distribution before the public bucket. */
  readonly distribution: string;
  readonly edges: Edges;
  /** What changed in the table since the last time. */
  readonly readStream: () => Promise<readonly StreamRecord[]>;
  /** Lets another run have the table, emptied; not to be called when anything may still write to it. */
  readonly keepTable: () => Promise<void>;
}
