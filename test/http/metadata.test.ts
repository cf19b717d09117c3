// Metadata of a claim: what is accepted comes back as it was sent, and every other map is refused by the name of its fault.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileOf, itemOf } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { metadataBytes, metadataLimits } from '../../lambdas/domain/metadata.ts';
import { issueRequestSchema } from '../../lambdas/http/claim-requests.ts';
import { readBody } from '../../lambdas/http/request.ts';
import { pendingFile } from '../aws/records.ts';

const claim = '"collection":"images","filename":"a.png","contentType":"image/png","size":5';

/** Reads a claim whose metadata is this JSON. */
const read = (metadata: string) =>
  readBody(
    new Request('https://api.example.com/files', {
      method: 'POST',
      body: `{${claim},"metadata":${metadata}}`,
    }),
    issueRequestSchema,
  );

const refusalOf = async (metadata: string): Promise<string> => {
  const error = await read(metadata).then(
    () => 'accepted',
    (thrown: unknown) => thrown,
  );
  return error instanceof Refusal && error.code === 'invalid_request'
    ? error.message
    : String(error);
};

const name = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,63}$/);
const text = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((each) => /^[^\p{Cc}\p{Cs}]*$/u.test(each));
const map = fc
  .dictionary(name, text, { maxKeys: metadataLimits.names })
  .filter((each) => metadataBytes(each) <= metadataLimits.totalBytes);

it('returns accepted metadata exactly as it was sent, also from the table', async () => {
  await fc.assert(
    fc.asyncProperty(map, async (metadata) => {
      const request = await read(JSON.stringify(metadata));
      expect(request.metadata).toEqual(metadata);
      const file = pendingFile({ metadata: request.metadata });
      expect(fileOf(itemOf(file))).toEqual(file);
    }),
  );
});

it('accepts names that every object inherits, as names of its own', async () => {
  const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];
  const metadata = Object.fromEntries(names.map((each) => [each, each]));
  const request = await read(JSON.stringify(metadata));
  expect(Object.entries(request.metadata ?? {})).toEqual(Object.entries(metadata));
  const file = pendingFile({ metadata: request.metadata });
  expect(fileOf(itemOf(file))).toEqual(file);
});

it.each([
  ['the name of the prototype', '{"__proto__":"a"}', 'body: holds the name __proto__'],
  ['that name in escapes', '{"\\u005f\\u005fproto__":"a"}', 'body: holds the name __proto__'],
  ['that name deeper', '{"a":{"__proto__":"a"}}', 'body: holds the name __proto__'],
  ['a list', '["a"]', 'metadata: is a list; an object is expected'],
  ['a text', '"a"', 'metadata: is text; an object is expected'],
  ['null', 'null', 'metadata: is null; an object is expected'],
  ['a number as text', '{"orderId":7}', 'metadata.orderId: is a number; text is expected'],
  ['an object as text', '{"orderId":{}}', 'metadata.orderId: is an object; text is expected'],
  ['NUL', '{"orderId":"a\\u0000b"}', 'metadata.orderId: may hold neither control characters'],
  ['a line break', '{"orderId":"a\\nb"}', 'metadata.orderId: may hold neither control characters'],
  ['a C1 control', '{"orderId":"a\\u0085b"}', 'metadata.orderId: may hold neither control'],
  ['half a surrogate pair', '{"orderId":"\\ud800"}', 'metadata.orderId: may hold neither'],
  ['a name that is empty', '{"":"a"}', 'metadata.: is no name for metadata'],
  ['a name that begins with a dot', '{".a":"a"}', 'metadata..a: is no name for metadata'],
  ['a name with a blank', '{"order id":"a"}', 'metadata.order id: is no name for metadata'],
  ['a name that is not ASCII', '{"größe":"a"}', 'metadata.größe: is no name for metadata'],
  ['a long name', `{"${'n'.repeat(65)}":"a"}`, `metadata.${'n'.repeat(65)}: is no name`],
  ['a long text', `{"a":"${'x'.repeat(513)}"}`, 'metadata.a: is too long; at most 512 characters'],
])('refuses %s', async (_fault, metadata, expected) => {
  expect(await refusalOf(metadata)).toContain(expected);
});

it('refuses 100 names, and more bytes than the limit', async () => {
  const names = (count: number, value: string) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, value])));
  expect(await refusalOf(names(100, 'a'))).toContain('metadata: holds more than 32 names');
  expect(await refusalOf(names(33, 'a'))).toContain('metadata: holds more than 32 names');
  expect(await refusalOf(names(32, 'a'))).toBe('accepted');
  // Five characters of three bytes each count as fifteen bytes.
  expect(await refusalOf(names(32, '€'.repeat(21)))).toContain('metadata: is larger than 2 KB');
});

it('answers a name of 60,000 characters with an account that is bounded', async () => {
  expect((await refusalOf(`{"${'x y'.repeat(20_000)}":"a"}`)).length).toBeLessThan(1_100);
});
