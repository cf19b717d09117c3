// Runs several operations at once and compares each answer with the model before and after them.
import { expect } from 'vitest';
import type { Grantee, Principal } from '../../lambdas/domain/access.ts';
import type { RefusalCode } from '../../lambdas/domain/errors.ts';
import type { Entry, Truth } from './model.ts';
import type { Answer, FileState, World } from './world.ts';

const GRACE_MS = 3600_000;

/** Operations that run at the same time. */
export class Batch {
  readonly world: World;
  /** Ids of files with a confirmed deletion. */
  readonly deleted = new Set<string>();
  /** Grants that are added and removed, as `<id> <grantee>`. */
  readonly shared = new Set<string>();
  readonly unshared = new Set<string>();
  /** Owners whose usage changes. */
  readonly changedOwners = new Set<string>();
  /** Limited links that are followed, and requested bytes by owner. */
  readonly followed = new Set<string>();
  readonly requested = new Map<string, number>();
  isReaping = false;

  constructor(world: World) {
    this.world = world;
  }

  /** Records a fact before the batch; the returned function gives what may have held since then. */
  watch(truthOf: () => Truth): () => Truth {
    const before = truthOf();
    return () => {
      const after = truthOf();
      return before === after ? before : 'maybe';
    };
  }

  /** Whether `actor` could read a file at any moment of this batch, including by a grant that was added and removed. */
  watchReading(actor: Principal, entry: Entry): () => Truth {
    const wasAlive = entry.status !== 'deleted';
    const truth = this.watch(() => this.world.model.mayRead(actor, entry));
    const names: Grantee[] = [
      `user:${actor.sub}`,
      ...actor.groups.map((g): Grantee => `group:${g}`),
    ];
    return () => {
      const now = truth();
      if (now !== 'no' || !wasAlive) return now;
      return names.some((name) => this.shared.has(`${entry.id} ${name}`)) ? 'maybe' : 'no';
    };
  }

  /** Compares an answer with the permission for it; `known` lists refusals for other reasons. */
  check(
    what: string,
    answer: Answer<unknown>,
    {
      isManager,
      reading,
      needsManager,
    }: { isManager: boolean; reading: Truth; needsManager: boolean },
    known: readonly RefusalCode[] = [],
  ): void {
    const code = 'code' in answer ? answer.code : undefined;
    if (code === 'not_found') {
      expect(reading, `${what}: hidden from one who may see it`).not.toBe('yes');
    } else {
      expect(reading, `${what}: shown to one who may not see it (${code})`).not.toBe('no');
      if (needsManager && !isManager) expect(code, what).toBe('forbidden');
      else if (code) expect(known, what).toContain(code);
    }
  }

  /** Updates the model from the records, and checks that every change of status is possible. */
  async settle(): Promise<void> {
    const { model, clock } = this.world;
    const records = await this.world.states();
    expect(records.map(({ id }) => id).sort()).toEqual([...model.entries.keys()].sort());
    const byId = new Map(records.map((record) => [record.id, record]));
    const deleted: FileState[] = [];
    for (const record of records) {
      const entry = model.entries.get(record.id);
      if (!entry) continue;
      if (this.deleted.has(record.id)) expect(record.status).toBe('deleted');
      expect(record.revision, 'revisions count the edits').toBe(1 + entry.titles.size);
      if (record.status === entry.status) continue;
      this.changedOwners.add(entry.owner);
      const step = `${entry.status} to ${record.status}`;
      if (record.status === 'deleted') {
        const isReaped =
          this.isReaping && entry.status === 'pending' && entry.expiresAt + GRACE_MS < clock.now;
        const successor = record.replacedBy && model.entries.get(record.replacedBy);
        if (successor) {
          expect(successor).toMatchObject({ replaces: entry.id, owner: entry.owner });
          expect(byId.get(successor.id)?.status, step).not.toBe('pending');
        } else expect(this.deleted.has(entry.id) || isReaped, step).toBe(true);
        deleted.push(record);
      } else {
        expect(entry.status, step).toBe('pending');
        if (record.status === 'ready') expect(entry.goodContents.size, step).toBeGreaterThan(0);
        if (record.status === 'rejected') expect(entry.wasSentBad, step).toBe(true);
        entry.status = record.status;
        if (record.status === 'rejected') model.rejectFile(entry);
      }
    }
    // Statuses first, so that grants and links transfer to the end of a chain of deleted files.
    for (const record of deleted) {
      const entry = model.entries.get(record.id);
      if (entry) entry.status = 'deleted';
      if (entry && record.replacedBy) entry.replacedBy = record.replacedBy;
    }
    for (const { id } of deleted) {
      const entry = model.entries.get(id);
      if (entry) model.deleteFile(entry, entry.replacedBy);
    }
    this.checkQuota();
  }

  private checkQuota(): void {
    const { model } = this.world;
    for (const owner of new Set([...model.entries.values()].map((entry) => entry.owner))) {
      const { bytes, files } = model.usageOf(owner);
      expect(bytes, owner).toBeLessThanOrEqual(model.config.quota.bytes);
      expect(files, owner).toBeLessThanOrEqual(model.config.quota.files);
    }
  }
}
