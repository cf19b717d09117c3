// A file whose visibility changes while its publication runs: whatever comes first, the public side agrees with the record at the
// end.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import type { FileRecord, ReadyFile } from '../lambdas/domain/file.ts';
import type { PublicationRequest } from '../lambdas/domain/hand-offs.ts';
import { publicKeyOf, shouldBePublic } from '../lambdas/domain/publication.ts';
import { publishFile } from '../lambdas/publish-file/publish-file.ts';
import { ready } from './domain/records.ts';
import { seed } from './seed.ts';

const tokenOf = (index: number) => `AbCdEfGhIjKlMnOpQrS_-${index}`;
const published: ReadyFile = {
  ...ready,
  visibility: 'public',
  publicToken: tokenOf(0),
  publishedAt: ready.readyAt,
};
const config = defineConfig({ collections: { images: { types: ['image/png'], maxBytes: 100 } } });

/** A table with one record, a public bucket and a CDN, whose every request waits for the scheduler. */
class PublicSide {
  file: ReadyFile = published;
  readonly copies = new Set([publicKeyOf({ ...published, publicToken: tokenOf(0) })]);
  /** What edges may still serve: every copy until its path is invalidated. */
  readonly atEdges = new Set(this.copies);
  readonly #scheduler: fc.Scheduler;
  readonly #references = new Set<string>();
  #tokens = 0;
  #time = 0;

  constructor(scheduler: fc.Scheduler) {
    this.#scheduler = scheduler;
  }

  /** The person's edit, as the table does it: a copy that is still being withdrawn keeps its token. */
  changeVisibility(): void {
    const { publishedAt: _published, ...hidden } = this.file;
    if (this.file.visibility === 'public') {
      this.file = { ...this.file, visibility: 'private', revision: this.file.revision + 1 };
    } else {
      this.#tokens += 1;
      const publicToken = this.file.publicToken ?? tokenOf(this.#tokens);
      const revision = this.file.revision + 1;
      this.file = { ...hidden, publicToken, visibility: 'public', revision };
    }
  }

  /** One process of the function, which stops before its n-th request. */
  process(stopsBefore: number | undefined) {
    let requests = 0;
    const request =
      <Parameters extends unknown[], Answer>(act: (...parameters: Parameters) => Answer) =>
      async (...parameters: Parameters): Promise<Answer> => {
        requests += 1;
        if (requests === stopsBefore) throw new Error('The process stopped.');
        await this.#scheduler.schedule(Promise.resolve());
        return act(...parameters);
      };
    return publishFile({
      config,
      findFile: request((): FileRecord => this.file),
      copyToPublic: request((_from, { key }, over) => {
        if (this.copies.has(key) !== (over !== undefined)) return 'changed' as const;
        this.copies.add(key);
        this.atEdges.add(key);
        return 'copied' as const;
      }),
      readCopyTag: request((key) => (this.copies.has(key) ? 'tag' : undefined)),
      listPublicCopies: request((prefix) =>
        [...this.copies].filter((key) => key.startsWith(prefix)),
      ),
      deletePublicCopy: request((key) => void this.copies.delete(key)),
      invalidatePath: request((path, reference) => {
        // CloudFront API reference, "InvalidationBatch": a reference that is known leads to no second invalidation.
        if (this.#references.has(reference)) return;
        this.#references.add(reference);
        for (const key of this.atEdges) {
          const isBelow = key.startsWith(path.slice(1).replace('*', ''));
          if (isBelow && !this.copies.has(key)) this.atEdges.delete(key);
        }
      }),
      markPublished: request(({ publicToken }, at) => {
        const isStill = shouldBePublic(this.file) && this.file.publicToken === publicToken;
        if (isStill) this.file = { publishedAt: at, ...this.file };
        return isStill;
      }),
      markWithdrawn: request((_id, publicToken) => {
        const isStill = this.file.visibility === 'private' && this.file.publicToken === publicToken;
        const { publicToken: _token, publishedAt: _published, ...hidden } = this.file;
        if (isStill) this.file = hidden;
        return isStill;
      }),
      now: () => {
        this.#time += 1;
        return new Date(this.#time);
      },
    });
  }
}

/** The queue's `maxReceiveCount`. */
const ATTEMPTS = 5;

/** The queue: delivers a message until a run of the function has handled it; the first runs stop before these requests. */
async function deliver(
  side: PublicSide,
  request: PublicationRequest,
  stopsBefore: readonly number[],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await side.process(stopsBefore[attempt - 1])(request);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

it.each([
  ['private', 1],
  ['private and public again', 2],
  ['private, public and private again', 3],
  ['private and public twice', 4],
])(
  `a file that becomes %s while its publication runs has exactly the copies that its record wants (AIRLOCK_SEED=${seed})`,
  async (_what, changes) => {
    const crashes = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(crashes, { minLength: changes, maxLength: changes }),
        async (scheduler, stops) => {
          const side = new PublicSide(scheduler);
          const runs: Promise<void>[] = [];
          const steps = stops.map((stopsBefore) => ({
            builder: async () => {
              side.changeVisibility();
              const { id: fileId, publicToken } = side.file;
              runs.push(deliver(side, { fileId, publicToken }, stopsBefore));
            },
            label: 'change of visibility',
          }));
          scheduler.scheduleSequence(steps);
          await scheduler.waitIdle();
          await Promise.all(runs);
          const { file } = side;
          const wanted = shouldBePublic(file) ? [publicKeyOf(file)] : [];
          expect([...side.copies]).toEqual(wanted);
          expect(file.publishedAt !== undefined).toBe(wanted.length === 1);
          expect(file.publicToken !== undefined).toBe(wanted.length === 1);
          expect([...side.atEdges].filter((key) => !wanted.includes(key))).toEqual([]);
        },
      ),
      { seed, numRuns: 1000 },
    );
  },
);
