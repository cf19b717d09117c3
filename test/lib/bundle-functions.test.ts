import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import {
  allFunctionNames,
  functionEnvironment,
  inspectingFunctions,
} from '../../lambdas/functions.ts';
import { bundleFunctions } from '../../lib/bundle-functions.ts';
import { addImageLibrary } from '../../lib/image-library.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-bundles-'));
  await bundleFunctions({ outdir: join(directory, 'functions') });
  addImageLibrary(join(directory, 'functions', 'make-variants'), 'machine');
  // The construct writes it there for a deployment, see lib/function-code.ts.
  const config = defineConfig({ collections: { notes: { types: ['text/plain'], maxBytes: 1 } } });
  for (const name of allFunctionNames) {
    await writeFile(join(directory, 'functions', name, 'config.json'), JSON.stringify(config));
  }
});
afterAll(() => rm(directory, { recursive: true }));

/** The functions that call nothing of AWS. */
const withoutAws: readonly string[] = ['authorize-request', 'describe-api', 'refuse-route'];

const bundlePath = (name: string) => join(directory, 'functions', name, 'index.mjs');

describe('bundleFunctions', () => {
  it.each(allFunctionNames)('the bundle %s stays within its budget', async (name) => {
    const reads: readonly string[] = functionEnvironment[name];
    const maxKB =
      (reads.some((name) => name.endsWith('_BUCKET')) ? 600 : 400) +
      // CloudFront's client alone has 207 KB, and no caller waits for the functions that invalidate to start.
      (reads.includes('MEDIA_DISTRIBUTION') ? 210 : 0);
    expect((await stat(bundlePath(name))).size).toBeLessThanOrEqual(maxKB * 1024);
  });

  it('every bundle starts with nothing but its environment and exports a handler', async () => {
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

  it('a bundle takes its credentials from the environment, as Lambda provides them', async () => {
    for (const name of allFunctionNames) {
      const bundle = await readFile(bundlePath(name), 'utf8');
      expect(bundle.includes('AWS_SESSION_TOKEN'), name).toBe(!withoutAws.includes(name));
      expect(bundle.includes('AssumeRoleWithWebIdentity'), name).toBe(false);
    }
  });
});
