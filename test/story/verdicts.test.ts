// Every real file through one collection that takes every type that is safe to keep.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { uploaded } from './api.ts';

const office = 'application/vnd.openxmlformats-officedocument';
const fixtures = new URL('../fixtures/files/', import.meta.url);

/** What the uploader claims, and the verdict: `ready`, or the reason of the refusal. */
const verdicts: Record<string, readonly [claimed: string, verdict: string]> = {
  'fixture-imovie.mp4': ['video/mp4', 'ready'],
  'fixture-isom.mp4': ['video/mp4', 'ready'],
  'fixture-itxt.png': ['image/png', 'ready'],
  'fixture-minimal.pdf': ['application/pdf', 'ready'],
  'fixture.apng': ['image/apng', 'ready'],
  'fixture.docx': [`${office}.wordprocessingml.document`, 'ready'],
  'fixture.gif': ['image/gif', 'ready'],
  'fixture.ics': ['text/calendar', 'ready'],
  'fixture.jpg': ['image/jpeg', 'ready'],
  'fixture.mkv': ['video/x-matroska', 'ready'],
  'fixture.mov': ['video/quicktime', 'ready'],
  'fixture.mp3': ['audio/mpeg', 'ready'],
  'fixture.odt': ['application/vnd.oasis.opendocument.text', 'ready'],
  'fixture.ogg': ['audio/ogg', 'ready'],
  'fixture.pdf': ['application/pdf', 'ready'],
  'fixture.png': ['image/png', 'ready'],
  'fixture.pptx': [`${office}.presentationml.presentation`, 'ready'],
  'fixture.rtf': ['application/rtf', 'ready'],
  'fixture.vcf': ['text/vcard', 'ready'],
  'fixture.wav': ['audio/x-wav', 'ready'],
  'fixture.webm': ['video/webm', 'ready'],
  'fixture.webp': ['image/webp', 'ready'],
  'fixture.xlsx': [`${office}.spreadsheetml.sheet`, 'ready'],

  // What is of another type: accepted as what it is where the collection takes that, else refused.
  'fixture-utf16-le-bom.xml': ['text/plain', 'active_content'],
  'fixture-utf8-bom.xml': ['text/plain', 'active_content'],
  'fixture-x86_64.macho': ['image/png', 'type_mismatch'],
  'fixture.7z': ['application/pdf', 'ready'],
  'fixture.bmp': ['image/png', 'ready'],
  'fixture.class': ['application/json', 'type_mismatch'],
  'fixture.doc.cfb': [`${office}.wordprocessingml.document`, 'type_mismatch'],
  'fixture.elf': ['text/plain', 'type_mismatch'],
  'fixture.exe': ['image/jpeg', 'type_mismatch'],
  'fixture.ico': ['image/png', 'ready'],
  'fixture.ps': ['application/pdf', 'type_mismatch'],
  'fixture.sqlite': ['text/csv', 'type_mismatch'],
  'fixture.swf': ['video/mp4', 'type_mismatch'],
  'fixture.tar.gz': ['text/plain', 'ready'],
  'fixture.ttf': ['image/gif', 'ready'],
  'fixture.woff2': ['image/webp', 'ready'],
  'fixture.xls.cfb': [`${office}.spreadsheetml.sheet`, 'type_mismatch'],
  'fixture.zip': [`${office}.wordprocessingml.document`, 'ready'],
};

it('every fixture has an expected verdict', () => {
  expect(Object.keys(verdicts).sort()).toEqual(readdirSync(fixtures).sort());
});

it.each(Object.entries(verdicts))('%s sent as %j', async (name, [contentType, expected]) => {
  const bytes = new Uint8Array(readFileSync(new URL(name, fixtures)));
  const file = await uploaded({ collection: 'everything', filename: name, contentType }, bytes);
  expect(file.status === 'ready' ? 'ready' : file.verdict?.reason, file.verdict?.detail).toBe(
    expected,
  );
  expect(file.verdict?.size).toBe(bytes.byteLength);
});
