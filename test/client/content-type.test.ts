import { expect, it } from 'vitest';
import { claimedType } from '../../client/content-type.ts';

it.each([
  ['text/plain;charset=utf-8', 'a.txt', 'text/plain'],
  ['IMAGE/PNG', 'a.png', 'image/png'],
  ['', 'README.MD', 'text/markdown'],
  ['', 'photo.heic', 'image/heic'],
  ['', 'archive.tar.xz', 'application/octet-stream'],
  ['', 'constructor', 'application/octet-stream'],
  ['', 'x.constructor', 'application/octet-stream'],
])('claims for type "%s" and name %s the type %s', (type, name, claimed) => {
  expect(claimedType(type, name)).toBe(claimed);
});
