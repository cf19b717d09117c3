import { describe, expect, it } from 'vitest';
import { downloadHeaders } from '../../lambdas/domain/disposition.ts';
import type { ReadyFile } from '../../lambdas/domain/file.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';

const headersOf = (filename: string, contentType: string, verdict: Partial<Verdict> = {}) =>
  downloadHeaders({ filename, contentType, verdict } as ReadyFile, undefined);

describe('the headers of a download', () => {
  it('name the encoding that a text was judged in', () => {
    expect(headersOf('a.csv', 'text/csv', { charset: 'utf-16le' }).contentType).toBe(
      'text/csv; charset=utf-16le',
    );
    expect(headersOf('a.csv', 'text/csv').contentType).toBe('text/csv; charset=utf-8');
    expect(headersOf('a.png', 'image/png').contentType).toBe('image/png');
  });

  it.each([
    ['page.html', 'text/plain', 'page.html.txt'],
    ['photo.jpg.exe', 'image/jpeg', 'photo.jpg.exe.jpg'],
    ['run.BAT', 'text/plain', 'run.BAT.txt'],
    ['notes.log', 'text/plain', 'notes.log'],
    ['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
    ['no extension', 'application/pdf', 'no extension'],
  ])(
    'save %s of type %s as %s, so that no judged file becomes a program by its name',
    (...[name, type, saved]) => {
      expect(headersOf(name, type).contentDisposition.replaceAll('"', '')).toBe(
        `attachment; filename=${saved}`,
      );
    },
  );
});
