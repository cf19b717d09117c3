// Forms for pages without scripts on real engines: what S3 takes by them, what their quota comes to, and what happens twice or late.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import type { Principal } from '../lambdas/domain/access.ts';
import type { FormRequest } from '../lambdas/http/form-requests.ts';
import { type Backend, startBackend } from './backend.ts';

const LIMIT = 1000;
const origin = 'https://shop.example.com';
const config = defineConfig({
  origins: [origin],
  collections: {
    notes: { types: ['text/plain', 'application/json'], maxBytes: LIMIT, keepReplacedDays: 1 },
    press: { types: ['text/plain'], maxBytes: LIMIT, uploaders: ['group:press'] },
  },
  quota: { bytes: LIMIT, files: 20 },
});
const service: Principal = { sub: 'backend', groups: [], isService: true };
const start = new Date('2026-11-29T10:00:00.000Z');
const HOUR_MS = 3600_000;

let backend: Backend;
let time = start;
beforeAll(async () => {
  backend = await startBackend({ config, now: () => time });
});
afterAll(() => backend[Symbol.asyncDispose]());
beforeEach(() => {
  time = start;
});

const person = (): Principal => ({ sub: `person-${randomUUID()}`, groups: [] });
const asked = (changes: Partial<FormRequest> = {}): FormRequest => ({
  collection: 'notes',
  maxBytes: 100,
  redirectTo: `${origin}/done`,
  ...changes,
});
const issue = (who: Principal, changes: Partial<FormRequest> = {}, key?: string) =>
  backend.issueForm(asked(changes), who, key);
const usageOf = async (who: Principal) => {
  const { bytes, files } = await backend.usage(who);
  return { bytes, files };
};
const text = (bytes: number) => 'x'.repeat(bytes);
/** Text of fewer bytes could be the beginning of anything. */
const MIN_TEXT_BYTES = 16;

type Form = NonNullable<Awaited<ReturnType<typeof issue>>['form']>;

/** Posts a file as a browser does that follows no redirect. */
function post({ url, fields }: Form, content: string): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([content]), 'chosen.txt');
  return fetch(url, { method: 'POST', body, redirect: 'manual' });
}

/** Receives every version that S3 has of a file. */
async function receiveAll(id: string): Promise<string[]> {
  const { key = '' } = (await backend.findFile(id)) ?? {};
  const outcomes: string[] = [];
  for (const version of await backend.listVersions(key)) {
    outcomes.push((await backend.receive(version)).outcome);
  }
  return outcomes;
}

const requireForm = ({ form }: { readonly form?: Form | undefined }): Form =>
  form ?? expect.fail('no form');

