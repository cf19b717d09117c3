// The uploads of the simulated week: over the quota, repeated, in parts, with wrong bytes, or without bytes.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Principal } from '../../lambdas/domain/access.ts';
import { postTo } from '../backend.ts';
import type { Batch } from './batch.ts';
import type { Entry, KeyedRequest } from './model.ts';
import type { Operation, Plan } from './operation.ts';
import { type Answer, answerOf, config, type World } from './world.ts';

const DAY_MS = 24 * 3600_000;
type Claim = KeyedRequest['claim'];
type Issued = Awaited<ReturnType<World['backend']['issue']>>;

/** A new file; every third with an Idempotency-Key, of those half sent twice concurrently; one in thirty far too large. */
export const issue: Plan = (batch, actor, [size = 0, where = 0, keyed = 0, loses = 0]) => {
  const names = Object.keys(config.collections);
  const claim = {
    collection: names[where % names.length] ?? '',
    filename: 'note.txt',
    contentType: 'text/plain',
    size: size % 30 ? 20 + (size % 50) : config.quota.bytes + 1,
  };
  return issueAs(batch, actor, claim, { keyed, losesEvents: loses % 10 === 0 });
};

/** A new file that replaces another, mostly a ready file of the actor. */
export const replace: Plan = (batch, actor, [pick = 0, size = 0, keyed = 0, whose = 0]) => {
  const { model } = batch.world;
  const candidates = model
    .living()
    .filter(({ owner, status }) => whose % 8 === 0 || (owner === actor.sub && status === 'ready'));
  // Shared files are replaced more often, so that grants stay with them.
  const shared = candidates.filter(({ grants }) => grants.size > 0);
  const among = pick % 4 && shared.length > 0 ? shared : candidates;
  const old = among[pick % among.length];
  if (!old) return undefined;
  const claim = {
    collection: old.collection.name,
    filename: 'note.txt',
    contentType: 'text/plain',
    size: 20 + (size % 50),
    replaces: old.id,
  };
  const reading = batch.watchReading(actor, old);
  const before = old.status;
  return issueAs(batch, actor, claim, { keyed, losesEvents: false }, (answer) => {
    if (!('code' in answer) || answer.code === 'quota_exceeded') {
      expect(actor.sub).toBe(old.owner);
      // The file may have become ready and been deleted at the same time.
      if (before !== 'ready') expect([before, old.status]).not.toEqual(['pending', 'pending']);
      expect(['pending', 'ready']).toContain(before);
      return;
    }
    if (answer.code === 'not_ready') expect([before, old.status]).not.toEqual(['ready', 'ready']);
    else if (answer.code === 'not_found') {
      // A user who can read the file only by a grant may get not_found.
      if (old.owner === actor.sub) expect(reading()).not.toBe('yes');
    } else {
      expect(answer.code).toBe('forbidden');
      expect(reading()).not.toBe('no');
      expect(old.owner).not.toBe(actor.sub);
    }
  });
};

function issueAs(
  batch: Batch,
  actor: Principal,
  claim: Claim,
  { keyed, losesEvents }: { keyed: number; losesEvents: boolean },
  explain: (answer: Answer<Issued>) => void = (answer) => {
    if ('code' in answer) expect(answer.code).toBe('quota_exceeded');
  },
): Operation {
  const { world } = batch;
  const key = keyed % 3 ? undefined : randomUUID();
  const times = key && keyed % 2 ? 2 : 1;
  const hadQuota = hasQuotaFor(batch, actor, claim.size * times, times);
  let answers: Answer<Issued>[] = [];
  return {
    act: async () => {
      answers = await Promise.all(
        Array.from({ length: times }, () => answerOf(world.backend.issue(claim, actor, key))),
      );
    },
    learn: () => {
      const ids = new Set(
        answers.flatMap((answer) => ('value' in answer ? answer.value.file.id : [])),
      );
      expect(ids.size, 'one key is one file').toBeLessThanOrEqual(1);
      for (const answer of answers) {
        if (!('value' in answer)) continue;
        remember(world, actor, claim, answer.value, losesEvents);
        const fileId = answer.value.file.id;
        const isKnown = world.model.keyed.some((each) => each.key === key);
        if (key && !isKnown)
          world.model.keyed.push({ actor, key, claim, fileId, at: world.clock.now });
      }
    },
    check: () => {
      for (const answer of answers) {
        explain(answer);
        if ('code' in answer && answer.code === 'quota_exceeded') expect(hadQuota()).not.toBe(true);
      }
    },
  };
}

