// The hand-offs between functions, each with the function's real edge at its end, inside the storm.
import { PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { fileOf, type Item } from '../../lambdas/aws/dynamo-items.ts';
import { deletionsInStream, publicationsInStream } from '../../lambdas/aws/dynamo-stream.ts';
import { sqsScanResults } from '../../lambdas/aws/guardduty-events.ts';
import { sqsS3Events } from '../../lambdas/aws/sqs-s3-events.ts';
import { parseKey } from '../../lambdas/domain/key.ts';
import type { ObjectVersion } from '../../lambdas/domain/ports.ts';
import { publicationTask } from '../../lambdas/domain/publication.ts';
import type { StreamRecord } from '../../local/stream/reader.ts';
import type { UseCases } from '../wiring.ts';
import { config } from './collections.ts';
import type { RunPlace } from './engines.ts';
import { HandOff, type Message } from './hand-off.ts';
import { type EventFaultKind, type Fault, type HandOffName, handOffNames } from './kinds.ts';
import type { Storm } from './storm.ts';

/** What GuardDuty says of every version that it scans, and leaves behind on it as a tag. */
const SCAN_STATUS = 'NO_THREATS_FOUND';

/** The hand-offs of one run. */
export class HandOffs {
  readonly uploads: HandOff<ObjectVersion>;
  readonly scans: HandOff<ObjectVersion>;
  readonly changes: HandOff<StreamRecord>;
  readonly publications: HandOff<StreamRecord>;
  /** Whether events are counted, and can be struck. */
  isCounting = false;
  readonly #place: RunPlace;
  readonly #unscanned: ObjectVersion[] = [];

  constructor(storm: Storm, useCases: UseCases, place: RunPlace, faults: readonly Fault[]) {
    this.#place = place;
    const run = async (name: string, handle: () => Promise<SQSBatchResponse>) => {
      const { batchItemFailures } = await storm.invoke(name, handle);
      const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      return { failed, reason: storm.lastLog.join('') };
    };
    const queue = { faults, maxAttempts: 5, isOrdered: false };
    const receive = sqsS3Events(async (version) => void (await useCases.receive(version)));
    this.uploads = new HandOff({
      ...queue,
      name: 'uploads',
      deliver: (batch) => run('receive-upload', () => receive(inQueue(batch, s3Event))),
    });
    const receiveScan = sqsScanResults(
      async (version, result) => void (await useCases.receiveScanResult(version, result)),
    );
    this.scans = new HandOff({
      ...queue,
      name: 'scans',
      deliver: (batch) =>
        run('receive-scan-result', () => receiveScan(inQueue(batch, guardDutyEvent))),
    });
    const purge = deletionsInStream(useCases.purge);
    const publish = publicationsInStream((id) => useCases.publish(id));
    const stream = { faults, maxAttempts: 11, isOrdered: true };
    this.publications = new HandOff({
      ...stream,
      name: 'publications',
      deliver: (batch) => run('publish-file', () => publish(inStream(batch))),
    });
    this.changes = new HandOff({
      ...stream,
      name: 'changes',
      deliver: (batch) => run('purge-file', () => purge(inStream(batch))),
    });
  }

  /** All of them, in the order of the story. */
  get all() {
    return handOffNames.map((name) => this[name]);
  }

  /** How many events each has counted. */
  get counts(): Readonly<Record<HandOffName, number>> {
    const { uploads, scans, changes, publications } = this;
    return {
      uploads: uploads.count,
      scans: scans.count,
      changes: changes.count,
      publications: publications.count,
    };
  }

  get isEmpty(): boolean {
    return this.all.every(({ isEmpty }) => isEmpty);
  }

  /** S3 tells of a new object. */
  tell(version: ObjectVersion): void {
    this.uploads.take(version, this.isCounting);
    const { collection = '' } = parseKey(version.key) ?? {};
    if (config.collections[collection]?.scan) this.#unscanned.push(version);
  }

  /** Delivers everything, and what follows from it, until all is quiet. */
  async drain(): Promise<void> {
    do {
      await this.uploads.drain();
      for (const version of this.#unscanned.splice(0)) await this.#scan(version);
      await this.scans.drain();
      await this.hear();
      await this.changes.drain();
      await this.publications.drain();
    } while (this.#unscanned.length > 0 || !this.isEmpty);
  }

  /** Takes from the stream what concerns its readers. */
  async hear(): Promise<void> {
    for (const record of await this.#place.readStream()) {
      if (isEnd(record)) this.changes.take(record, this.isCounting);
      if (isToPublish(record)) this.publications.take(record, this.isCounting);
    }
  }

  /** Lets go what was held back, and delivers it. */
  async release(kinds: readonly EventFaultKind[]): Promise<void> {
    for (const kind of kinds) for (const handOff of this.all) handOff.release(kind);
    await this.drain();
  }

  async #scan(version: ObjectVersion): Promise<void> {
    const { s3, bucket } = this.#place;
    const tag = { Key: 'GuardDutyMalwareScanStatus', Value: SCAN_STATUS };
    const { key, versionId } = version;
    await s3
      .send(
        new PutObjectTaggingCommand({
          Bucket: bucket,
          Key: key,
          VersionId: versionId,
          Tagging: { TagSet: [tag] },
        }),
      )
      // It was judged and deleted before it could be scanned.
      .catch(() => undefined);
    this.scans.take(version, this.isCounting);
  }
}

/** The stack's filter on the stream: files that were deleted or refused. */
function isEnd({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage } = dynamodb as { NewImage?: { status?: { S?: string } } };
  return eventName === 'MODIFY' && ['deleted', 'rejected'].includes(NewImage?.status?.S ?? '');
}

/** The stack's other filter: files whose public copy is to be made, or is to go. */
function isToPublish({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage } = dynamodb as { NewImage?: Item };
  return (
    eventName === 'MODIFY' &&
    NewImage?.status !== undefined &&
    publicationTask(fileOf(NewImage)) !== undefined
  );
}

const inQueue = <Event>(batch: readonly Message<Event>[], bodyOf: (event: Event) => object) => {
  const Records = batch.map(({ id, event }) => ({
    messageId: id,
    body: JSON.stringify(bodyOf(event)),
  }));
  return { Records } as unknown as SQSEvent;
};

/** The function names what failed by its sequence number, so each message goes by that. */
const inStream = (batch: readonly Message<StreamRecord>[]) => {
  const Records = batch.map(({ id, event }) => ({
    ...event,
    dynamodb: { ...event.dynamodb, SequenceNumber: id },
  }));
  return { Records } as unknown as DynamoDBStreamEvent;
};

const s3Event = ({ key, versionId }: ObjectVersion) => ({
  Records: [{ s3: { object: { key: encodeURIComponent(key), versionId } } }],
});

const guardDutyEvent = ({ key, versionId }: ObjectVersion) => ({
  detail: {
    scanStatus: 'COMPLETED',
    s3ObjectDetails: { objectKey: key, versionId },
    scanResultDetails: { scanResultStatus: SCAN_STATUS, threats: null, statusReasons: null },
  },
});
