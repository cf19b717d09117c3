import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findForeign } from '../../../lambdas/domain/formats/foreign-content.ts';
import { join, look, patched, real } from './look.ts';

it.each([
  ['PDF', '%PDF-1.4'],
  ['ZIP', `PK\x05\x06${'\0'.repeat(18)}`],
] as const)('finds %s in %j', (kind, text) => {
  expect(findForeign(join('pixels', text), 100)).toMatchObject({ kind });
  expect(findForeign(join(text), 100)).toEqual({ kind, at: 100 });
});

it.each([
  '<script>alert(1)</script>',
  '<?php system($_GET[0]);',
  '<!DOCTYPE plist PUBLIC>',
  'a < b, and <3',
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>',
  '<?xpacket begin=""?>',
  'PK\x05\x06 at the end',
  '100 %PDF',
])('finds nothing in %j', (text) => {
  expect(findForeign(join(text))).toBeUndefined();
});

it('finds nothing in noise, a hundred times 64 KiB of it', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      let state = seed | 1;
      const noise = Uint8Array.from({ length: 65_536 }, () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return state & 0xff;
      });
      expect(findForeign(noise)).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

it('looks at both ends of large pictures, and at archives behind PDFs', async () => {
  const jpeg = real('fixture.jpg');
  const large = join(jpeg.subarray(0, -2), Buffer.alloc(1_000_000, 'x'), '\xff\xd9');
  expect((await look('image/jpeg', large)).foreign).toBeUndefined();
  expect((await look('image/jpeg', patched(large, 1_000_000, '%PDF-1.'))).foreign).toMatchObject({
    kind: 'PDF',
    at: 1_000_000,
  });
  const zip = join(real('fixture-minimal.pdf'), real('fixture.zip'));
  expect((await look('application/pdf', zip)).foreign?.kind).toBe('ZIP');
});
