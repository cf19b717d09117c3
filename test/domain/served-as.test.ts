// Which way a file is served, and the name under which a copy of another type is saved.
import { describe, expect, it } from 'vitest';
import { downloadHeaders, servedAs } from '../../lambdas/domain/disposition.ts';

const photo = { filename: 'beach.2026.HEIC', contentType: 'image/heic', verdict: {} } as const;

describe('a copy of another type', () => {
  it('a copy of another type is saved under the name of the file with only the extension of the copy', () => {
    const copy = servedAs(photo, 'image/webp');
    expect(copy).toEqual({ ...photo, contentType: 'image/webp', filename: 'beach.2026' });
    expect(downloadHeaders(copy, undefined)).toEqual({
      contentType: 'image/webp',
      contentDisposition: 'attachment; filename=beach.2026.webp',
    });
    const misnamed = servedAs({ ...photo, filename: 'beach.exe' }, 'image/webp');
    expect(misnamed.filename).toBe('beach.exe');
  });

  it('a copy of the same type is served as the file itself', () => {
    expect(servedAs(photo, 'image/heic')).toBe(photo);
  });
});

it('a file is shown in place only where that is asked for', () => {
  const png = { filename: 'a.png', contentType: 'image/png', verdict: {} };
  const wayOf = (asked?: 'inline' | 'attachment') =>
    downloadHeaders(png, undefined, asked).contentDisposition;
  expect(wayOf()).toBe('attachment; filename=a.png');
  expect(wayOf('attachment')).toBe('attachment; filename=a.png');
  expect(wayOf('inline')).toBe('inline; filename=a.png');
});
