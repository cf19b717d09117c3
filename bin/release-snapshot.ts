// `npm run release-snapshot`: records the parts of this release that later releases must not change.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readSpecification } from '../doctor/specification.ts';
import { keptResources } from '../doctor/upgrade.ts';
import { projectRoot } from '../lib/project.ts';
import { synthesizeTemplates } from '../lib/synthesize-templates.ts';
import packageJson from '../package.json' with { type: 'json' };
import { runCommand } from './run-command.ts';

const { version } = packageJson;
const usage = `Usage: npm run release-snapshot

Records, under test/lib/releases, the resources of this version that later ones must not change. Refuses to touch the
record of a version that is tagged: raise the version in package.json first.`;

/** This version is released, so its record is history. */
class AlreadyReleasedError extends Error {}

await runCommand({ usage, options: {}, foreseen: [AlreadyReleasedError] }, async () => {
  if (isTagged()) {
    throw new AlreadyReleasedError(
      `v${version} is released; raise the version in package.json first.`,
    );
  }
  const directory = join(projectRoot, 'test/lib/releases');
  const file = join(directory, `${version}.json`);
  const resources = keptResources(await synthesizeTemplates(), await readSpecification());
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${JSON.stringify(resources, null, 2)}\n`);
  const count = Object.keys(resources).length;
  process.stdout.write(`Wrote ${count} resources to ${relative(projectRoot, file)}.\n`);
  return 0;
});

function isTagged(): boolean {
  const list = ['tag', '--list', `v${version}`];
  return execFileSync('git', list, { cwd: projectRoot, encoding: 'utf8' }).trim() !== '';
}
