import { describe, expect, it } from 'vitest';
import { groupInWords, groupRefusals, leftOutInWords } from '../../web/refusals.ts';
import { noTakerInWords } from '../../web/words.ts';

describe('files that were not sent', () => {
  it('are grouped by their reason, in the order in which each came first', () => {
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
      '2 files were not sent. No.',
      'b.txt was not sent. Empty.',
    ]);
  });

  it('are called by a name of their type, else by their ending, never by a technical name', () => {
    expect(noTakerInWords('application/zip', 'a.zip')).toMatch(/\(ZIP archive\)/);
    expect(noTakerInWords('application/octet-stream', 'game.ROM')).toMatch(/\(\.rom\)/);
    expect(noTakerInWords('application/octet-stream', 'README')).toMatch(/\(without an ending\)/);
  });
});

describe('system files that were left out', () => {
  it('are counted, and the first few are named', () => {
    expect(leftOutInWords(['.DS_Store'])).toBe('1 system file was left out: .DS_Store.');
    expect(leftOutInWords(['.DS_Store', '.DS_Store', 'Thumbs.db'])).toBe(
      '3 system files were left out: .DS_Store, Thumbs.db.',
    );
    expect(leftOutInWords(['._a', '._b', '._c', '._d'])).toBe(
      '4 system files were left out: ._a, ._b, ._c and others.',
    );
  });
});
