import { describe, expect, it } from 'vitest';
import { isSystemFile, leaveOutSystemFiles } from '../../client/system-files.ts';

describe('files of the system itself', () => {
  it.each([
    '.DS_Store',
    'Holiday/.DS_Store',
    'Thumbs.db',
    'THUMBS.DB',
    'Holiday\\desktop.ini',
    '.localized',
    'Icon\r',
    '._photo.jpg',
    '__MACOSX/Holiday/photo.jpg',
    '~$letter.docx',
    '.~lock.letter.odt#',
    '$RECYCLE.BIN/S-1-5/photo.jpg',
    '@eaDir/photo.jpg/SYNOPHOTO_THUMB_XL.jpg',
  ])('the system file %j is recognised', (path) => {
    expect(isSystemFile(path)).toBe(true);
  });

  it.each(['photo.jpg', '.gitignore', '.env', 'thumbs.db.jpg', 'Icon.png', '~notes.txt', 'a/b.c'])(
    'the file %j is not taken for a system file',
    (path) => {
      expect(isSystemFile(path)).toBe(false);
    },
  );

  it('system files are left out of a folder and of several files, and listed', () => {
    const photo = { name: 'photo.jpg', webkitRelativePath: 'Holiday/photo.jpg' };
    const resource = { name: 'photo.jpg', webkitRelativePath: '__MACOSX/photo.jpg' };
    const store = { name: '.DS_Store' };
    expect(leaveOutSystemFiles([photo, resource, store])).toEqual({
      files: [photo],
      leftOut: [resource, store],
    });
  });

  it('a system file that a user chooses by itself is uploaded', () => {
    const store = { name: '.DS_Store' };
    expect(leaveOutSystemFiles([store])).toEqual({ files: [store], leftOut: [] });
    expect(leaveOutSystemFiles([])).toEqual({ files: [], leftOut: [] });
  });
});
