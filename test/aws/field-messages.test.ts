import { expect, it } from 'vitest';
import { issueRequestSchema } from '../../lambdas/http/claim-requests.ts';
import { signPartsRequestSchema } from '../../lambdas/http/part-requests.ts';
import { readBody } from '../../lambdas/http/request.ts';

const claim = { collection: 'images', filename: 'a.png', contentType: 'image/png', size: 5 };
const post = (body: unknown) =>
  new Request('https://api.example/files', { method: 'POST', body: JSON.stringify(body) });

it.each([
  [{ size: undefined }, 'size is missing; a number is expected.'],
  [{ size: 'five' }, 'size is text; a number is expected.'],
  [{ size: null }, 'size is null; a number is expected.'],
  [{ size: 0 }, 'size is too small; more than 0 is expected.'],
  [{ size: 1.5 }, 'size is a number; a whole number is expected.'],
  [{ filename: '' }, 'filename is too short; at least 1 character is expected.'],
  [{ filename: ['a'] }, 'filename is a list; text is expected.'],
  [
    { contentType: 'x'.repeat(256) },
    'contentType is too long; at most 255 characters are expected.',
  ],
  [{ checksumParts: 1 }, 'checksumParts is a number; true or false is expected.'],
  [{ partSize: 5 * 1024 ** 2 + 1 }, 'partSize has to be a multiple of 64 KiB.'],
  [{ title: 'a\nb' }, 'title may hold neither control characters nor line breaks.'],
  [{ uploader: 'bob' }, 'body has fields that are unknown here: uploader; remove them.'],
])(
  'the message about a field says in plain words what is wrong with it: %j',
  async (change, sentence) => {
    const refused = readBody(post({ ...claim, ...change }), issueRequestSchema);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request' });
    const { details } = (await refused.catch((error: unknown) => error)) as {
      details: { issues: readonly { field: string; message: string }[] };
    };
    expect(details.issues.map(({ field, message }) => `${field} ${message}`)).toEqual([sentence]);
  },
);

it('the message about a list says how many items it may have', async () => {
  const refused = readBody(post({ parts: [] }), signPartsRequestSchema);
  await expect(refused).rejects.toThrow('parts: is too short; at least 1 item is expected.');
});
