import { describe, expect, it } from 'vitest';
import { claimedType } from '../../lambdas/domain/claimed-type.ts';
import { extensionsOf, typeByName } from '../../lambdas/domain/file-extensions.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('the type that a claim means', () => {
  it.each([
    ['text/plain;charset=utf-8', 'a.txt', 'text/plain'],
    ['IMAGE/PNG', 'a.png', 'image/png'],
    ['video/x-matroska;codecs=avc1', 'film.mkv', 'video/matroska'],
    ['audio/mp4;codecs=opus', 'memo.m4a', 'audio/mp4'],
    ['image/pjpeg', 'photo.jpg', 'image/jpeg'],
    ['application/x-zip-compressed', 'all.zip', 'application/zip'],
    ['application/x-zip-compressed', 'letter.docx', word],
    ['application/vnd.ms-excel', 'sheet.csv', 'text/csv'],
    ['application/vnd.ms-excel', 'sheet.xls', 'application/vnd.ms-excel'],
    ['application/octet-stream', 'sheet.csv', 'text/csv'],
    ['application/octet-stream', 'no extension', 'application/octet-stream'],
    ['', 'README.MD', 'text/markdown'],
    ['', 'photo.heic', 'image/heic'],
    ['', 'scan.JFIF', 'image/jpeg'],
    ['', 'archive.tar.xz', 'application/x-xz'],
    ['', 'film.srt', 'application/x-subrip'],
    ['', 'app.exe', 'application/octet-stream'],
    ['', 'constructor', 'application/octet-stream'],
    ['', 'x.constructor', 'application/octet-stream'],
    ['text/x-log', 'today.log', 'text/plain'],
    ['application/x-unheard-of', 'photo.png', 'image/png'],
    ['application/zip', 'book.epub', 'application/epub+zip'],
    ['application/zip', 'photo.png', 'application/zip'],
    ['audio/x-mpeg-3', 'song.mp3', 'audio/mpeg'],
    ['image', 'photo.jpg', 'image'],
    ['text/html', 'page.txt', 'text/html'],
    ['image/png', 'photo.jpg', 'image/png'],
    ['model/unheard-of', 'part.step', 'model/unheard-of'],
  ])('is, for "%s" and a file called %s, %s', (type, name, claimed) => {
    expect(claimedType(type, name)).toBe(claimed);
  });

  it('a claim means the known type of its extension when the system knows no type', () => {
    for (const [type, { extension }] of Object.entries(knownTypes)) {
      expect(typeByName(`FILE${extension.toUpperCase()}`), extension).toBe(type);
      expect(claimedType('', `file${extension}`)).toBe(type);
    }
  });

  it('is, by every further extension, a type that may be saved with it', () => {
    for (const type of Object.keys(knownTypes)) {
      for (const extension of extensionsOf(type)) {
        const suggested = claimedType('', `file${extension}`);
        expect(extensionsOf(suggested), `${type} ${extension}`).toContain(extension);
      }
    }
  });
});
