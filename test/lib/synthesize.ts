// Synthesizes both stacks from stub bundles and a stub page: posture does not depend on what the functions do.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import shippedConfig from '../../airlock.config.ts';
import type { Config } from '../../lambdas/domain/config.ts';
import { functionNames } from '../../lambdas/functions.ts';
import { createStacks } from '../../lib/app.ts';

/** An app that is not yet synthesized, in a directory of its own. */
export async function stubApp({
  config = shippedConfig,
  checked = false,
}: {
  config?: Config | undefined;
  checked?: boolean;
}): Promise<{ app: App; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-stacks-'));
  const functionsDir = join(directory, 'functions');
  const pageDir = join(directory, 'page');
  for (const name of functionNames) {
    await mkdir(join(functionsDir, name), { recursive: true });
    await writeFile(join(functionsDir, name, 'index.mjs'), `export const handler = '${name}';\n`);
  }
  await mkdir(join(pageDir, 'assets'), { recursive: true });
  await writeFile(join(pageDir, 'index.html'), '<!doctype html>');
  await writeFile(join(pageDir, 'assets', 'index-abc123.js'), '');
  const outdir = join(directory, 'cdk.out');
  const app = createStacks({ config, functionsDir, pageDir, outdir, checked });
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
