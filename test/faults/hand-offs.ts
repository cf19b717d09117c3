// The hand-offs between functions, each with the function's real edge at its end, inside the storm.
import { GetObjectCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import type { DynamoDBStreamEvent, SQSBatchResponse } from 'aws-lambda';
import { fileOf, type Item } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import {
  deletionsInStream,
  publicationsInStream,
  scansInStream,
} from '../../lambdas/aws/events/dynamo-stream.ts';
import { sqsScanResults } from '../../lambdas/aws/events/guardduty-events.ts';
import { sqsS3Events } from '../../lambdas/aws/events/sqs-s3-events.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { isBeingScanned, scannedVersion } from '../../lambdas/domain/file.ts';
import { parseKey } from '../../lambdas/domain/key.ts';
import type { ObjectVersion } from '../../lambdas/domain/ports.ts';
import { publicationTask } from '../../lambdas/domain/publication.ts';
import type { scanUpload } from '../../lambdas/scan-upload/scan-upload.ts';
import type { StreamRecord } from '../../local/stream/reader.ts';
import { invocationWith, queueEvent } from '../aws/queued-messages.ts';
import { eicar } from '../clamd.ts';
import type { UseCases } from '../wiring.ts';
import { HandOff, type Message } from './hand-off.ts';
import { type EventFaultKind, type Fault, type HandOffName, handOffNames } from './kinds.ts';
import type { RunPlace } from './place.ts';
import type { Storm } from './storm.ts';

/** A version that GuardDuty has scanned, and what it says of it and leaves behind on it as a tag. */
interface ScannedVersion extends ObjectVersion {
  readonly status: 'NO_THREATS_FOUND' | 'THREATS_FOUND';
}

const invocation = invocationWith(60_000);

/** What the hand-offs lead from and to. */
interface HandOffsOptions {
  readonly storm: Storm;
  readonly useCases: UseCases & { readonly scan: ReturnType<typeof scanUpload> };
  readonly place: RunPlace;
  readonly config: Config;
  readonly faults: readonly Fault[];
}

/** The hand-offs of one run. */
export class HandOffs {
  readonly uploads: HandOff<ObjectVersion>;
  /** What clamd is asked. */
  readonly questions: HandOff<StreamRecord>;
  readonly scans: HandOff<ScannedVersion>;
  readonly changes: HandOff<StreamRecord>;
  readonly publications: HandOff<StreamRecord>;
  /** Whether events are counted, and can be struck. */
  isCounting = false;
  readonly #place: RunPlace;
  readonly #config: Config;
  /** What GuardDuty will look at. */
  readonly #unscanned: ObjectVersion[] = [];

  constructor({ storm, useCases, place, config, faults }: HandOffsOptions) {
    this.#place = place;
    this.#config = config;
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
      deliver: (batch) => run('receive-upload', () => receive(inQueue(batch, s3Event), invocation)),
    });
    const receiveScan = sqsScanResults(
      async (version, result) => void (await useCases.receiveScanResult(version, result)),
    );
    this.scans = new HandOff({
      ...queue,
      name: 'scans',
      deliver: (batch) =>
        run('receive-scan-result', () => receiveScan(inQueue(batch, guardDutyEvent), invocation)),
    });
    const purge = deletionsInStream(useCases.purge);
    const publish = publicationsInStream((id) => useCases.publish(id));
    const stream = { faults, maxAttempts: 11, isOrdered: true };
    const scan = scansInStream(
      async ({ id, key }, versionId) => void (await useCases.scan(id, { key, versionId })),
    );
    this.questions = new HandOff({
      ...stream,
      name: 'questions',
      deliver: (batch) => run('scan-upload', () => scan(inStream(batch))),
    });
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
    const { uploads, questions, scans, changes, publications } = this;
    return {
      uploads: uploads.count,
      questions: questions.count,
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
    const { scanner, collections } = this.#config;
    const { collection = '' } = parseKey(version.key) ?? {};
    if (scanner?.engine === 'guardduty' && collections[collection]?.scan) {
      this.#unscanned.push(version);
    }
  }

  /** Delivers everything, and what follows from it, until all is quiet. */
  async drain(): Promise<void> {
    do {
      await this.uploads.drain();
      for (const version of this.#unscanned.splice(0)) await this.#scan(version);
      await this.scans.drain();
      await this.hear();
      if (!this.questions.isEmpty) {
        await this.questions.drain();
        await this.hear();
      }
      await this.changes.drain();
      await this.publications.drain();
    } while (this.#unscanned.length > 0 || !this.isEmpty);
  }

  /** Takes from the stream what concerns its readers. */
  async hear(): Promise<void> {
    const asksClamd = this.#config.scanner?.engine === 'clamd';
    for (const record of await this.#place.readStream()) {
      if (asksClamd && isQuestion(record)) this.questions.take(record, this.isCounting);
      if (isEnd(record)) this.changes.take(record, this.isCounting);
      if (isToPublish(record)) this.publications.take(record, this.isCounting);
    }
  }

  /** Lets go what was held back, and delivers it. */
  async release(kinds: readonly EventFaultKind[]): Promise<void> {
    for (const kind of kinds) for (const handOff of this.all) handOff.release(kind);
    await this.drain();
  }

  async #scan({ key, versionId }: ObjectVersion): Promise<void> {
    const { s3, bucket } = this.#place;
    const version = { Bucket: bucket, Key: key, VersionId: versionId };
    // It was judged and deleted before it could be scanned.
    const object = await s3.send(new GetObjectCommand(version)).catch(() => undefined);
    if (!object) return;
    const isInfected = (await object.Body?.transformToString())?.includes(eicar);
    const status = isInfected ? 'THREATS_FOUND' : 'NO_THREATS_FOUND';
    const TagSet = [{ Key: 'GuardDutyMalwareScanStatus', Value: status }];
    await s3.send(new PutObjectTaggingCommand({ ...version, Tagging: { TagSet } }));
    this.scans.take({ key, versionId, status }, this.isCounting);
  }
}

/** The stack's filter on the stream: files that were deleted or refused. */
function isEnd({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage } = dynamodb as { NewImage?: { status?: { S?: string } } };
  return eventName === 'MODIFY' && ['deleted', 'rejected'].includes(NewImage?.status?.S ?? '');
}

/** The stack's filter of what clamd is asked: files that wait for it. */
function isQuestion({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage } = dynamodb as { NewImage?: Item };
  if (eventName !== 'MODIFY' || !NewImage?.status) return false;
  const file = fileOf(NewImage);
  return isBeingScanned(file, scannedVersion(file) ?? '');
}

/** The stack's filter of what is to be published: files whose public copy is to be made, or is to go. */
function isToPublish({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage } = dynamodb as { NewImage?: Item };
  return (
    eventName === 'MODIFY' &&
    NewImage?.status !== undefined &&
    publicationTask(fileOf(NewImage)) !== undefined
  );
}

const inQueue = <Event>(batch: readonly Message<Event>[], bodyOf: (event: Event) => object) =>
  queueEvent(batch.map(({ id, event }) => ({ id, body: JSON.stringify(bodyOf(event)) })));

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

const guardDutyEvent = ({ key, versionId, status }: ScannedVersion) => ({
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
