// Requests under one Idempotency-Key: which differences between two of them count.
import { expect, it } from 'vitest';
import { fingerprintOf } from '../lambdas/issuing/pending-file.ts';

const claim = { collection: 'notes', filename: 'a.txt', metadata: { order: '1', step: '2' } };
const print = (changes: object) => fingerprintOf([{ ...claim, ...changes }]);

it.each([[{ metadata: { step: '2', order: '1' } }], [{ firstParts: [{}], partSize: 5_242_880 }]])(
  'a request is the same one with %j',
  (changes) => {
    expect(print(changes)).toBe(print({}));
  },
);

it('a request is the same one whatever the order of its fields', () => {
  const { collection, ...others } = claim;
  expect(fingerprintOf([{ ...others, collection }])).toBe(print({}));
});

it.each([
  [{ metadata: { order: '2', step: '1' } }],
  [{ metadata: { order: '1' } }],
  [{ metadata: undefined }],
  [{ filename: 'b.txt' }],
  [{ title: 'A title' }],
])('a request is another one with %j', (changes) => {
  expect(print(changes)).not.toBe(print({}));
});
