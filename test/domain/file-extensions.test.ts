// Which extensions files of a type have, and which extension a filename ends with.

import { expect, it } from 'vitest';
import { extensionsInUse } from '../../lambdas/domain/extensions-in-use.ts';
import { extensionIn, extensionsOf, typeByName } from '../../lambdas/domain/file-extensions.ts';

it.each([
  ['image/png', ['.png', '.apng']],
  ['image/jpg', ['.jpg', '.jpeg', '.jpe', '.jfif', '.jif', '.pjpeg']],
  ['application/x-unheard-of', ['.bin']],
  ['constructor', ['.bin']],
])('files of type %s may be saved with %j, the own extension first', (type, expected) => {
  const extensions = extensionsOf(type);
  expect(extensions[0]).toBe(expected[0]);
  expect([...extensions].sort()).toEqual([...expected].sort());
});

it.each([
  ['photo.PNG', '.png'],
  ['archive.tar.gz', '.gz'],
  ['.htaccess', '.htaccess'],
  ['README', ''],
  ['dot.', ''],
  ['', ''],
  ['film.m\u212av', '.m\u212av'],
])('the extension in %j is %j', (name, extension) => {
  expect(extensionIn(name)).toBe(extension);
});

it('a name without an extension that is in use suggests no type', () => {
  expect(typeByName('photo.png')).toBe('image/png');
  expect(typeByName('photo')).toBeUndefined();
  expect(typeByName('photo.unheardof')).toBeUndefined();
});

it('the extensions in use are those of known and of dangerous types', () => {
  expect(extensionsInUse.has('.png')).toBe(true);
  expect(extensionsInUse.has('.exe')).toBe(true);
  expect(extensionsInUse.has('')).toBe(false);
});
