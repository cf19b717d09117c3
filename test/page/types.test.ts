// Tests files on disk for which the browser reports a wrong type or none.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { typeName } from '../../lambdas/domain/content-types.ts';
import { choose } from './actions.ts';
import { fixture, settled, signIn } from './people.ts';
import { it } from './visit.ts';

it('files whose type the browser does not know are uploaded with their detected type', async ({
  visit,
}) => {
  const files: Readonly<Record<string, readonly [content: string | Buffer, type: string]>> = {
    'read me.markdown': ['# Title\n\nText\n', 'text/markdown'],
    'table.csv': ['a,b\n1,2\n', 'text/csv'],
    'film.mkv': [await fixture('fixture.mkv'), 'video/matroska'],
    'scan.jfif': [await fixture('fixture.jpg'), 'image/jpeg'],
    'no extension': [await fixture('fixture.gif'), 'image/gif'],
    'words.log': ['Started.\nStopped.\n', 'text/plain'],
  };
  const folder = await mkdtemp(join(tmpdir(), 'airlock-types-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, [content]] of Object.entries(files)) {
    await writeFile(join(folder, name), content);
  }
  const page = await visit();
  await signIn(page, 'alice');
  await choose(
    page,
    Object.keys(files).map((name) => join(folder, name)),
  );
  for (const [name, [, type]] of Object.entries(files)) {
    expect(await settled(page, name), name).toMatchObject({
      status: 'Ready',
      type: typeName(type),
    });
  }
});
