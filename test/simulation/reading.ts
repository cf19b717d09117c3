// The reading operations of the simulated week; no user may see a file without permission.
import { expect } from 'vitest';
import type { Grantee } from '../../lambdas/domain/access.ts';
import { type Entry, isAlive, type Truth } from './model.ts';
import { type Plan, pickEntry, pickReadable } from './operation.ts';
import { type Answer, answerOf, type World } from './world.ts';

type Files = Awaited<ReturnType<World['backend']['list']>>['files'];
type Listing = Parameters<World['backend']['list']>[0];

/** GET /files/{id}. */
export const get: Plan = (batch, actor, [file]) => {
  const entry = pickReadable(batch, file);
  if (!entry) return undefined;
  const { backend, model } = batch.world;
  const isManager = model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  const before = entry.status;
  let answer: Answer<Awaited<ReturnType<typeof backend.get>>>;
  return {
    act: async () => {
      answer = await answerOf(backend.get(entry.id, actor));
    },
    check: () => {
      batch.check('get', answer, { isManager, reading: reading(), needsManager: false });
      if (!('value' in answer) || before !== entry.status) return;
      expect(answer.value).toMatchObject({ id: entry.id, owner: entry.owner, status: before });
    },
  };
};

/** GET /files/{id}/download, and the bytes. */
export const download: Plan = (batch, actor, [file]) => {
  const entry = pickReadable(batch, file);
  if (!entry) return undefined;
  const { backend, model } = batch.world;
  const isManager = model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  const isReady = batch.watch(() => (entry.status === 'ready' ? 'yes' : 'no'));
  let answer: Answer<string | undefined>;
  return {
    act: async () => {
      answer = await answerOf(backend.download(entry.id, actor).then(({ url }) => bytesAt(url)));
    },
    check: () => {
      const known = isReady() === 'yes' ? [] : (['not_ready'] as const);
      batch.check(
        'download',
        answer,
        { isManager, reading: reading(), needsManager: false },
        known,
      );
      if ('value' in answer) serve(entry, answer.value);
    },
  };
};

async function bytesAt(url: string): Promise<string | undefined> {
  const response = await fetch(url);
  const text = await response.text();
  return response.status === 200 ? text : undefined;
}

/**
 * Checks that a download has the validated contents, always the same; until the file is replaced; it may fail only if it was
 * deleted or replaced.
 */
function serve(entry: Entry, bytes: string | undefined): void {
  if (bytes === undefined) {
    expect(entry.status === 'deleted' || entry.replacements > 0, 'no bytes').toBe(true);
    return;
  }
  expect([...entry.goodContents]).toContain(bytes);
  if (entry.replacements > 0) return;
  entry.served ??= bytes;
  expect(bytes).toBe(entry.served);
}

/** GET /links/{token}, and the bytes. */
export const follow: Plan = (batch, _actor, [pick = 0]) => {
  const { world } = batch;
  const { model, backend, clock } = world;
  const link = model.links.slice(-40)[pick % Math.min(40, model.links.length)];
  if (!link || (link.maxUses && batch.followed.has(link.id))) return undefined;
  batch.followed.add(link.id);
  // Counted only afterwards, because this use is still allowed.
  const leading = batch.watch(() => model.works(link, clock.now));
  let answer: Answer<{ fileId: string; bytes: string | undefined }>;
  return {
    act: async () => {
      const following = backend.follow(link.token);
      answer = await answerOf(
        following.then(async ({ url, fileId }) => ({ fileId, bytes: await bytesAt(url) })),
      );
    },
    check: () => {
      const truth = leading();
      if (clock.now < link.expiresAt) link.uses += 1;
      if ('code' in answer) {
        expect(answer.code).toBe('not_found');
        expect(truth, 'a link that does not work').not.toBe('yes');
        return;
      }
      expect(truth, 'a link that works').not.toBe('no');
      const { fileId, bytes } = answer.value;
      const entry = model.entries.get(fileId) ?? expect.fail('an unknown file');
      expect(fileId).toBe(link.fileId);
      serve(entry, bytes);
    },
  };
};

