// The environment of the simulation: engines, clock, and the two hand-offs, which deliver twice, late and in any order.
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect } from 'vitest';
import { type Item, toItem } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { type Config, defineConfig } from '../../lambdas/config/config.ts';
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

/** Two ordinary users and an administrator. */
export const users: readonly [Principal, Principal, Principal] = [
  { sub: 'ann', groups: [] },
  { sub: 'ben', groups: ['team'] },
  { sub: 'dora', groups: ['staff'] },
];

/** A small quota and a low multipart threshold, so that both are reached. */
export const config: Config = defineConfig({
  multipartThresholdBytes: 50,
  quota: { bytes: 1500, files: 40 },
  collections: {
    notes: {
      types: ['text/plain'],
      maxBytes: MiB,
      administrators: ['group:staff'],
      keepReplacedDays: 365,
    },
    board: {
      types: ['text/plain'],
      maxBytes: MiB,
      readers: ['authenticated'],
      keyLayout: 'owner',
    },
    diary: { types: ['text/plain'], maxBytes: MiB, keyLayout: 'flat' },
  },
});

/** The answer to a request: a value, or the code of a refusal. */
export type Answer<Value> = { readonly value: Value } | { readonly code: RefusalCode };

/** Waits for an answer; any error but a refusal fails the simulation. */
export async function answerOf<Value>(asked: Promise<Value>): Promise<Answer<Value>> {
  try {
    return { value: await asked };
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code };
    throw error;
  }
}

/** The state of a record. */
export interface FileState {
  readonly id: string;
  readonly status: FileRecord['status'];
  readonly revision: number;
  readonly size: number;
  readonly version?: number;
  readonly versions?: readonly { readonly size: number }[];
  readonly mergedInto?: string;
}

/** Engines, clock, model and undelivered events. */
export class World implements AsyncDisposable {
  readonly model = new Model(config);
  readonly backend: Backend;
  readonly clock: { now: number };
  /** S3's events that are not received yet. */
  readonly arrivals: ObjectVersion[];
  /** Stream records of tombstones and of versions that are not purged yet. */
  readonly tombstones: StreamRecord[] = [];
  /** While uploads are reaped, S3 loses no events. */
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
    return !this.isReaping && entry?.losesEvents === true && entry.status === 'pending';
  }

  /** Receives objects as receive-upload does. */
  async receive(versions: readonly ObjectVersion[]): Promise<void> {
    await Promise.all(versions.map((version) => this.backend.receive(version)));
  }

  /** Purges tombstones as purge-file does. */
  async purge(records: readonly StreamRecord[]): Promise<void> {
    const Records = records as unknown as DynamoDBStreamEvent['Records'];
    const answer = await this.backend.deliverDeletions({ Records });
    expect(answer).toEqual({ batchItemFailures: [] });
  }

  /** Reads new tombstones from the stream. */
  async readStream(): Promise<void> {
    for (const record of await this.backend.readStream()) {
      const { NewImage, Keys } = record.dynamodb as { NewImage?: Item; Keys?: Item };
      const isVersion = Keys?.sk?.S?.startsWith('VERSION#');
      if (isVersion || ['deleted', 'rejected'].includes(NewImage?.status?.S ?? ''))
        this.tombstones.push(record);
    }
  }

  /** Purges every tombstone. */
  async drainTombstones(): Promise<void> {
    await this.readStream();
    // What ends takes its versions with it, whose items end in turn.
    while (this.tombstones.length > 0) {
      await this.purge(this.tombstones.splice(0));
      await this.readStream();
    }
    this.model.completePurges();
  }

  /** Every item of the table, or only the state of each file's record. */
  async items({ onlyStates = false } = {}): Promise<Item[]> {
    const { dynamo: client, table: TableName } = this.backend;
    const states = {
      FilterExpression: 'sk = :file',
      ExpressionAttributeValues: toItem({ ':file': 'FILE' }),
      ProjectionExpression: 'id, revision, #size, #version, #versions, mergedInto, #status',
      ExpressionAttributeNames: {
        ...{ '#status': 'status', '#size': 'size' },
        ...{ '#version': 'version', '#versions': 'versions' },
      },
    };
    const items: Item[] = [];
    const request = { TableName, ...(onlyStates && states) };
    for await (const page of paginateScan({ client }, request)) items.push(...(page.Items ?? []));
    return items;
  }

  /** The state of every file. */
  async states(): Promise<FileState[]> {
    return (await this.items({ onlyStates: true })).map((item) => unmarshall(item) as FileState);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.backend[Symbol.asyncDispose]();
  }
}
