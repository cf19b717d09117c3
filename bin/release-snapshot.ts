// What `npm run release-snapshot` runs: writes down what later releases must leave alone of this one.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readSpecification } from '../doctor/specification.ts';
import { keptResources } from '../doctor/upgrade.ts';
import { projectRoot } from '../lib/project.ts';
import { synthesizeTemplates } from '../lib/synthesize-templates.ts';
import packageJson from '../package.json' with { type: 'json' };

const { version } = packageJson;
const tagged = execFileSync('git', ['tag', '--list', `v${version}`], { encoding: 'utf8' }).trim();

if (tagged) {
  process.stderr.write(`${tagged} is released; raise the version in package.json first.\n`);
  process.exitCode = 1;
} else {
  const directory = join(projectRoot, 'test/lib/releases');
  const file = join(directory, `${version}.json`);
  const resources = keptResources(await synthesizeTemplates(), await readSpecification());
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${JSON.stringify(resources, null, 2)}\n`);
  const count = Object.keys(resources).length;
  process.stdout.write(`Wrote ${count} resources to ${relative(projectRoot, file)}.\n`);
}