/** Repeats a request with its Idempotency-Key: the same file for a day, then a new one. */
export const replay: Plan = (batch, _actor, [pick = 0]) => {
  const { world } = batch;
  const request = world.model.keyed[pick % world.model.keyed.length];
  if (!request) return undefined;
  const { actor, claim, key } = request;
  const { at } = request;
  const ageMs = () => world.clock.now - at;
  batch.requested.set(actor.sub, (batch.requested.get(actor.sub) ?? 0) + claim.size);
  batch.changedOwners.add(actor.sub);
  let answer: Answer<Issued>;
  return {
    act: async () => {
      answer = await answerOf(world.backend.issue(claim, actor, key));
    },
    learn: () => {
      if (!('value' in answer)) return;
      const { file, isReplay } = answer.value;
      // Once it became a version of the file that it replaces, that file is the answer.
      const isKnown = [request.fileId, claim.replaces].includes(file.id);
      if (ageMs() < DAY_MS) expect([isKnown, isReplay]).toEqual([true, true]);
      if (isKnown) return;
      expect(ageMs()).toBeGreaterThan(DAY_MS - 1000);
      if (world.model.entries.has(file.id)) return;
      remember(world, actor, claim, answer.value, false);
      Object.assign(request, { fileId: file.id, at: world.clock.now });
    },
    check: () => {
      if (!('code' in answer)) return;
      // The file that it replaces may be deleted by now, for example by this replacement.
      const known = claim.replaces ? ['not_found', 'not_ready', 'forbidden'] : [];
      expect(ageMs() < DAY_MS ? known : [...known, 'quota_exceeded']).toContain(answer.code);
    },
  };
};

/** Whether the quota has space for a file despite all concurrent requests. */
function hasQuotaFor(
  batch: Batch,
  { sub }: Principal,
  bytes: number,
  files: number,
): () => boolean {
  const { model } = batch.world;
  const before = model.usageOf(sub);
  batch.requested.set(sub, (batch.requested.get(sub) ?? 0) + bytes);
  batch.requested.set(`${sub} files`, (batch.requested.get(`${sub} files`) ?? 0) + files);
  batch.changedOwners.add(sub);
  return () =>
    before.bytes + (batch.requested.get(sub) ?? 0) <= config.quota.bytes &&
    before.files + (batch.requested.get(`${sub} files`) ?? 0) <= config.quota.files;
}

function remember(
  { model, clock }: World,
  { sub: owner }: Principal,
  { collection: name, size, replaces }: Claim,
  { file, upload }: Issued,
  losesEvents: boolean,
): void {
  const collection = config.collections[name];
  if (model.entries.has(file.id) || !collection) return;
  model.entries.set(file.id, {
    id: file.id,
    owner,
    collection,
    size,
    usedBytes: size,
    replacements: 0,
    replaces,
    losesEvents,
    expiresAt: Date.parse(file.expiresAt ?? new Date(clock.now).toISOString()),
    ...(upload?.kind === 'post' && { form: upload }),
    status: 'pending',
    goodContents: new Set(),
    wasSentBad: false,
    grants: new Map(),
    titles: new Map(),
  });
}

/** Uploads bytes for a file: mostly valid, sometimes not text, sometimes twice. */
export const upload: Plan = (batch, _actor, [pick = 0, kind = 0, late = 0]) => {
  const { model } = batch.world;
  const latest = [...model.entries.values()].slice(-40);
  // Old forms are also used: after the verdict and after the deletion.
  const candidates = latest.filter(({ status }) => late % 6 === 0 || status === 'pending');
  const entry = candidates[pick % candidates.length];
  if (!entry) return undefined;
  const contents = [contentFor(entry, kind % 6 === 0)];
  if (kind % 5 === 0) contents.push(contentFor(entry, kind % 2 === 0));
  for (const { bytes, isGood } of contents) {
    if (isGood) entry.goodContents.add(bytes.toString());
    else entry.wasSentBad = true;
  }
  return {
    act: async () => {
      await Promise.all(contents.map(({ bytes }) => send(batch.world, entry, bytes, kind)));
    },
  };
};

const contentFor = ({ size }: Entry, isBad: boolean) => ({
  isGood: !isBad,
  bytes: isBad ? Buffer.alloc(size) : Buffer.from(randomUUID().repeat(2).slice(0, size)),
});

async function send(
  world: World,
  entry: Entry,
  bytes: Buffer<ArrayBuffer>,
  kind: number,
): Promise<void> {
  if (entry.form) {
    expect(await postTo(entry.form, bytes)).toBe(201);
    return;
  }
  const { backend } = world;
  const owner = { sub: entry.owner, groups: [] };
  const window = { parts: [{ partNumber: 1 }] };
  const signed = await answerOf(backend.signParts(entry.id, window, owner));
  const part = 'value' in signed ? signed.value.parts[0] : undefined;
  if (!part) return;
  const response = await fetch(part.url, { method: 'PUT', headers: part.headers, body: bytes });
  await response.arrayBuffer();
  // Some clients never complete the upload.
  if (response.ok && kind % 7 > 0) await answerOf(backend.complete(entry.id, owner));
}
