import { appendFileSync, type PathOrFileDescriptor, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readWhole } from '../../collect/read-whole.ts';
import { stampOf } from '../../collect/stamp.ts';
import { placeWith } from './trees.ts';

/** A file, its stamp, and a read during which the file is appended to `times` times. */
function changing(times: number) {
  const file = join(placeWith({ 'a.css': 'a{}' }).root, 'site/a.css');
  let left = times;
  const read = ((path: PathOrFileDescriptor) => {
    const bytes = readFileSync(path);
    if (left > 0) appendFileSync(file, 'b{}');
    left -= 1;
    return bytes;
  }) as typeof readFileSync;
  return { file, seen: stampOf(file), read };
}

it('a file that changes while it is read is read again', () => {
  const { file, seen, read } = changing(1);
  expect(readWhole(file, seen, read).bytes.toString()).toBe('a{}b{}');
});

it('a file that has changed since it was seen is read as it is now', () => {
  const { file, seen, read } = changing(0);
  appendFileSync(file, 'c{}');
  expect(readWhole(file, seen, read).bytes.toString()).toBe('a{}c{}');
});

it('a file that does not come to rest is an error', () => {
  const { file, seen, read } = changing(2);
  expect(() => readWhole(file, seen, read)).toThrow('was changed while it was collected');
});