describe('a form', () => {
  it('a form reserves its most bytes and settles to those of the file, which is ready under the type of its bytes', async () => {
    const who = person();
    const issued = await issue(who);
    expect(issued.file).toMatchObject({ status: 'pending', size: 100, maxBytes: 100 });
    expect(await usageOf(who)).toEqual({ bytes: 100, files: 1 });
    const answer = await post(requireForm(issued), text(40));
    expect(answer.status).toBe(303);
    expect(await receiveAll(issued.file.id)).toEqual(['ready']);
    const file = await backend.get(issued.file.id, who);
    expect(file).toMatchObject({ status: 'ready', size: 40, filename: 'upload.txt' });
    expect(await usageOf(who)).toEqual({ bytes: 40, files: 1 });
  });

  it('a form settles also where the file has as many bytes as the form takes', async () => {
    const who = person();
    const issued = await issue(who, { maxBytes: 30 });
    await post(requireForm(issued), text(30));
    expect(await receiveAll(issued.file.id)).toEqual(['ready']);
    expect(await backend.findFile(issued.file.id)).not.toHaveProperty('form');
    expect(await usageOf(who)).toEqual({ bytes: 30, files: 1 });
  });

  it('a form leads back to its page with the id of the file, and with what S3 adds', async () => {
    const issued = await issue(person(), { redirectTo: `${origin}/done?order=7` });
    const answer = await post(requireForm(issued), text(20));
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(`${origin}/done`);
    expect([...location.searchParams.keys()]).toEqual(['order', 'fileId', 'bucket', 'key', 'etag']);
    expect(location.searchParams.get('fileId')).toBe(issued.file.id);
  });

  it.each<[string, (form: Form) => Form, number, string]>([
    ['one byte too many', (form) => form, 101, 'EntityTooLarge'],
    ['an empty file', (form) => form, 0, 'EntityTooSmall'],
    ['another key', (form) => withField(form, 'key', 'media/notes/other'), 20, 'AccessDenied'],
    [
      'another address',
      (form) => withField(form, 'success_action_redirect', 'https://evil.example/'),
      20,
      'AccessDenied',
    ],
    ['another type', (form) => withField(form, 'Content-Type', 'text/html'), 20, 'AccessDenied'],
    ['a field of its own', (form) => withField(form, 'x-amz-meta-x', '1'), 20, 'AccessDenied'],
  ])('a form takes no %s', async (_what, change, size, code) => {
    const who = person();
    const issued = await issue(who);
    const answer = await post(change(requireForm(issued)), text(size));
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
    expect(await receiveAll(issued.file.id)).toEqual([]);
    expect(await usageOf(who)).toEqual({ bytes: 100, files: 1 });
  });

  it('a form takes nothing once it has expired, and what it reserved is released with its record', async () => {
    const who = person();
    const issued = await issue(who, { expiresInSeconds: 60 });
    expect(issued.file.expiresAt).toBe('2026-11-29T10:01:00.000Z');
    time = new Date(start.getTime() + 2 * HOUR_MS);
    await backend.reap(() => true);
    expect(await backend.findFile(issued.file.id)).toMatchObject({ status: 'deleted' });
    expect(await usageOf(who)).toEqual({ bytes: 0, files: 0 });
    // S3 took the bytes in the last moment, and its event comes late.
    await post(requireForm(issued), text(20));
    expect(await receiveAll(issued.file.id)).toEqual(['stale_version_deleted']);
    expect(await usageOf(who)).toEqual({ bytes: 0, files: 0 });
  });

  it('a form that is sent twice stores the first file alone, and its size counts once', async () => {
    const who = person();
    const issued = await issue(who);
    const form = requireForm(issued);
    await post(form, text(20));
    expect(await receiveAll(issued.file.id)).toEqual(['ready']);
    await post(form, text(50));
    const outcomes = await receiveAll(issued.file.id);
    expect(outcomes.toSorted()).toEqual(['ready', 'stale_version_deleted']);
    expect(await usageOf(who)).toEqual({ bytes: 20, files: 1 });
  });

  it('a form releases all that it reserved when the file is rejected, and its file says what was wrong with its real size', async () => {
    const who = person();
    const issued = await issue(who);
    await post(requireForm(issued), '%PDF-1.7 and then nothing of the kind');
    expect(await receiveAll(issued.file.id)).toEqual(['rejected']);
    expect(await backend.get(issued.file.id, who)).toMatchObject({ status: 'rejected', size: 37 });
    expect(await usageOf(who)).toEqual({ bytes: 0, files: 0 });
  });

  it('a request that is repeated with its Idempotency-Key gets the same form, until the file has arrived', async () => {
    const who = person();
    const key = randomUUID();
    const first = await issue(who, {}, key);
    const again = await issue(who, {}, key);
    expect([again.isReplay, again.file.id]).toEqual([true, first.file.id]);
    await post(requireForm(again), text(20));
    await receiveAll(first.file.id);
    const last = await issue(who, {}, key);
    expect(last).toMatchObject({ isReplay: true, file: { status: 'ready' } });
    expect(last.form).toBeUndefined();
    await expect(issue(who, { maxBytes: 5 }, key)).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await usageOf(who)).toEqual({ bytes: 20, files: 1 });
  });

  it('a form replaces a file once its own is ready, and the quota counts what is kept of both', async () => {
    const who = person();
    const old = await issue(who);
    await post(requireForm(old), text(20));
    await receiveAll(old.file.id);
    const issued = await issue(who, { replaces: old.file.id });
    expect(await usageOf(who)).toEqual({ bytes: 120, files: 2 });
    await post(requireForm(issued), text(30));
    await receiveAll(issued.file.id);
    expect(await backend.get(old.file.id, who)).toMatchObject({ size: 30, version: 2 });
    expect(await usageOf(who)).toEqual({ bytes: 50, files: 1 });
    await expect(issue(person(), { replaces: old.file.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('who may ask for a form', () => {
  it('a service may ask for a form for an owner, whose file it becomes and whose quota it counts against', async () => {
    const owner = person();
    const issued = await issue(service, { owner: owner.sub, collection: 'press' });
    expect(issued.file.owner).toBe(owner.sub);
    expect(await usageOf(owner)).toEqual({ bytes: 100, files: 1 });
  });

  it('no person may ask for a form for another one, and no one who may not upload to the collection', async () => {
    for (const changes of [{ owner: 'bob' }, { collection: 'press' }]) {
      await expect(issue(person(), changes)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('the quota of forms', () => {
  it('the quota never holds more than its limit, however many forms are asked for at once', async () => {
    const who = person();
    const forms = await Promise.allSettled(
      Array.from({ length: 9 }, () => issue(who, { maxBytes: 300 })),
    );
    expect(forms.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = forms.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    expect(refused).toEqual(Array(6).fill('quota_exceeded'));
    expect(await usageOf(who)).toEqual({ bytes: 900, files: 3 });
  });

  it('the quota refuses a form for more than the whole of it before anything is stored', async () => {
    const small = { ...config, quota: { ...config.quota, bytes: 50 } };
    await using other = await startBackend({ config: small, now: () => time });
    await expect(other.issueForm(asked(), person())).rejects.toMatchObject({
      code: 'quota_exceeded',
      details: { used: 0, limit: 50, needed: 100 },
    });
  });

  it('the quota comes to the sum of what is kept and what is awaited, whatever becomes of each form', async () => {
    const step = fc.record({
      maxBytes: fc.integer({ min: 1, max: 120 }),
      size: fc.integer({ min: MIN_TEXT_BYTES, max: 140 }),
      isText: fc.boolean(),
      end: fc.constantFrom('await', 'receive', 'receive twice', 'remove', 'remove first', 'expire'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        time = start;
        const who = person();
        let bytes = 0;
        let files = 0;
        for (const { maxBytes, size, isText, end } of steps) {
          const issued = await issue(who, { maxBytes });
          const { id } = issued.file;
          if (end === 'remove first') await backend.remove(id, who);
          const content = isText ? text(size) : `%PDF${text(size - 4)}`;
          const isTaken = (await post(requireForm(issued), content)).status === 303;
          expect(isTaken).toBe(size <= maxBytes);
          if (end !== 'await') await receiveAll(id);
          if (end === 'receive twice') await receiveAll(id);
          if (end === 'remove') await backend.remove(id, who).catch(() => {});
          if (end === 'expire') {
            time = new Date(time.getTime() + 3 * HOUR_MS);
            // What is awaited since an earlier step is received or removed by this run as well.
            await backend.reap(() => true);
          }
        }
        for (const { size, status } of (await backend.list({ limit: 100, owner: who.sub }, service))
          .files) {
          if (status === 'rejected') continue;
          bytes += size;
          files += 1;
        }
        expect(await usageOf(who)).toEqual({ bytes, files });
        const findings: unknown[] = [];
        await backend.reconcile(false, (finding) => findings.push(finding));
        expect(JSON.stringify(findings)).not.toContain(who.sub);
      }),
      { numRuns: 12 },
    );
  });
});

/** A form in which someone changed or added a field. */
const withField = ({ fields, ...form }: Form, name: string, value: string): Form => ({
  ...form,
  fields: { ...fields, [name]: value },
});
