import fc from 'fast-check';
import { expect, it } from 'vitest';
import { postForm } from '../../client/post-form.ts';

const bytesOf = async (body: readonly (Blob | Uint8Array)[]) =>
  new Uint8Array(await new Blob(body as BlobPart[]).arrayBuffer());

it('a form is encoded so that every parser reads all fields verbatim, and the file last', async () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((each) => !/[\r\n]/.test(each));
  const names = fc.stringMatching(/^[A-Za-z"-]{1,20}$/).filter((name) => name !== 'file');
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, text), fc.uint8Array(), async (fields, bytes) => {
      const file = new Blob([new Uint8Array(bytes)]);
      const { headers, body, overheadBytes } = postForm(fields, file);
      const form = await new Response(await bytesOf(body as Blob[]), { headers }).formData();
      const entries = [...form.entries()];
      expect(entries.at(-1)?.[0]).toBe('file');
      expect(Object.fromEntries(entries.slice(0, -1))).toEqual({ ...fields });
      const received = form.get('file') as Blob;
      expect(new Uint8Array(await received.arrayBuffer())).toEqual(new Uint8Array(bytes));
      expect((body[0] as Uint8Array).byteLength).toBe(overheadBytes);
    }),
  );
});
