// The resources of one run: its buckets, table, distribution and clients.
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import type { StreamRecord } from '../../local/stream/reader.ts';
import type { Place } from '../wiring.ts';
import type { Edges } from './edges.ts';

/** Resources that no other run uses. */
export interface RunResources extends Place, Disposable {
  /** Of the static side. */
  readonly staticBucket: string;
  readonly cloudFront: CloudFrontClient;
  readonly sqs: SQSClient;
  readonly eventBridge: EventBridgeClient;
  readonly ssm: SSMClient;
  readonly cognito: CognitoIdentityProviderClient;
  /** Every event that was put on the bus. */
  readonly events: readonly OutgoingEvent[];
  /** Id of the distribution before the public bucket. */
  readonly distribution: string;
  readonly edges: Edges;
  /** Returns the table's changes since the last call. */
  readonly readStream: () => Promise<readonly StreamRecord[]>;
  /** Empties the table for another run; must not be called while writes may still arrive. */
  readonly recycleTable: () => Promise<void>;
}
