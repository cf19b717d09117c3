import { describe, expect, it } from 'vitest';
import { contentTypeOf } from '../../client/content-type.ts';
import { typeToSend } from '../../client/type-to-send.ts';
import { claimedType } from '../../lambdas/domain/claimed-type.ts';
import { extensionsInUse } from '../../lambdas/domain/extensions-in-use.ts';
import { foreignTypes } from '../../lambdas/domain/foreign-types.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const zip = (firstName: string) => `PK\x03\x04${'\0'.repeat(26)}${firstName}`;
const film = (brand: string) => `\0\0\0\x10ftyp${brand}\0\0\0\0`;

/** Beginnings of files: some of each kind of mark. */
const heads: Readonly<Record<string, string>> = {
  none: 'no mark',
  jpeg: '\xff\xd8\xff\xe0',
  pdf: '%PDF-1.7',
  text: 'name,size\n',
  zip: zip('a.txt'),
  docx: zip('[Content_Types].xml word/'),
  xlsx: zip('[Content_Types].xml xl/'),
  pptx: zip('[Content_Types].xml ppt/'),
  cfb: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  tiff: 'II*\0',
  mp4: film('isom'),
  '3gp': film('3gp4'),
  '3g2': film('3g2a'),
  mov: film('qt  '),
  m4a: film('M4A '),
  webm: '\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x84webm',
  mkv: '\x1aE\xdf\xa3\xa3B\x82\x88matroska',
  ogg: `OggS${'\0'.repeat(24)}OpusHead`,
  ogv: `OggS${'\0'.repeat(24)}\x80theora`,
  id3: 'ID3\x04\0',
  frames: '\xff\xfb\x90\x00',
};

/** What the server understands by what is sent, and by the full rule. */
async function bothRules(head: string, name: string, type: string) {
  const bytes = latin1(heads[head] ?? '');
  const source = { name, type, size: bytes.length, slice: () => new Blob([bytes]) };
  const [sent, whole] = [await typeToSend(source), await contentTypeOf(source)];
  return { sent: claimedType(sent, name), whole };
}

/** Whether no honest file of this type begins with this mark: the server then finds out after the upload. */
const isImpossible = (head: string, type: string): boolean =>
  (head === 'id3' && /midi|amr|caf|ogg|matroska|webm|mp4/.test(type)) ||
  (head === 'tiff' && /svg|photoshop|jxl|jp2|cr3|raf/.test(type)) ||
  (/zip|cfb/.test(head) && /parquet|dicom|xml$|x-cfb/.test(type));

describe('the content type that an upload sends', () => {
  it('means to the server what the full rule says, for every known type under its own extension', async () => {
    for (const [type, { extension }] of Object.entries(knownTypes)) {
      for (const head of Object.keys(heads)) {
        for (const declared of [type, '', 'application/octet-stream']) {
          const { sent, whole } = await bothRules(head, `file${extension}`, declared);
          const isFrames = head === 'frames' && declared !== type;
          if (isFrames || isImpossible(head, whole)) continue;
          expect({ head, type, declared, sent }).toEqual({ head, type, declared, sent: whole });
        }
      }
    }
  });

  it('the type to send is never that of the mark where the full rule keeps the claimed type', async () => {
    const systemTypes = ['', 'application/octet-stream', 'application/zip', 'image/x-new'];
    const byName = [...extensionsInUse, '.unknown', ''].flatMap((extension) =>
      systemTypes.map((type) => ({ type, name: `file${extension}` })),
    );
    const byType = Object.entries(knownTypes).flatMap(([name, { extension, aliases = [] }]) =>
      [name, ...aliases].flatMap((type) => [
        { type, name: 'file' },
        { type, name: `file${extension}` },
      ]),
    );
    const foreign = Object.keys(foreignTypes).map((type) => ({ type, name: 'file.docx' }));
    const wrong: object[] = [];
    for (const { type, name } of [...byName, ...byType, ...foreign]) {
      for (const head of ['zip', 'docx', 'xlsx', 'pptx', 'cfb', 'tiff', 'mp4', 'mkv', 'ogg']) {
        const { sent, whole } = await bothRules(head, name, type);
        const isKept = whole === claimedType(type, name) && !isImpossible(head, whole);
        if (isKept && sent !== whole) wrong.push({ head, name, type, sent, whole });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('a frame makes a file MP3 or AAC only where the declared type is vague', async () => {
    expect(await bothRules('frames', 'sound', '')).toMatchObject({ sent: 'audio/mpeg' });
    expect(await bothRules('frames', 'notes.txt', 'text/plain')).toMatchObject({
      sent: 'text/plain',
    });
  });

  it('the type to send of a file without type and extension is the one that its bytes show', async () => {
    expect(await bothRules('zip', 'file', '')).toMatchObject({ sent: 'application/zip' });
    expect(await bothRules('jpeg', 'file', '')).toMatchObject({ sent: 'image/jpeg' });
    expect(await bothRules('none', 'file', '')).toMatchObject({ sent: 'application/octet-stream' });
  });
});
