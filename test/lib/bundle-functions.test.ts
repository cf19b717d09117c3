import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allFunctionNames,
  functionEnvironment,
  inspectingFunctions,
} from '../../lambdas/functions.ts';
import { bundleFunctions } from '../../lib/bundle-functions.ts';
import { projectRoot } from '../../lib/project.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-bundles-'));
  const domainConfig = JSON.stringify(join(projectRoot, 'lambdas', 'config', 'config.ts'));
  await writeFile(
    join(directory, 'chosen.config.ts'),
    `import { defineConfig } from ${domainConfig};
     export default defineConfig({ collections: { 'only-here': { types: ['image/png'], maxBytes: 1 } } });`,
  );
  await bundleFunctions({
    configFile: join(directory, 'chosen.config.ts'),
    outdir: join(directory, 'functions'),
  });
});
afterAll(() => rm(directory, { recursive: true }));

const bundlePath = (name: string) => join(directory, 'functions', name, 'index.mjs');

describe('bundleFunctions', () => {
  it.each(allFunctionNames)('keeps %s within its budget', async (name) => {
    const reads: readonly string[] = functionEnvironment[name];
    const maxKB =
      (reads.some((name) => name.endsWith('_BUCKET')) ? 600 : 400) +
      // CloudFront's client alone has 207 KB, and nobody waits for the functions that invalidate to start.
      (reads.includes('MEDIA_DISTRIBUTION') ? 210 : 0);
    expect((await stat(bundlePath(name))).size).toBeLessThanOrEqual(maxKB * 1000);
  });

  it('makes modules that start with nothing but their environment and export a handler', async () => {
    const modules = allFunctionNames.map((name) => pathToFileURL(bundlePath(name)).href);
    const script = `for (const url of ${JSON.stringify(modules)}) console.log(typeof (await import(url)).handler);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        env: {
          AWS_REGION: 'us-east-1',
          ...Object.fromEntries(
            Object.values(functionEnvironment)
              .flat()
              .map((name) => [name, `the ${name}`]),
          ),
        },
      },
    );
    expect(stdout.trim().split('\n')).toEqual(allFunctionNames.map(() => 'function'));
  });

  it('puts the inspecting thread beside the functions that validate uploads, without the AWS SDK', async () => {
    for (const name of inspectingFunctions) {
      const thread = await readFile(
        join(directory, 'functions', name, 'inspect-worker.mjs'),
        'utf8',
      );
      expect(thread).not.toContain('amazonaws');
    }
  });

  it('puts the chosen configuration into the functions', async () => {
    const bundle = await readFile(bundlePath('issue-upload'), 'utf8');
    expect(bundle).toContain('only-here');
    expect(bundle).not.toContain('avatars');
  });

  it('leaves credentials to the environment, as Lambda provides them', async () => {
    for (const name of allFunctionNames) {
      const bundle = await readFile(bundlePath(name), 'utf8');
      expect(bundle).toContain('AWS_SESSION_TOKEN');
      expect(bundle).not.toContain('AssumeRoleWithWebIdentity');
    }
  });
});
