// Requests about several files: each file has its own outcome.
import { expect, it } from 'vitest';
import { notFound, Refusal } from '../lambdas/domain/errors.ts';
import { answerEach, forEachFile } from '../lambdas/http/for-each-file.ts';

it('a refusal is the outcome of its file alone, and each file is acted on once', async () => {
  const acted: string[] = [];
  const outcomes = await forEachFile(['a', 'b', 'a', 'c'], 2, async (id) => {
    acted.push(id);
    if (id === 'b') throw notFound();
    return { url: `https://${id}` };
  });
  expect(acted).toEqual(['a', 'b', 'c']);
  expect(outcomes).toEqual([
    { id: 'a', value: { url: 'https://a' } },
    { id: 'b', refusal: expect.any(Refusal) },
    { id: 'c', value: { url: 'https://c' } },
  ]);
  const response = answerEach(outcomes, 'issued');
  expect(response.status).toBe(207);
  expect(JSON.parse(response.body)).toEqual({
    results: [
      { id: 'a', outcome: 'issued', url: 'https://a' },
      {
        id: 'b',
        outcome: 'refused',
        problem: expect.objectContaining({ code: 'not_found', status: 404 }),
      },
      { id: 'c', outcome: 'issued', url: 'https://c' },
    ],
  });
});

it('a request for several files is answered 200 where no file is refused', () => {
  expect(answerEach([{ id: 'a', value: {} }], 'deleted').status).toBe(200);
});

it('no more files than allowed are acted on at the same time', async () => {
  let running = 0;
  let most = 0;
  const ids = Array.from({ length: 25 }, (_, index) => String(index));
  await forEachFile(ids, 4, async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
  });
  expect(most).toBe(4);
});

it('an error that is no refusal fails the whole request', async () => {
  const broken = new Error('DynamoDB does not answer.');
  const fail = async () => {
    throw broken;
  };
  await expect(forEachFile(['a', 'b'], 1, fail)).rejects.toBe(broken);
});
