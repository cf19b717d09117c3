// People promise and send files in a simulated week: small, too many, twice, in parts, with wrong bytes, or not at all.
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

/** A new file; every third with an Idempotency-Key, of those half sent twice at once; one in thirty far too large. */
export const issue: Plan = (batch, actor, [size = 0, where = 0, keyed = 0, untold = 0]) => {
  const names = Object.keys(config.collections);
  const claim = {
    collection: names[where % names.length] ?? '',
    filename: 'note.txt',
    contentType: 'text/plain',
    size: size % 30 ? 20 + (size % 50) : config.quota.bytes + 1,
  };
  return issueAs(batch, actor, claim, { keyed, isUntold: untold % 10 === 0 });
};

/** A new file in the place of another, mostly one's own that is ready. */
export const replace: Plan = (batch, actor, [pick = 0, size = 0, keyed = 0, whose = 0]) => {
  const { model } = batch.world;
  const candidates = model
    .living()
    .filter(({ owner, status }) => whose % 8 === 0 || (owner === actor.sub && status === 'ready'));
  // What was shared is replaced more often: there is something to hand over.
  const rich = candidates.filter(({ grants, arriving }) => grants.size + arriving.size > 0);
  const among = pick % 4 && rich.length > 0 ? rich : candidates;
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
  return issueAs(batch, actor, claim, { keyed, isUntold: false }, (answer) => {
    if (!('code' in answer) || answer.code === 'quota_exceeded') {
      expect(actor.sub).toBe(old.owner);
      // It may have become ready, and gone, at the same time.
      if (before !== 'ready') expect([before, old.status]).not.toEqual(['pending', 'pending']);
      expect(['pending', 'ready']).toContain(before);
      return;
    }
    if (answer.code === 'not_ready') expect([before, old.status]).not.toEqual(['ready', 'ready']);
    else if (answer.code === 'not_found') {
      // One's right to read, when it comes from a grant, is no reason to be told more.
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
  { keyed, isUntold }: { keyed: number; isUntold: boolean },
  explain: (answer: Answer<Issued>) => void = (answer) => {
    if ('code' in answer) expect(answer.code).toBe('quota_exceeded');
  },
): Operation {
  const { world } = batch;
  const key = keyed % 3 ? undefined : randomUUID();
  const times = key && keyed % 2 ? 2 : 1;
  const hadRoom = roomFor(batch, actor, claim.size * times, times);
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
        remember(world, actor, claim, answer.value, isUntold);
        const fileId = answer.value.file.id;
        const isKnown = world.model.keyed.some((each) => each.key === key);
        if (key && !isKnown)
          world.model.keyed.push({ actor, key, claim, fileId, at: world.clock.now });
      }
    },
    check: () => {
      for (const answer of answers) {
        explain(answer);
        if ('code' in answer && answer.code === 'quota_exceeded') expect(hadRoom()).not.toBe(true);
      }
    },
  };
}

/** A request sent again with its Idempotency-Key: the same file for a day, then a new one. */
export const replay: Plan = (batch, _actor, [pick = 0]) => {
  const { world } = batch;
  const request = world.model.keyed[pick % world.model.keyed.length];
  if (!request) return undefined;
  const { actor, claim, key } = request;
  const { at } = request;
  const ageMs = () => world.clock.now - at;
  batch.asked.set(actor.sub, (batch.asked.get(actor.sub) ?? 0) + claim.size);
  batch.changedOwners.add(actor.sub);
  let answer: Answer<Issued>;
  return {
    act: async () => {
      answer = await answerOf(world.backend.issue(claim, actor, key));
    },
    learn: () => {
      if (!('value' in answer)) return;
      const { file, isReplay } = answer.value;
      if (ageMs() < DAY_MS) expect([file.id, isReplay]).toEqual([request.fileId, true]);
      if (file.id === request.fileId) return;
      expect(ageMs()).toBeGreaterThan(DAY_MS - 1000);
      if (world.model.entries.has(file.id)) return;
      remember(world, actor, claim, answer.value, false);
      Object.assign(request, { fileId: file.id, at: world.clock.now });
    },
    check: () => {
      if (!('code' in answer)) return;
      // What it replaces may be gone by now, by its own success for one.
      const known = claim.replaces ? ['not_found', 'not_ready', 'forbidden'] : [];
      expect(ageMs() < DAY_MS ? known : [...known, 'quota_exceeded']).toContain(answer.code);
    },
  };
};

/** Whether there is room for a file whatever else is asked for at the same time. */
function roomFor(batch: Batch, { sub }: Principal, bytes: number, files: number): () => boolean {
  const { model } = batch.world;
  const before = model.usageOf(sub);
  batch.asked.set(sub, (batch.asked.get(sub) ?? 0) + bytes);
  batch.asked.set(`${sub} files`, (batch.asked.get(`${sub} files`) ?? 0) + files);
  batch.changedOwners.add(sub);
  return () =>
    before.bytes + (batch.asked.get(sub) ?? 0) <= config.quota.bytes &&
    before.files + (batch.asked.get(`${sub} files`) ?? 0) <= config.quota.files;
}

function remember(
  { model, clock }: World,
  { sub: owner }: Principal,
  { collection: name, size, replaces }: Claim,
  { file, upload }: Issued,
  isUntold: boolean,
): void {
  const collection = config.collections[name];
  if (model.entries.has(file.id) || !collection) return;
  model.entries.set(file.id, {
    id: file.id,
    owner,
    collection,
    size,
    replaces,
    isUntold,
    expiresAt: Date.parse(file.expiresAt ?? new Date(clock.now).toISOString()),
    ...(upload?.kind === 'post' && { form: upload }),
    status: 'pending',
    goodContents: new Set(),
    wasSentBad: false,
    grants: new Map(),
    arriving: new Set(),
    titles: new Map(),
  });
}

/** Bytes for a file: mostly what was claimed, at times what nobody can read; sometimes more than once. */
export const upload: Plan = (batch, _actor, [pick = 0, kind = 0, late = 0]) => {
  const { model } = batch.world;
  const latest = [...model.entries.values()].slice(-40);
  // Old forms are used as well: after the verdict, after the end.
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
  // Some stop in the middle.
  if (response.ok && kind % 7 > 0) await answerOf(backend.complete(entry.id, owner));
}
