import { describe, expect, it } from 'vitest';
import { groupInWords, groupRefusals, leftOutInWords } from '../../web/refusals.ts';
import { noTakerInWords } from '../../web/words.ts';

describe('refused files', () => {
  it('groups refused files by reason, in the order of the first file of each reason', () => {
    const groups = groupRefusals([
      { name: 'a.exe', reason: 'No.' },
      { name: 'b.txt', reason: 'Empty.' },
      { name: 'c.exe', reason: 'No.' },
    ]);
    expect(groups).toEqual([
      { reason: 'No.', names: ['a.exe', 'c.exe'] },
      { reason: 'Empty.', names: ['b.txt'] },
    ]);
    expect(groups.map(groupInWords)).toEqual([
      '2 files were not uploaded. No.',
      'b.txt was not uploaded. Empty.',
    ]);
  });

  it('names the type of a refused file, or its extension, but never a content type', () => {
    expect(noTakerInWords('application/zip', 'a.zip')).toMatch(/\(ZIP archive\)/);
    expect(noTakerInWords('application/octet-stream', 'game.ROM')).toMatch(/\(\.rom\)/);
    expect(noTakerInWords('application/octet-stream', 'README')).toMatch(
      /\(without an extension\)/,
    );
  });
});

describe('skipped system files', () => {
  it('the message about skipped system files counts them and names the first three', () => {
    expect(leftOutInWords(['.DS_Store'])).toBe('1 system file was skipped: .DS_Store.');
    expect(leftOutInWords(['.DS_Store', '.DS_Store', 'Thumbs.db'])).toBe(
      '3 system files were skipped: .DS_Store, Thumbs.db.',
    );
    expect(leftOutInWords(['._a', '._b', '._c'])).toBe(
      '3 system files were skipped: ._a, ._b, ._c.',
    );
    expect(leftOutInWords(['._a', '._b', '._c', '._d'])).toBe(
      '4 system files were skipped: ._a, ._b, ._c and others.',
    );
  });
});
