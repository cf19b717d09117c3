// Synthesizes both stacks from stub bundles and a stub release: posture does not depend on what the functions do.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import shippedConfig from '../../airlock.config.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { createStacks } from '../../lib/app.ts';
import type { Release } from '../../lib/release.ts';
import { writeStubFunctions } from './stub-functions.ts';

/** An app that is not yet synthesized, in a directory of its own. */
export async function stubApp({
  config = shippedConfig,
  checked = false,
  release,
}: {
  config?: Config | undefined;
  checked?: boolean;
  /** Default: one stub asset and one stub document. */
  release?: Release;
}): Promise<{ app: App; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-stacks-'));
  const functionsDirectory = writeStubFunctions(join(directory, 'functions'));
  const part = (name: string) => join(directory, 'release', name);
  for (const [name, file] of [
    ['assets', 'index-abc123.js'],
    ['documents', 'index.html'],
    ['record', 'release.json'],
  ] as const) {
    await mkdir(part(name), { recursive: true });
    await writeFile(join(part(name), file), '');
  }
  const stubRelease = {
    assets: [{ directory: part('assets') }],
    documents: [{ directory: part('documents') }],
    recordDirectory: part('record'),
    extensionless: [],
  };
  const outdir = join(directory, 'cdk.out');
  const app = createStacks({
    config,
    functionsDirectory,
    release: release ?? stubRelease,
    outdir,
    checked,
  });
  return { app, remove: () => rm(directory, { recursive: true }) };
}

/** Both templates of a configuration. */
export async function synthesize(config?: Config): Promise<{ site: Template; media: Template }> {
  const { app, remove } = await stubApp({ config });
  const [site, media] = app.synth().stacks.map((stack) => Template.fromJSON(stack.template));
  await remove();
  if (!site || !media) throw new Error('Expected two stacks, the static one first.');
  return { site, media };
}

/** Properties of the only resource of this type, or of those whose logical id begins like this. */
export function only(template: Template, type: string, id = '') {
  const found = Object.entries(template.findResources(type)).filter(([name]) =>
    name.startsWith(id),
  );
  if (found.length !== 1) throw new Error(`Expected one ${type} ${id}, found ${found.length}.`);
  return found[0]?.[1].Properties;
}
