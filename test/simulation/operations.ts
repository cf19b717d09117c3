// The writing operations of the simulated week. Each chooses its file, acts concurrently, then updates the model.
import { expect } from 'vitest';
import type { Grantee } from '../../lambdas/domain/access.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import type { Batch } from './batch.ts';
import { deliver, purge, reap } from './hand-offs.ts';
import { type Operation, type Plan, pickEntry } from './operation.ts';
import {
  download,
  follow,
  get,
  listGrants,
  listLinks,
  listOwn,
  listShared,
  usage,
} from './reading.ts';
import { issue, replace, replay, upload } from './uploading.ts';
import { type Answer, answerOf, users } from './world.ts';

/** A random command: a kind of operation, an actor, and numbers for its choices. */
export interface Command {
  readonly kind: Kind;
  readonly actor: number;
  readonly dice: readonly number[];
}

const grantees: readonly Grantee[] = ['user:ann', 'user:ben', 'user:dora', 'group:team'];

const share: Plan = (batch, actor, [file, to]) => {
  const entry = pickEntry(batch, actor, file);
  const grantee = grantees[(to ?? 0) % grantees.length];
  if (!entry || !grantee) return undefined;
  const { world } = batch;
  const isManager = world.model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  const name = `${entry.id} ${grantee}`;
  if (isManager) batch.shared.add(name);
  let answer: Awaited<ReturnType<typeof answerOf>>;
  return {
    act: async () => {
      answer = await answerOf(world.backend.share(entry.id, grantee, actor));
    },
    learn: () => {
      if (!('value' in answer)) return;
      entry.grants.set(grantee, batch.unshared.has(name) ? 'maybe' : 'yes');
    },
    check: () => {
      const known = [
        ...(grantee === `user:${entry.owner}` ? (['invalid_request'] as const) : []),
        ...(entry.status === 'rejected' || entry.replaces ? (['not_ready'] as const) : []),
      ];
      batch.check('share', answer, { isManager, reading: reading(), needsManager: true }, known);
    },
  };
};

const unshare: Plan = (batch, actor, [file, to]) => {
  const shared = batch.world.model.living().filter(({ grants }) => grants.size > 0);
  const entry = shared[(file ?? 0) % shared.length];
  const given = [...(entry?.grants.keys() ?? [])];
  const grantee = (to ?? 0) % 3 ? given[(to ?? 0) % given.length] : grantees[(to ?? 0) % 4];
  if (!entry || !grantee) return undefined;
  const { world } = batch;
  const isManager = world.model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  const name = `${entry.id} ${grantee}`;
  if (isManager) batch.unshared.add(name);
  let answer: Awaited<ReturnType<typeof answerOf>>;
  return {
    act: async () => {
      answer = await answerOf(world.backend.unshare(entry.id, grantee, actor));
    },
    learn: () => {
      if (!('value' in answer)) return;
      if (batch.shared.has(name)) entry.grants.set(grantee, 'maybe');
      else entry.grants.delete(grantee);
    },
    check: () =>
      batch.check('unshare', answer, { isManager, reading: reading(), needsManager: true }),
  };
};

const link: Plan = (batch, actor, [file, life = 0, uses = 0]) => {
  const entry = pickEntry(batch, actor, file);
  if (!entry) return undefined;
  const { world } = batch;
  const isManager = world.model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  const maxUses = uses % 2 ? 1 + (uses % 5) : undefined;
  const expiresInSeconds = 60 + (life % (3 * 24 * 3600));
  const createLink = world.backend.link;
  let answer: Awaited<ReturnType<typeof answerOf<Awaited<ReturnType<typeof createLink>>>>>;
  return {
    act: async () => {
      const request = { expiresInSeconds, ...(maxUses && { maxUses }) };
      answer = await answerOf(createLink(entry.id, request, actor, 'https://example.com'));
    },
    learn: () => {
      if (!('value' in answer)) return;
      const { id, url, expiresAt } = answer.value;
      world.model.links.push({
        id,
        token: url.split('/').at(-1) ?? '',
        expiresAt: Date.parse(expiresAt),
        maxUses,
        fileId: entry.id,
        uses: 0,
        standing: 'yes',
      });
    },
    check: () =>
      batch.check('link', answer, { isManager, reading: reading(), needsManager: true }, [
        'not_ready',
      ]),
  };
};