/** Reads every page. */
async function everyPage(
  world: World,
  listing: Omit<Listing, 'limit'>,
  actor: Parameters<World['backend']['list']>[1],
): Promise<Files> {
  const all: Files[number][] = [];
  let cursor: string | undefined;
  do {
    const page = await world.backend.list(
      { ...listing, limit: 7, ...(cursor && { cursor }) },
      actor,
    );
    all.push(...page.files);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}

/** Compares a list with the model: it must contain what surely belongs to it and nothing that surely does not. */
function checkList(
  what: string,
  ids: readonly string[],
  belongs: ReadonlyMap<string, () => Truth>,
): void {
  expect(new Set(ids).size, `${what}: each once`).toBe(ids.length);
  for (const [id, truth] of belongs) {
    if (ids.includes(id)) expect(truth(), `${what}: ${id} does not belong`).not.toBe('no');
    else expect(truth(), `${what}: ${id} is missing`).not.toBe('yes');
  }
}

/** GET /files, with or without a status. */
export const listOwn: Plan = (batch, actor, [by = 0]) => {
  const { world } = batch;
  const status = ([undefined, 'ready', 'pending'] as const)[by % 3];
  const known = [...world.model.entries.values()];
  const belongs = new Map(
    known.map((entry) => [
      entry.id,
      batch.watch(() => {
        const isThere = status ? entry.status === status : isAlive(entry);
        return isThere && entry.owner === actor.sub ? 'yes' : 'no';
      }),
    ]),
  );
  const wasPending = new Set(
    known.filter((entry) => entry.status === 'pending').map(({ id }) => id),
  );
  let files: Files = [];
  return {
    act: async () => {
      files = await everyPage(world, status ? { status } : {}, actor);
    },
    check: () => {
      for (const file of files) expect(file.owner).toBe(actor.sub);
      // Between two pages, a file may have become ready and been deleted, or been created.
      const lasting = files
        .map(({ id }) => id)
        .filter((id) => belongs.has(id) && !(status === 'ready' && wasPending.has(id)));
      if (status === 'ready') for (const id of wasPending) belongs.delete(id);
      checkList('own files', lasting, belongs);
    },
  };
};

/** GET /files?shared=. */
export const listShared: Plan = (batch, actor, [by = 0]) => {
  const { world } = batch;
  const group = by % 2 ? actor.groups[0] : undefined;
  const grantee: Grantee = group ? `group:${group}` : `user:${actor.sub}`;
  const belongs = new Map(
    [...world.model.entries.values()].map((entry) => {
      const truth = batch.watch(() =>
        isAlive(entry) ? world.model.isGranted(entry, grantee) : 'no',
      );
      const wasAlive = isAlive(entry);
      const couldBeShared = () => wasAlive && batch.shared.has(`${entry.id} ${grantee}`);
      return [entry.id, (): Truth => (couldBeShared() ? 'maybe' : truth())];
    }),
  );
  let files: Files = [];
  return {
    act: async () => {
      files = await everyPage(world, { shared: group ? `group:${group}` : 'me' }, actor);
    },
    check: () =>
      checkList(
        'shared files',
        files.map(({ id }) => id),
        belongs,
      ),
  };
};

/** GET /files/{id}/grants. */
export const listGrants: Plan = (batch, actor, [file]) => {
  const entry = pickEntry(batch, actor, file);
  if (!entry) return undefined;
  const { backend, model } = batch.world;
  const isManager = model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  const names = ['user:ann', 'user:ben', 'user:dora', 'group:team'] as const;
  const belongs = new Map(
    names.map((name) => {
      const truth = batch.watch(() => model.isGranted(entry, name));
      const isShared = () => batch.shared.has(`${entry.id} ${name}`);
      return [name as string, (): Truth => (isShared() ? 'maybe' : truth())];
    }),
  );
  let answer: Answer<Awaited<ReturnType<typeof backend.listGrants>>>;
  return {
    act: async () => {
      answer = await answerOf(backend.listGrants(entry.id, { limit: 10 }, actor));
    },
    check: () => {
      batch.check('grants', answer, { isManager, reading: reading(), needsManager: true });
      if (!('value' in answer) || entry.status === 'deleted') return;
      checkList(
        'grants',
        answer.value.grants.map(({ principal }) => principal),
        belongs,
      );
    },
  };
};

/** GET /files/{id}/links. */
export const listLinks: Plan = (batch, actor, [file]) => {
  const entry = pickEntry(batch, actor, file);
  if (!entry) return undefined;
  const { backend, model, clock } = batch.world;
  const isManager = model.isManager(actor, entry);
  const reading = batch.watchReading(actor, entry);
  const belongs = new Map(
    model.links.map((link) => [
      link.id,
      batch.watch(() => {
        return link.fileId !== entry.id || link.expiresAt <= clock.now ? 'no' : link.standing;
      }),
    ]),
  );
  let answer: Answer<Awaited<ReturnType<typeof backend.listLinks>>>;
  return {
    act: async () => {
      answer = await answerOf(backend.listLinks(entry.id, { limit: 100 }, actor));
    },
    check: () => {
      batch.check('links', answer, { isManager, reading: reading(), needsManager: true });
      if (!('value' in answer) || entry.status === 'deleted') return;
      checkList(
        'links',
        answer.value.links.map(({ id }) => id),
        belongs,
      );
    },
  };
};

/** GET /usage. */
export const usage: Plan = (batch, actor) => {
  const { backend, model } = batch.world;
  let used: Awaited<ReturnType<typeof backend.usage>>;
  return {
    act: async () => {
      used = await backend.usage(actor);
    },
    check: () => {
      if (batch.changedOwners.has(actor.sub)) return;
      expect(used).toMatchObject(model.usageOf(actor.sub));
    },
  };
};
