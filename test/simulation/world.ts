// The simulated world: engines, clock, and the two hand-offs, which tell twice, late and in any order.
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect } from 'vitest';
import { type Item, toItem } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { Principal } from '../../lambdas/domain/access.ts';
import { Refusal, type RefusalCode } from '../../lambdas/domain/errors.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { parseKey } from '../../lambdas/domain/key.ts';
import type { ObjectVersion } from '../../lambdas/domain/ports.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';
import type { ObjectCreated } from '../../local/s3/server.ts';
import type { StreamRecord } from '../../local/stream/reader.ts';
import { type Backend, startBackend } from '../backend.ts';
import { Model } from './model.ts';

/** Two ordinary people and an administrator. */
export const people: readonly [Principal, Principal, Principal] = [
  { sub: 'ann', groups: [] },
  { sub: 'ben', groups: ['team'] },
  { sub: 'dora', groups: ['staff'] },
];

/** Small enough that quota is met and files go in parts. */
export const config = defineConfig({
  multipartThresholdBytes: 50,
  quota: { bytes: 1500, files: 40 },
  collections: {
    notes: { types: ['text/plain'], maxBytes: MiB, administrators: ['group:staff'] },
    board: {
      types: ['text/plain'],
      maxBytes: MiB,
      readers: ['authenticated'],
      keyLayout: 'owner',
    },
    diary: { types: ['text/plain'], maxBytes: MiB, keyLayout: 'flat' },
  },
});

/** What somebody was answered: a value, or the code of a refusal. */
export type Answer<Value> = { readonly value: Value } | { readonly code: RefusalCode };

/** Waits for an answer; whatever is not a refusal is a failure of the whole simulation. */
export async function answerOf<Value>(asked: Promise<Value>): Promise<Answer<Value>> {
  try {
    return { value: await asked };
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code };
    throw error;
  }
}

/** How a record stands. */
export interface FileState {
  readonly id: string;
  readonly status: FileRecord['status'];
  readonly revision: number;
  readonly replacedBy?: string;
}

/** Engines, clock, model and what is still to be told. */
export class World implements AsyncDisposable {
  readonly model = new Model(config);
  readonly backend: Backend;
  readonly clock: { now: number };
  /** Objects that S3 told of and that are still to be received. */
  readonly arrivals: ObjectVersion[];
  /** Changes of the table that made a tombstone and are still to be told. */
  readonly tombstones: StreamRecord[] = [];
  /** While uploads are reaped, S3 tells of everything. */
  isReaping = false;

  private constructor(backend: Backend, clock: { now: number }, arrivals: ObjectVersion[]) {
    this.backend = backend;
    this.clock = clock;
    this.arrivals = arrivals;
  }

  static async start(): Promise<World> {
    const clock = { now: Date.now() };
    const arrivals: ObjectVersion[] = [];
    let world: World | undefined;
    const onObjectCreated = ({ key, versionId = '' }: ObjectCreated) => {
      if (!world?.isLost(key)) arrivals.push({ key, versionId });
    };
    const backend = await startBackend({ config, now: () => new Date(clock.now), onObjectCreated });
    world = new World(backend, clock, arrivals);
    return world;
  }

  private isLost(key: string): boolean {
    const entry = this.model.entries.get(parseKey(key)?.id ?? '');
    return !this.isReaping && entry?.isUntold === true && entry.status === 'pending';
  }

  /** Receives objects as the queue's function does. */
  async receive(versions: readonly ObjectVersion[]): Promise<void> {
    await Promise.all(versions.map((version) => this.backend.receive(version)));
  }

  /** Tells of tombstones as the stream's function is told. */
  async purge(records: readonly StreamRecord[]): Promise<void> {
    const Records = records as unknown as DynamoDBStreamEvent['Records'];
    const answer = await this.backend.deliverDeletions({ Records });
    expect(answer).toEqual({ batchItemFailures: [] });
  }

  /** Takes what the stream has to tell. */
  async readStream(): Promise<void> {
    for (const record of await this.backend.readStream()) {
      const { NewImage } = record.dynamodb as { NewImage?: { status?: { S?: string } } };
      if (['deleted', 'rejected'].includes(NewImage?.status?.S ?? '')) this.tombstones.push(record);
    }
  }

  /** Tells of every tombstone there is. */
  async drainTombstones(): Promise<void> {
    await this.readStream();
    await this.purge(this.tombstones.splice(0));
    this.model.arrive();
  }

  /** Every item of the table, or of each file's record only how it stands. */
  async items({ onlyStates = false } = {}): Promise<Item[]> {
    const { dynamo: client, table: TableName } = this.backend;
    const states = {
      FilterExpression: 'sk = :file',
      ExpressionAttributeValues: toItem({ ':file': 'FILE' }),
      ProjectionExpression: 'id, revision, replacedBy, #status',
      ExpressionAttributeNames: { '#status': 'status' },
    };
    const items: Item[] = [];
    const request = { TableName, ...(onlyStates && states) };
    for await (const page of paginateScan({ client }, request)) items.push(...(page.Items ?? []));
    return items;
  }

  /** How every file stands. */
  async states(): Promise<FileState[]> {
    return (await this.items({ onlyStates: true })).map((item) => unmarshall(item) as FileState);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.backend[Symbol.asyncDispose]();
  }
}
