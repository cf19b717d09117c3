// A few operations at once: what each of them was answered is held against what was true before and after.
import { expect } from 'vitest';
import type { Grantee, Principal } from '../../lambdas/domain/access.ts';
import type { RefusalCode } from '../../lambdas/domain/errors.ts';
import type { Entry, Truth } from './model.ts';
import type { Answer, FileState, World } from './world.ts';

const GRACE_MS = 3600_000;

/** What happens at the same time. */
export class Batch {
  readonly world: World;
  /** Ids of files that somebody deleted. */
  readonly deleted = new Set<string>();
  /** Grants that are given and taken, as `<id> <grantee>`. */
  readonly shared = new Set<string>();
  readonly unshared = new Set<string>();
  /** Owners whose usage changes. */
  readonly changedOwners = new Set<string>();
  /** Limited links that are followed, and bytes that are asked for, by owner. */
  readonly followed = new Set<string>();
  readonly asked = new Map<string, number>();
  isReaping = false;

  constructor(world: World) {
    this.world = world;
  }

  /** Remembers how something stands before, and gives how it may have stood until now. */
  watch(truthOf: () => Truth): () => Truth {
    const before = truthOf();
    return () => {
      const after = truthOf();
      return before === after ? before : 'maybe';
    };
  }

  /** Whether somebody could read a file at any moment of this batch; a share that came and went is one of them. */
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

  /** Holds an answer against the right to it; `known` are refusals that have another reason. */
  check(
    what: string,
    answer: Answer<unknown>,
    { isMaster, reading, needsMaster }: { isMaster: boolean; reading: Truth; needsMaster: boolean },
    known: readonly RefusalCode[] = [],
  ): void {
    const code = 'code' in answer ? answer.code : undefined;
    if (code === 'not_found') {
      expect(reading, `${what}: hidden from one who may see it`).not.toBe('yes');
    } else {
      expect(reading, `${what}: shown to one who may not see it (${code})`).not.toBe('no');
      if (needsMaster && !isMaster) expect(code, what).toBe('forbidden');
      else if (code) expect(known, what).toContain(code);
    }
  }

  /** Takes over what became of every file, if it could become that. */
  async settle(): Promise<void> {
    const { model, clock } = this.world;
    const records = await this.world.states();
    expect(records.map(({ id }) => id).sort()).toEqual([...model.entries.keys()].sort());
    const byId = new Map(records.map((record) => [record.id, record]));
    const ended: FileState[] = [];
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
        ended.push(record);
      } else {
        expect(entry.status, step).toBe('pending');
        if (record.status === 'ready') expect(entry.goodContents.size, step).toBeGreaterThan(0);
        if (record.status === 'rejected') expect(entry.wasSentBad, step).toBe(true);
        entry.status = record.status;
        if (record.status === 'rejected') model.refuse(entry);
      }
    }
    // Successors first, so that what hung on a whole chain that ended at once goes to its end.
    for (const record of ended) {
      const entry = model.entries.get(record.id);
      if (entry) entry.status = 'deleted';
      if (entry && record.replacedBy) entry.replacedBy = record.replacedBy;
    }
    for (const { id } of ended) {
      const entry = model.entries.get(id);
      if (entry) model.end(entry, entry.replacedBy);
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
