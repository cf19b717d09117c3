import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectRoot } from '../../lib/project.ts';
import { placeWith } from './trees.ts';

const config = (field: string) =>
  `import { defineConfig } from '${projectRoot}/lambdas/config/config.ts';
export default defineConfig({ collections: { a: { types: ['image/png'], maxBytes: 1 } }, ${field} });`;

/** Runs the command with this configuration; the exit code, and what it printed. */
async function collectBy(field: (site: string) => string) {
  const place = placeWith({ 'index.html': '<img src="a.png">', 'a.png': 'x' });
  place.write({ 'airlock.config.ts': config(field(join(place.root, 'site'))) }, '.');
  return promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'bin/collect.ts'), '--outdir', place.outdir],
    { env: { ...process.env, AIRLOCK_CONFIG: join(place.root, 'airlock.config.ts') } },
  ).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }) => ({ code, text: stderr }),
  );
}

it('collects what the configuration names, and says how much', async () => {
  const { code, text } = await collectBy(
    (site) => `static: { sources: [{ directory: '${site}' }] }`,
  );
  expect(text).toMatch(/^Collected 2 files into .* in [\d.]+ s\.\n$/);
  expect(code).toBe(0);
});

it('fails where there is nothing to collect, and says what to do', async () => {
  const { code, text } = await collectBy(() => '');
  expect(text).toContain(
    "names no static files; add such as static: { sources: [{ directory: 'front' }] }",
  );
  expect(code).toBe(1);
});

it('unknown arguments and a wrong configuration are answered with a message', async () => {
  const typo = await promisify(execFile)(process.execPath, [
    join(projectRoot, 'bin/collect.ts'),
    '--outdri',
    'x',
  ]).catch(({ code, stderr }) => ({ code, stderr }));
  expect(typo).toMatchObject({ code: 2 });
  expect(typo.stderr).toMatch(/^Unknown option '--outdri'\n\nUsage: airlock collect /);

  const { code, text } = await collectBy(() => "static: { sources: 'front' }");
  expect(text).toMatch(/static\.sources/);
  expect(text).not.toMatch(/\n\s+at /);
  expect(code).toBe(2);
});
