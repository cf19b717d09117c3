// Batches over plain HTTP: several claims in one request, and several files in one look.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { batchResponseSchema, listResponseSchema } from '../../lambdas/http/contract.ts';
import { alice, bob, call, postForm, settled, staff } from './api.ts';

const text = (changes: object = {}) => ({
  collection: 'everything',
  filename: 'note.txt',
  contentType: 'text/plain',
  size: 5,
  ...changes,
});
const send = (body: unknown, headers: Record<string, string> = {}, token = alice) =>
  call('POST', '/files', { token, body, headers });
const outcomesOf = (body: unknown) =>
  batchResponseSchema
    .parse(body)
    .results.map((result) => (result.outcome === 'refused' ? result.problem.code : result.outcome));
const filesOf = (body: unknown) =>
  batchResponseSchema
    .parse(body)
    .results.flatMap((result) => (result.outcome === 'issued' ? [result] : []));

describe('POST /files with several claims', () => {
  it('answers 201 with a form for each, whose bytes become files', async () => {
    const { status, body } = await send({ claims: [text(), text()] });
    expect(status).toBe(201);
    const [first, second] = filesOf(body);
    if (!first?.upload || !second?.upload) expect.fail('A claim was not issued.');
    expect(first.file.id).not.toBe(second.file.id);
    expect((await postForm({ ...first, upload: first.upload }, 'hello')).status).toBe(201);
    expect(await settled(first.file.id)).toMatchObject({ status: 'ready' });
  });

  it('answers 207 when a claim is refused, also one that is no claim, with a problem for each', async () => {
    const claims = [text(), 5, text({ size: -1, unknown: 1 }), text({ collection: 'no' })];
    const { status, body } = await send({ claims });
    expect(status).toBe(207);
    expect(outcomesOf(body)).toEqual([
      'issued',
      'invalid_request',
      'invalid_request',
      'invalid_request',
    ]);
    expect(body.results[2]?.problem).toMatchObject({
      status: 400,
      issues: expect.arrayContaining([expect.objectContaining({ field: 'size' })]),
    });
  });

  it('issues nothing in the mode all when one claim is refused', async () => {
    const { status, body } = await send({ mode: 'all', claims: [text(), text({ size: 0 })] });
    expect([status, outcomesOf(body)]).toEqual([207, ['not_issued', 'invalid_request']]);
  });

  it.each<[string, object]>([
    ['no claim', { claims: [] }],
    ['51 claims', { claims: Array.from({ length: 51 }, () => text()) }],
    ['claims that are no list', { claims: text() }],
    ['an unknown mode', { mode: 'some', claims: [text()] }],
    ['a field beside the claims', { claims: [text()], collection: 'everything' }],
  ])('refuses a batch with %s as a whole', async (_name, body) => {
    expect(await send(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('refuses a body that no batch needs', async () => {
    const caption = 'x'.repeat(1999);
    const claims = Array.from({ length: 50 }, () => text({ caption, title: 'ä'.repeat(200) }));
    expect((await send({ claims })).status).toBe(201);
    const filename = 'x'.repeat(6000);
    const large = claims.map((claim) => ({ ...claim, filename }));
    expect(await send({ claims: large })).toMatchObject({
      status: 413,
      body: { code: 'request_too_large' },
    });
  });

  it('answers a repeated Idempotency-Key with 200 and the same files', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await send({ claims: [text(), text()] }, headers);
    const again = await send({ claims: [text(), text()] }, headers);
    expect([first.status, again.status]).toEqual([201, 200]);
    const ids = (body: unknown) => filesOf(body).map(({ file }) => file.id);
    expect(ids(again.body)).toEqual(ids(first.body));
    expect(await send({ claims: [text()] }, headers)).toMatchObject({
      status: 409,
      body: { code: 'idempotency_key_reused' },
    });
  });
});

describe('GET /files?ids=', () => {
  const list = (query: string, token = alice) => call('GET', `/files?${query}`, { token });
  const idsOf = (body: unknown) => listResponseSchema.parse(body).files.map(({ id }) => id);

  it('returns files in the order asked for, without those that do not exist or that the caller may not read', async () => {
    const mine = filesOf((await send({ claims: [text(), text()] })).body).map(
      ({ file }) => file.id,
    );
    const his = filesOf((await send({ claims: [text()] }, {}, bob)).body).map(
      ({ file }) => file.id,
    );
    const ids = [...his, randomUUID(), ...mine.toReversed(), ...mine];
    const { status, body } = await list(`ids=${ids.join(',')}`);
    expect(status).toBe(200);
    expect(idsOf(body)).toEqual(mine.toReversed());
    expect(body).not.toHaveProperty('nextCursor');
    expect(idsOf((await list(`ids=${mine}`, bob)).body)).toEqual([]);
  });

  it('returns what was shared with the caller, and nothing of a deleted file', async () => {
    const { body } = await send({ claims: [text(), text()] });
    const [shared = '', gone = ''] = filesOf(body).map(({ file }) => file.id);
    const grant = encodeURIComponent('user:bob');
    expect((await call('PUT', `/files/${shared}/grants/${grant}`, { token: alice })).status).toBe(
      204,
    );
    await call('DELETE', `/files/${gone}`, { token: alice });
    expect(idsOf((await list(`ids=${shared},${gone}`, bob)).body)).toEqual([shared]);
    expect(idsOf((await list(`ids=${shared},${gone}`)).body)).toEqual([shared]);
  });

  it('takes 100 ids and not 101, none that is no id, and no filter beside them', async () => {
    const many = Array.from({ length: 101 }, () => randomUUID());
    expect((await list(`ids=${many.slice(1)}`)).status).toBe(200);
    for (const query of [
      `ids=${many}`,
      'ids=',
      'ids=x',
      `ids=${many[0]},`,
      `ids=${many[0]}&limit=5`,
    ]) {
      expect(await list(query), query).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
    }
    expect((await list(`ids=${many[0]}`, staff)).status).toBe(200);
  });
});
