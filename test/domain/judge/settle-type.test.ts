// The type that a file is kept as, where it is not the one that was claimed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CollectionInput, defineConfig } from '../../../lambdas/config/config.ts';
import { canonicalType } from '../../../lambdas/domain/content-types.ts';
import { inspect } from '../../../lambdas/domain/inspect.ts';
import { judge } from '../../../lambdas/domain/judge/judge.ts';
import { knownTypes } from '../../../lambdas/domain/known-types.ts';
import { join, real, utf8, zeros } from '../../fixtures/hostile/bytes.ts';
import { bytesInMemory } from '../bytes-in-memory.ts';
import { buildCompound } from '../formats/compound/build-compound.ts';

async function verdictOn(bytes: Uint8Array, contentType: string, fields: Partial<CollectionInput>) {
  const { collections } = defineConfig({
    collections: { files: { types: ['*'], maxBytes: 1e9, ...fields } },
  });
  const evidence = await inspect(bytesInMemory(bytes));
  return judge({ contentType, size: bytes.byteLength }, evidence, collections.files);
}

const jpeg = real('fixture.jpg');
const svg = utf8('<svg xmlns="http://www.w3.org/2000/svg"/>');
const note = utf8('Dear all,\nsee you at five.\n');

describe('a file of another type than it was uploaded as', () => {
  it.each([
    ['a JPEG', jpeg, 'image/png', ['image/png', 'image/jpeg'], 'image/jpeg'],
    ['a JPEG', jpeg, 'application/pdf', ['*'], 'image/jpeg'],
    ['an MP4', real('fixture-isom.mp4'), 'audio/mpeg', ['*'], 'video/mp4'],
    ['a WebM', real('fixture.webm'), 'video/matroska', ['video/*'], 'video/webm'],
    ['a WebM', real('fixture.webm'), 'video/webm', ['video/matroska'], 'video/matroska'],
    ['text', note, 'image/png', ['*'], 'text/plain'],
    ['subtitles', utf8('WEBVTT\n\n'), 'video/mp4', ['*'], 'text/vtt'],
    ['subtitles', utf8('WEBVTT\n\n'), 'text/plain', ['*'], 'text/plain'],
    ['an SVG drawing', svg, 'text/plain', ['*', 'image/svg+xml'], 'image/svg+xml'],
    ['an XML file', utf8('<?xml version="1.0"?><a/>'), 'text/xml', ['text/xml'], 'application/xml'],
  ])(
    'a file of another type than claimed is accepted as what it is: %s as %s where %s are accepted',
    async (_what, bytes, claimed, types, kept) => {
      expect(await verdictOn(bytes, claimed, { types })).toMatchObject({
        outcome: 'accepted',
        detectedType: kept,
        declaredType: canonicalType(claimed),
      });
    },
  );

  it.each([
    ['a JPEG', jpeg, 'image/png', ['image/png'], 'type_mismatch'],
    ['a program', real('fixture.exe'), 'image/png', ['*'], 'type_mismatch'],
    ['an SVG drawing', svg, 'image/svg+xml', ['*'], 'active_content'],
    [
      'an HTML page',
      utf8('<!DOCTYPE html><p>x'),
      'text/plain',
      ['*', 'image/svg+xml', 'application/xml'],
      'active_content',
    ],
    ['one letter', utf8('P'), 'application/zip', ['*'], 'type_unknown'],
    ['zeros', zeros(100), 'image/png', ['*'], 'type_unknown'],
  ])(
    'a file of another type than claimed is refused where its type is not accepted: %s as %s',
    async (_what, bytes, claimed, types, reason) => {
      expect(await verdictOn(bytes, claimed, { types })).toMatchObject({
        outcome: 'rejected',
        reason,
      });
    },
  );

  it('a file of another type than claimed is refused, with both names, where the collection insists on the claimed type', async () => {
    const strict = { types: ['*'], typeMismatch: 'reject' } as const;
    expect(await verdictOn(jpeg, 'image/png', strict)).toMatchObject({
      reason: 'type_mismatch',
      detail:
        'The file was uploaded as a PNG image, but it is a JPEG image. Give its name the extension .jpg and upload it again.',
    });
    const film = real('fixture.webm');
    expect((await verdictOn(film, 'video/matroska', strict)).outcome).toBe('accepted');
  });

  it('a file of another type than claimed is judged by the rules of its own type', async () => {
    const small = { types: ['*'], image: { maxWidth: 1 } } as const;
    expect((await verdictOn(jpeg, 'text/plain', small)).reason).toBe('image_too_large');
    expect(
      (await verdictOn(real('fixture.docx'), 'image/png', { types: ['office'] })).outcome,
    ).toBe('accepted');
  });

  it('no file becomes a type that the collection does not accept, whatever is claimed', async () => {
    const types = Object.keys(knownTypes);
    const files = ['jpg', 'docx', 'pdf', 'mp3', 'zip', 'rtf', 'exe', 'webm', 'ics', 'svg'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.constantFrom(...types, 'text/html', 'application/x-unheard-of'),
        fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 5 }),
        async (name, claimed, taken) => {
          const bytes = name === 'svg' ? svg : real(`fixture.${name}`);
          const { outcome, detectedType } = await verdictOn(bytes, claimed, { types: taken });
          if (outcome === 'accepted') expect(taken).toContain(detectedType);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('an opaque type', () => {
  const drawing = { types: ['application/pdf'], opaqueTypes: { 'image/vnd.dxf': '.dxf' } } as const;
  const noise = join(Uint8Array.of(0, 1, 2, 3), zeros(40), Uint8Array.of(9));

  it.each([
    ['bytes without a mark', noise],
    ['text', note],
    ['a ZIP archive', real('fixture.zip')],
    ['a compound file', buildCompound({ Contents: zeros(40) })],
  ])('an opaque type is accepted: %s', async (_what, bytes) => {
    expect(await verdictOn(bytes, 'image/vnd.dxf', drawing)).toMatchObject({
      outcome: 'accepted',
      detectedType: 'image/vnd.dxf',
    });
  });

  it.each([
    ['a program', real('fixture.exe'), 'type_mismatch'],
    ['a Java program', real('fixture.class'), 'type_mismatch'],
    ['a page', utf8('<!DOCTYPE html><script>1</script>'), 'active_content'],
    ['a script', utf8('#!/bin/sh\nexit\n'), 'active_content'],
    ['a picture', jpeg, 'type_mismatch'],
    ['a Word document of 1997', real('fixture.doc.cfb'), 'type_mismatch'],
  ])('an opaque type is refused: %s', async (_what, bytes, reason) => {
    expect((await verdictOn(bytes, 'image/vnd.dxf', drawing)).reason).toBe(reason);
  });

  it('an opaque type is refused by a collection that does not name it', async () => {
    expect((await verdictOn(noise, 'image/vnd.dxf', { types: ['*'] })).reason).toBe('type_unknown');
  });
});

describe('an encrypted Office document', () => {
  const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const locked = buildCompound({ EncryptedPackage: zeros(40), EncryptionInfo: zeros(40) });

  it('an encrypted Office document is refused as encrypted, whatever is claimed', async () => {
    for (const type of [docx, 'application/msword', 'application/pdf']) {
      expect((await verdictOn(locked, type, { types: ['*', 'application/msword'] })).reason).toBe(
        'encrypted',
      );
    }
  });

  it('an encrypted Office document keeps the claimed Office type where the collection accepts encrypted files', async () => {
    const policy = { types: ['office'], encryptedFiles: 'accept' } as const;
    expect(await verdictOn(locked, docx, policy)).toMatchObject({
      outcome: 'accepted',
      detectedType: docx,
    });
    expect((await verdictOn(locked, 'application/pdf', policy)).reason).toBe('encrypted');
  });
});

describe('an Office document of 1997', () => {
  const xls = real('fixture.xls.cfb');

  it('an Office document of 1997 is accepted by a collection that names its type', async () => {
    const types = ['application/vnd.ms-excel'];
    expect(await verdictOn(xls, 'application/vnd.ms-excel', { types })).toMatchObject({
      outcome: 'accepted',
      detectedType: 'application/vnd.ms-excel',
    });
  });

  it('an Office document of 1997 is refused by a collection that names only the family', async () => {
    expect(await verdictOn(xls, 'application/vnd.ms-excel', { types: ['office'] })).toMatchObject({
      reason: 'type_not_allowed',
      detail: expect.stringContaining('Save it as an Excel workbook (.xlsx)'),
    });
  });

  it('an Office document of 1997 with an object of another program is refused', async () => {
    const types = ['application/msword'];
    const verdict = await verdictOn(real('fixture.doc.cfb'), 'application/msword', { types });
    expect(verdict.reason).toBe('embedded_objects');
  });
});

describe('the encoding of text', () => {
  const legacy = Buffer.from('Dupr\xe9;Besan\xe7on\nNo\xebl;N\xeemes\n', 'latin1');

  it('the encoding of a text is recorded, and refused only where the collection requires UTF-8', async () => {
    expect(await verdictOn(legacy, 'text/csv', {})).toMatchObject({
      outcome: 'accepted',
      charset: 'windows-1252',
    });
    expect(await verdictOn(legacy, 'text/csv', { textCharset: 'utf-8' })).toMatchObject({
      reason: 'not_text',
      detail:
        'The CSV file is written in windows-1252; the collection files takes only UTF-8. Save it as UTF-8 and upload that.',
    });
    expect((await verdictOn(note, 'text/plain', { textCharset: 'utf-8' })).outcome).toBe(
      'accepted',
    );
  });
});
