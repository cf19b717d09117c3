import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findForeign } from '../../../lambdas/domain/formats/foreign-content.ts';
import { join, le, look, patched, real } from './look.ts';

it.each([
  ['HTML', '<script>alert(1)</script>'],
  ['HTML', '<SCRIPT\nsrc=x>'],
  ['HTML', '<!DOCTYPE html>'],
  ['HTML', '"><img src=x onerror=alert(1)>'],
  ['SVG', '<svg/onload=alert(1)>'],
  ['PHP', '<?php system($_GET[0]);'],
  ['PHP', '<?=$_GET[0]($_POST[1]);?>'],
  ['PDF', '%PDF-1.4'],
  ['ZIP', `PK\x05\x06${'\0'.repeat(18)}`],
] as const)('finds %s in %j', (kind, text) => {
  expect(findForeign(join('pixels', text), 100)).toMatchObject({ kind });
  const at = text.search(/[<%P]/);
  expect(findForeign(join(text), 100)).toEqual({ kind, at: 100 + at });
});

it.each([
  'a < b, and <3',
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>',
  '<?xpacket begin=""?>',
  '<scripture>',
  '<headline>',
  'PK\x05\x06 at the end',
  '100 %PDF',
])('finds nothing in %j', (text) => {
  expect(findForeign(join(text))).toBeUndefined();
});

it('finds a picture that is a script', () => {
  const gif = join('GIF89a', '/*', le(133, 2), real('fixture.gif').subarray(10), '*/=1;alert(1)');
  expect(findForeign(gif)).toEqual({ kind: 'script', at: 0 });
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
  expect((await look('image/jpeg', patched(large, 1_000_000, '<?php '))).foreign).toMatchObject({
    kind: 'PHP',
    at: 1_000_000,
  });
  const zip = join(real('fixture-minimal.pdf'), real('fixture.zip'));
  expect((await look('application/pdf', zip)).foreign?.kind).toBe('ZIP');
});
