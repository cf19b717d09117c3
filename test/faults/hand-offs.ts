// The hand-offs between functions. Each delivers to the function's real event adapter, with injected faults.
import { GetObjectCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { putEventsWith } from '../../lambdas/aws/bus/put-events.ts';
import { fileOf, type Item } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { changesInStream, purgesInStream } from '../../lambdas/aws/events/dynamo-stream.ts';
import { sqsScanResults } from '../../lambdas/aws/events/guardduty-events.ts';
import { sqsBatch } from '../../lambdas/aws/events/sqs-batch.ts';
import { sqsS3Events } from '../../lambdas/aws/events/sqs-s3-events.ts';
import { postponeWith } from '../../lambdas/aws/queues/postpone.ts';
import { sendHandOffsWith } from '../../lambdas/aws/queues/send-hand-offs.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { webhookAttempts } from '../../lambdas/config/webhook-schedule.ts';
import type {
  PublicationRequest,
  QueueName,
  ScanRequest,
  VariantsRequest,
  VariantsResult,
} from '../../lambdas/domain/hand-offs.ts';
import { parseKey } from '../../lambdas/domain/key.ts';
import type { ObjectVersion } from '../../lambdas/domain/ports.ts';
import type { OutgoingEvent, SendHandOffs } from '../../lambdas/domain/relay-ports.ts';
import type { Making } from '../../lambdas/make-variants/make-variants.ts';
import { relayChanges } from '../../lambdas/relay-changes/relay-changes.ts';
import type { scanUpload } from '../../lambdas/scan-upload/scan-upload.ts';
import type { StreamRecord } from '../../local/stream/reader.ts';
import { invocationWith } from '../aws/queued-messages.ts';
import { eicar } from '../clamd.ts';
import type { UseCases } from '../wiring.ts';
import {
  asSent,
  busEvent,
  guardDutyEvent,
  inQueue,
  inStream,
  type ScannedVersion,
  s3Event,
} from './event-shapes.ts';
import { HandOff } from './hand-off.ts';
import type { FaultInjector } from './inject-fault.ts';
import { type EventFaultKind, type Fault, type HandOffName, handOffNames } from './kinds.ts';
import type { RunResources } from './resources.ts';

const invocation = invocationWith(60_000);

/** The handler of a function that a queue feeds. */
export type SqsHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** What the hand-offs connect. */
interface HandOffsOptions {
  readonly injector: FaultInjector;
  readonly useCases: UseCases & { readonly scan: ReturnType<typeof scanUpload> };
  /** Wires make-variants to the queue of its results. */
  readonly makeWith: (sendHandOffs: SendHandOffs) => (request: VariantsRequest) => Promise<Making>;
  /** The function of the webhook, with its adapters. */
  readonly deliverWebhook: SqsHandler;
  readonly resources: RunResources;
  readonly config: Config;
  readonly faults: readonly Fault[];
}

/** The hand-offs of one run. */
export class HandOffs {
  readonly uploads: HandOff<ObjectVersion>;
  /** Scan requests to clamd. */
  readonly scanRequests: HandOff<ScanRequest>;
  readonly scans: HandOff<ScannedVersion>;
  readonly changes: HandOff<StreamRecord>;
  readonly publications: HandOff<PublicationRequest>;
  readonly variants: HandOff<VariantsRequest>;
  readonly variantResults: HandOff<VariantsResult>;
  /** Events that wait for the webhook. */
  readonly webhooks: HandOff<OutgoingEvent>;
  /** The relay's stream. A change that it fails at comes again until the stream forgets it. */
  readonly relayed: HandOff<StreamRecord>;
  /** Whether events are counted and can get faults. */
  isCounting = false;
  readonly #resources: RunResources;
  readonly #config: Config;
  /** Versions that GuardDuty has not scanned yet. */
  readonly #unscanned: ObjectVersion[] = [];

  constructor(options: HandOffsOptions) {
    const { injector, useCases, makeWith, deliverWebhook, resources, config, faults } = options;
    this.#resources = resources;
    this.#config = config;
    const run = async (name: string, handle: () => Promise<SQSBatchResponse>) => {
      const { batchItemFailures } = await injector.invoke(name, handle);
      const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      return { failed, reason: injector.lastLog.join('') };
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
    const purge = purgesInStream({ file: useCases.purge, version: useCases.purgeVersion });
    const publish = sqsBatch(
      'publish_failed',
      async (body) => void (await useCases.publish(JSON.parse(body) as PublicationRequest)),
      { postpone: postponeWith(resources.sqs, queueUrls.publications, () => 0) },
    );
    const stream = { faults, maxAttempts: 11, isOrdered: true };
    const scan = sqsBatch('scan_failed', async (body) => {
      const { fileId, ...version } = JSON.parse(body) as ScanRequest;
      await useCases.scan(fileId, version);
    });
    this.scanRequests = new HandOff({
      ...queue,
      name: 'scanRequests',
      deliver: (batch) => run('scan-upload', () => scan(inQueue(batch, asSent), invocation)),
    });
    this.publications = new HandOff({
      ...queue,
      name: 'publications',
      deliver: (batch) => run('publish-file', () => publish(inQueue(batch, asSent), invocation)),
    });
    const sendHandOffs = sendHandOffsWith(resources.sqs, queueUrls);
    const makeOne = makeWith(sendHandOffs);
    const make = sqsBatch('variants_failed', async (body) => {
      await makeOne(JSON.parse(body) as VariantsRequest);
    });
    this.variants = new HandOff({
      ...queue,
      name: 'variants',
      deliver: (batch) => run('make-variants', () => make(inQueue(batch, asSent), invocation)),
    });
    const record = sqsBatch('variants_failed', async (body) => {
      await useCases.recordVariants(JSON.parse(body) as VariantsResult);
    });
    this.variantResults = new HandOff({
      ...queue,
      name: 'variantResults',
      deliver: (batch) => run('record-variants', () => record(inQueue(batch, asSent), invocation)),
    });
    this.webhooks = new HandOff({
      ...queue,
      maxAttempts: webhookAttempts,
      name: 'webhooks',
      deliver: (batch) =>
        run('deliver-webhook', () => deliverWebhook(inQueue(batch, busEvent), invocation)),
    });
    const relay = changesInStream(
      relayChanges({
        config,
        sendHandOffs,
        putEvents: putEventsWith(resources.eventBridge, { name: 'default', source: 'airlock' }),
        mediaOrigin: 'https://media.example.com',
      }),
    );
    this.relayed = new HandOff({
      ...stream,
      name: 'relayed',
      deliver: (batch) => run('relay-changes', () => relay(inStream(batch))),
    });
    this.changes = new HandOff({
      ...stream,
      name: 'changes',
      deliver: (batch) => run('purge-file', () => purge(inStream(batch))),
    });
  }

  /** All hand-offs, in the order of `handOffNames`. */
  get all() {
    return handOffNames.map((name) => this[name]);
  }

  /** The number of counted events per hand-off. */
  get counts(): Readonly<Record<HandOffName, number>> {
    const counts = handOffNames.map((name) => [name, this[name].count] as const);
    return Object.fromEntries(counts) as Record<HandOffName, number>;
  }

  get isEmpty(): boolean {
    return this.relayed.isEmpty && this.all.every(({ isEmpty }) => isEmpty);
  }

  /** Queues S3's event for a new object. */
  addUpload(version: ObjectVersion): void {
    this.uploads.take(version, this.isCounting);
    const { scanner, collections } = this.#config;
    const { collection = '' } = parseKey(version.key) ?? {};
    if (scanner?.engine === 'guardduty' && collections[collection]?.scan) {
      this.#unscanned.push(version);
    }
  }

  /** Delivers all events, and those that they cause, until no hand-off has any. */
  async drain(): Promise<void> {
    do {
      await this.uploads.drain();
      for (const version of this.#unscanned.splice(0)) await this.#scan(version);
      await this.scans.drain();
      await this.readStream();
      if (!this.scanRequests.isEmpty) {
        await this.scanRequests.drain();
        await this.readStream();
      }
      await this.changes.drain();
      await this.publications.drain();
      await this.variants.drain();
      await this.variantResults.drain();
      await this.webhooks.drain();
    } while (this.#unscanned.length > 0 || !this.isEmpty);
  }

  /** Receives the uploads and scans them; the results are tagged and reach no function. */
  async loseScanResults(): Promise<void> {
    await this.uploads.drain();
    for (const version of this.#unscanned.splice(0)) await this.#scan(version);
    this.scans.lose();
  }

  /** Reads the stream, hands each record to the readers whose filter it matches, and relays. */
  async readStream(): Promise<void> {
    for (const record of await this.#resources.readStream()) {
      if (isDeletion(record)) this.changes.take(record, this.isCounting);
      if (isRelayed(record)) this.relayed.take(record, false);
    }
    await this.relayed.drain();
  }

  /** Takes a message that the relay has sent. */
  takeMessage(queueUrl: string, body: string): void {
    if (queueUrl === queueUrls.publications) {
      this.publications.take(JSON.parse(body), this.isCounting);
    } else if (queueUrl === queueUrls.variants) {
      this.variants.take(JSON.parse(body), this.isCounting);
    } else if (queueUrl === queueUrls.variantResults) {
      this.variantResults.take(JSON.parse(body), this.isCounting);
    } else if (this.#config.scanner?.engine === 'clamd') {
      this.scanRequests.take(JSON.parse(body), this.isCounting);
    }
  }

  /** Takes an event that the rule of the webhook selects. */
  takeEvent(event: OutgoingEvent): void {
    this.webhooks.take(event, this.isCounting);
  }

  /** Queues the delayed events of these kinds and delivers them. */
  async release(kinds: readonly EventFaultKind[]): Promise<void> {
    for (const kind of kinds) for (const handOff of this.all) handOff.release(kind);
    await this.drain();
  }

  async #scan({ key, versionId }: ObjectVersion): Promise<void> {
    const { s3, bucket } = this.#resources;
    const version = { Bucket: bucket, Key: key, VersionId: versionId };
    // The version may have been rejected and deleted before its scan.
    const object = await s3.send(new GetObjectCommand(version)).catch(() => undefined);
    if (!object) return;
    const isInfected = (await object.Body?.transformToString())?.includes(eicar);
    const status = isInfected ? 'THREATS_FOUND' : 'NO_THREATS_FOUND';
    const TagSet = [{ Key: 'GuardDutyMalwareScanStatus', Value: status }];
    await s3.send(new PutObjectTaggingCommand({ ...version, Tagging: { TagSet } }));
    this.scans.take({ key, versionId, status }, this.isCounting);
  }
}

/** The stack's stream filter of purge-file: files that were deleted or rejected, and versions that are no longer kept. */
function isDeletion({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage, Keys } = dynamodb as { NewImage?: Item; Keys?: Item };
  if (Keys?.sk?.S?.startsWith('VERSION#')) return eventName === 'REMOVE' || !NewImage?.keptUntil;
  return eventName === 'MODIFY' && ['deleted', 'rejected'].includes(NewImage?.status?.S ?? '');
}

/** The stack's stream filter of relay-changes, with events: files with an outcome, and files that wait for their scan. */
function isRelayed({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage } = dynamodb as { NewImage?: Item };
  if (eventName !== 'MODIFY' || !NewImage?.status) return false;
  const file = fileOf(NewImage);
  return file.status !== 'pending' || file.scan?.state === 'running';
}

/** The queues behind the relay. */
const queueUrls = {
  publications: 'https://sqs.us-east-1.amazonaws.com/000000000000/publications',
  scans: 'https://sqs.us-east-1.amazonaws.com/000000000000/scans',
  variants: 'https://sqs.us-east-1.amazonaws.com/000000000000/variants',
  variantResults: 'https://sqs.us-east-1.amazonaws.com/000000000000/variant-results',
} as const satisfies Partial<Record<QueueName, string>>;