const revoke: Plan = (batch, actor, [pick]) => {
  const { world } = batch;
  const links = world.model.links.filter(({ standing }) => standing === 'yes');
  const chosen = links[(pick ?? 0) % links.length];
  const entry = chosen && world.model.entries.get(chosen.fileId);
  if (!chosen || !entry) return undefined;
  const isManager = world.model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  let answer: Awaited<ReturnType<typeof answerOf>>;
  return {
    act: async () => {
      answer = await answerOf(world.backend.revoke(entry.id, chosen.id, actor));
    },
    learn: () => {
      if ('value' in answer) chosen.standing = 'no';
    },
    check: () =>
      batch.check('revoke', answer, { isManager, reading: reading(), needsManager: true }),
  };
};

const edit: Plan = (batch, actor, [file, text = 0]) => {
  const entry = pickEntry(batch, actor, file);
  if (!entry) return undefined;
  const { world } = batch;
  const isManager = world.model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  let answer: Answer<FileRecord>;
  return {
    act: async () => {
      const title = text % 3 ? `Title ${text}` : null;
      answer = await answerOf(world.backend.edit(entry.id, { title }, actor));
    },
    learn: () => {
      if (!('value' in answer)) return;
      const { revision, title } = answer.value;
      // Two equal concurrent edits make one revision, and neither gets a conflict.
      if (entry.titles.has(revision)) expect(title).toBe(entry.titles.get(revision));
      entry.titles.set(revision, title);
    },
    check: () => {
      const rights = { isManager, reading: reading(), needsManager: true };
      batch.check('edit', answer, rights, ['conflict']);
    },
  };
};

const remove: Plan = (batch, actor, [file]) => {
  const entry = pickEntry(batch, actor, file);
  if (!entry) return undefined;
  const { world } = batch;
  const isManager = world.model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  const wasDeleted = entry.status === 'deleted';
  let answer: Awaited<ReturnType<typeof answerOf>>;
  return {
    act: async () => {
      answer = await answerOf(world.backend.remove(entry.id, actor));
    },
    learn: () => {
      if ('value' in answer) batch.deleted.add(entry.id);
    },
    check: () => {
      // A user who may delete a file may repeat the deletion.
      const isRepeat = wasDeleted && 'value' in answer && isManager;
      const rights = { isManager, reading: reading(), needsManager: true };
      if (!isRepeat) batch.check('delete', answer, rights, ['conflict']);
    },
  };
};

/** Every kind of operation with its frequency. */
export const kinds = {
  issue: { plan: issue, weight: 12 },
  replace: { plan: replace, weight: 9 },
  replay: { plan: replay, weight: 3 },
  upload: { plan: upload, weight: 20 },
  share: { plan: share, weight: 10 },
  unshare: { plan: unshare, weight: 4 },
  link: { plan: link, weight: 5 },
  follow: { plan: follow, weight: 6 },
  revoke: { plan: revoke, weight: 2 },
  edit: { plan: edit, weight: 5 },
  remove: { plan: remove, weight: 6 },
  get: { plan: get, weight: 7 },
  download: { plan: download, weight: 8 },
  listOwn: { plan: listOwn, weight: 4 },
  listShared: { plan: listShared, weight: 4 },
  listGrants: { plan: listGrants, weight: 3 },
  listLinks: { plan: listLinks, weight: 3 },
  usage: { plan: usage, weight: 3 },
  deliver: { plan: deliver, weight: 14 },
  purge: { plan: purge, weight: 4 },
  reap: { plan: reap, weight: 2 },
} as const satisfies Record<string, { plan: Plan; weight: number }>;

export type Kind = keyof typeof kinds;

/** Plans the operation of a command. */
export const planOf = (batch: Batch, { kind, actor, dice }: Command): Operation | undefined =>
  kinds[kind].plan(batch, users[actor % users.length] ?? users[0], dice);
