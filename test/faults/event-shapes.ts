// Events as the functions receive them: messages of S3, GuardDuty, EventBridge and other functions, and records of the table's
// stream.
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { ObjectVersion } from '../../lambdas/domain/ports.ts';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import type { StreamRecord } from '../../local/stream/reader.ts';
import { queueEvent } from '../aws/queued-messages.ts';
import type { Message } from './hand-off.ts';

/** A version that GuardDuty has scanned, with the result that it reports and tags. */
export interface ScannedVersion extends ObjectVersion {
  readonly status: 'NO_THREATS_FOUND' | 'THREATS_FOUND';
}

/** A request as the relay sends it. */
export const asSent = (request: object): object => request;

/** An event as EventBridge puts it into a queue. */
export const busEvent = (detail: OutgoingEvent): object => ({ detail });

/** A batch of a queue. */
export const inQueue = <Event>(
  batch: readonly Message<Event>[],
  bodyOf: (event: Event) => object,
) => queueEvent(batch.map(({ id, event }) => ({ id, body: JSON.stringify(bodyOf(event)) })));

/** The function reports failures by sequence number, so each message id becomes one. */
export const inStream = (batch: readonly Message<StreamRecord>[]) => {
  const Records = batch.map(({ id, event }) => ({
    ...event,
    dynamodb: { ...event.dynamodb, SequenceNumber: id },
  }));
  return { Records } as unknown as DynamoDBStreamEvent;
};

/** S3's event of a new object. */
export const s3Event = ({ key, versionId }: ObjectVersion) => ({
  Records: [{ s3: { object: { key: encodeURIComponent(key), versionId } } }],
});

/** GuardDuty's event of a scan. */
export const guardDutyEvent = ({ key, versionId, status }: ScannedVersion) => ({
  detail: {
    scanStatus: 'COMPLETED',
    s3ObjectDetails: { objectKey: key, versionId },
    scanResultDetails: {
      scanResultStatus: status,
      threats: status === 'THREATS_FOUND' ? [{ name: 'Eicar-Test-Signature' }] : null,
      statusReasons: null,
    },
  },
});
