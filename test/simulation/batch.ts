// Runs several operations at once and compares each answer with the model before and after them.
import { expect } from 'vitest';
import type { Grantee, Principal } from '../../lambdas/domain/access.ts';
import type { RefusalCode } from '../../lambdas/domain/errors.ts';
import { type Entry, isAlive, type Truth } from './model.ts';
import type { Answer, World } from './world.ts';

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
    const wasAlive = isAlive(entry);
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
    for (const record of records) {
      const entry = model.entries.get(record.id);
      if (!entry) continue;
      if (this.deleted.has(record.id)) expect(record.status).toBe('deleted');
      const replacements = record.status === 'ready' ? (record.version ?? 1) - 1 : 0;
      if (record.status === 'ready') {
        const edits = entry.titles.size + replacements;
        expect(record.revision, 'revisions count the changes').toBe(1 + edits);
        const kept = (record.versions ?? []).reduce((sum, { size }) => sum + size, 0);
        if (entry.usedBytes !== record.size + kept) this.changedOwners.add(entry.owner);
        entry.usedBytes = record.size + kept;
        entry.replacements = replacements;
      }
      if (record.status === entry.status) continue;
      this.changedOwners.add(entry.owner);
      const step = `${entry.status} to ${record.status}`;
      if (record.status === 'deleted') {
        const isReaped =
          this.isReaping && entry.status === 'pending' && entry.expiresAt + GRACE_MS < clock.now;
        // The record of an upload ends with the version that its bytes were.
        const isAsked = this.deleted.has(entry.id) || isReaped;
        const isPurged = entry.replaces !== undefined && entry.status !== 'rejected';
        expect(isAsked || isPurged, step).toBe(true);
        if (!isAsked && entry.status === 'pending') this.merge(entry);
        model.deleteFile(entry);
      } else if (record.status === 'merged') {
        expect(entry.status, step).toBe('pending');
        expect(entry.goodContents.size, step).toBeGreaterThan(0);
        expect(record.mergedInto, step).toBe(entry.replaces);
        this.merge(entry);
        entry.status = 'merged';
      } else {
        expect(entry.status, step).toBe('pending');
        if (record.status === 'ready') expect(entry.goodContents.size, step).toBeGreaterThan(0);
        if (record.status === 'rejected') expect(entry.wasSentBad, step).toBe(true);
        entry.status = record.status;
        if (record.status === 'rejected') model.rejectFile(entry);
      }
    }
    this.checkQuota();
  }

  /** The contents of an upload become those of the file that it replaces. */
  private merge(entry: Entry): void {
    const target = this.world.model.entries.get(entry.replaces ?? '');
    if (!target) return;
    expect(target.owner).toBe(entry.owner);
    entry.mergedInto = target.id;
    for (const contents of entry.goodContents) target.goodContents.add(contents);
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
