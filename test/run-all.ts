// `npm run test:all`: everything that `npm test` leaves out. Every step runs, whatever came of those before.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { projectRoot } from '../lib/project.ts';

/** Where an `npm test` before this one has kept what its clouds did; the permission report is about all clouds. */
const kept = process.env.AIRLOCK_RUN_DIRECTORY;
const hasStory = kept !== undefined && readdirSync(kept).includes('story');

const projects = ['heavy', ...(hasStory ? [] : ['story']), 'page', 'rights', 'benches'];

const steps: readonly (readonly [script: string, ...parameters: string[]])[] = [
  ['node_modules/vitest/vitest.mjs', 'run', ...projects.flatMap((name) => ['--project', name])],
  ['test/mutation/run.ts', '--changed'],
];

let isGreen = true;
for (const step of steps) {
  const { status } = spawnSync(process.execPath, [...step], { cwd: projectRoot, stdio: 'inherit' });
  if (status !== 0) isGreen = false;
}
process.exitCode = isGreen ? 0 : 1;
