import { parse } from 'content-disposition';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { downloadHeaders } from '../../lambdas/domain/disposition.ts';
import type { ReadyFile } from '../../lambdas/domain/file.ts';
import { extensionIn, extensionsOf } from '../../lambdas/domain/file-extensions.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';

const headersOf = (filename: string, contentType: string, verdict: Partial<Verdict> = {}) =>
  downloadHeaders({ filename, contentType, verdict } as ReadyFile, undefined);

describe('the headers of a download', () => {
  it('the headers of a download name the encoding that a text was judged in', () => {
    expect(headersOf('a.csv', 'text/csv', { charset: 'utf-16le' }).contentType).toBe(
      'text/csv; charset=utf-16le',
    );
    expect(headersOf('a.csv', 'text/csv').contentType).toBe('text/csv; charset=utf-8');
    expect(headersOf('a.png', 'image/png').contentType).toBe('image/png');
  });

  const collectionWith = (disposition: 'inline' | 'attachment') =>
    defineConfig({
      collections: { files: { types: ['image/png'], maxBytes: 1, disposition } },
    }).collections.files;
  const servedAs = (
    contentType: string,
    disposition?: 'inline' | 'attachment',
    asked?: 'inline' | 'attachment',
  ) => {
    const file = { filename: 'a', contentType, verdict: {} } as ReadyFile;
    const collection = disposition && collectionWith(disposition);
    return parse(downloadHeaders(file, collection, asked).contentDisposition).type;
  };

  it('a download is inline only for a safe type, where the caller or else the collection asks for it', () => {
    expect(servedAs('image/png')).toBe('attachment');
    expect(servedAs('image/png', 'inline')).toBe('inline');
    expect(servedAs('image/png', 'attachment')).toBe('attachment');
    expect(servedAs('image/png', 'attachment', 'inline')).toBe('inline');
    expect(servedAs('image/png', 'inline', 'attachment')).toBe('attachment');
    expect(servedAs('image/png', undefined, 'inline')).toBe('inline');
    expect(servedAs('application/zip', 'inline', 'inline')).toBe('attachment');
  });

  it.each(['text/plain', 'text/csv', 'text/markdown', 'application/json', 'application/yaml'])(
    '%s is shown in place as plain text where the caller asks for that, and keeps its name',
    (contentType) => {
      const verdict = { charset: 'utf-16le' };
      const file = { filename: 'a', contentType, verdict } as ReadyFile;
      const shown = downloadHeaders(file, undefined, 'inline');
      expect(shown.contentType).toBe('text/plain; charset=utf-16le');
      expect(parse(shown.contentDisposition).type).toBe('inline');
      const saved = downloadHeaders(file, undefined);
      expect(saved.contentType).toBe(`${contentType}; charset=utf-16le`);
      expect(parse(shown.contentDisposition).parameters).toEqual(
        parse(saved.contentDisposition).parameters,
      );
    },
  );

  it('text in a collection that is shown in place is saved as before, and subtitles keep their type', () => {
    expect(servedAs('text/csv', 'inline')).toBe('attachment');
    const file = { filename: 'a', contentType: 'text/vtt', verdict: {} } as ReadyFile;
    expect(downloadHeaders(file, undefined, 'inline').contentType).toBe('text/vtt; charset=utf-8');
  });

  it.each([
    ['page.html', 'text/plain', 'page.html.txt'],
    ['photo.jpg.exe', 'image/jpeg', 'photo.jpg.exe.jpg'],
    ['run.BAT', 'text/plain', 'run.BAT.txt'],
    ['sheet.slk', 'text/plain', 'sheet.slk.txt'],
    ['desk.rdp', 'text/plain', 'desk.rdp.txt'],
    ['report.docm', 'application/zip', 'report.docm.zip'],
    ['notes.log', 'text/plain', 'notes.log'],
    ['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
    ['no extension', 'application/pdf', 'no extension.pdf'],
  ])(
    'save %s of type %s as %s, so that no download is saved under a name that runs',
    (...[name, type, saved]) => {
      expect(headersOf(name, type).contentDisposition.replaceAll('"', '')).toBe(
        `attachment; filename=${saved}`,
      );
    },
  );

  it('the headers of a download also name the file in ASCII, with the same extension, for readers that know no other', () => {
    expect(headersOf('Ünïcode 文件.pdf', 'application/pdf').contentDisposition).toBe(
      'attachment; filename="Unicode __.pdf"; filename*=UTF-8\'\'%C3%9Cn%C3%AFcode%20%E6%96%87%E4%BB%B6.pdf',
    );
    expect(headersOf('CÔN.txt', 'text/plain').contentDisposition).toContain('filename=_CON.txt;');
    expect(headersOf('a%2Eexe.txt', 'text/plain').contentDisposition).toContain(
      'filename=a_2Eexe.txt;',
    );
  });

  it('a download of an opaque type has its own extension and is never inline', () => {
    const { collections } = defineConfig({
      collections: {
        plans: {
          types: ['application/pdf'],
          maxBytes: 1,
          disposition: 'inline',
          opaqueTypes: { 'image/vnd.dwg': '.dwg' },
        },
      },
    });
    const headers = (filename: string) =>
      downloadHeaders(
        { filename, contentType: 'image/vnd.dwg', verdict: {} } as ReadyFile,
        collections.plans,
        'inline',
      );
    expect(headers('plan.dwg')).toEqual({
      contentType: 'image/vnd.dwg',
      contentDisposition: 'attachment; filename=plan.dwg',
    });
    expect(headers('plan.exe').contentDisposition).toBe('attachment; filename=plan.exe.dwg');
  });

  it('a type that runs scripts in a browser is never shown inline', () => {
    for (const type of ['image/svg+xml', 'application/xml', 'message/rfc822']) {
      const { contentDisposition } = downloadHeaders(
        { filename: 'x', contentType: type, verdict: {} } as ReadyFile,
        undefined,
        'inline',
      );
      expect(contentDisposition, type).toMatch(/^attachment/);
    }
  });

  it('both names of a download have an extension of the type, whatever the file was called', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(knownTypes)),
        fc.string({ unit: 'binary', maxLength: 100 }),
        (type, filename) => {
          const header = headersOf(filename, type).contentDisposition;
          const { filename: ascii } = parse(header, { extended: false }).parameters;
          const { filename: whole } = parse(header).parameters;
          for (const name of [ascii, whole]) {
            expect(extensionsOf(type)).toContain(extensionIn(String(name)));
          }
          expect(ascii).toMatch(/^[ -~]+$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
