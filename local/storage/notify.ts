// S3's notifications: which queues an event goes to, and the very messages that S3 sends.
import { randomUUID } from 'node:crypto';
import { account, region } from '../addresses.ts';
import type { ObjectCreated } from '../s3/server.ts';
import type { BucketSettings, Notification } from './settings.ts';

/** The queues that one event goes to, each with its message. */
export function messagesOf(
  bucket: BucketSettings,
  event: ObjectCreated,
): { queueArn: string; body: string }[] {
  return bucket.notifications
    .filter((notification) => concerns(notification, event))
    .map(({ id, queueArn }) => ({ queueArn, body: JSON.stringify(toRecords(id, event)) }));
}

/** The message that S3 sends when a notification is set up, to see whether it may. It has no `Records`. */
export const testMessage = (bucketName: string): string =>
  JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date().toISOString(),
    Bucket: bucketName,
    RequestId: requestId(),
    HostId: hostId(),
  });

function concerns(
  { events, prefix, suffix }: Notification,
  { key, eventName }: ObjectCreated,
): boolean {
  const name = `s3:${eventName}`;
  return (
    key.startsWith(prefix) &&
    key.endsWith(suffix) &&
    events.some((pattern) =>
      pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    )
  );
}

function toRecords(configurationId: string, event: ObjectCreated): object {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: new Date(event.time).toISOString(),
        eventName: event.eventName,
        userIdentity: { principalId: `AWS:${account}` },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': requestId(), 'x-amz-id-2': hostId() },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId,
          bucket: {
            name: event.bucket,
            ownerIdentity: { principalId: account },
            arn: `arn:aws:s3:::${event.bucket}`,
          },
          object: {
            key: encodeKey(event.key),
            size: event.size,
            eTag: event.eTag.replaceAll('"', ''),
            ...(event.versionId !== undefined && { versionId: event.versionId }),
            sequencer: event.sequencer,
          },
        },
      },
    ],
  };
}

/** As in a URL-encoded form: a space is `+`; slashes stay. */
const encodeKey = (key: string): string =>
  new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');

const requestId = () => randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
const hostId = () => Buffer.from(randomUUID() + randomUUID()).toString('base64');
