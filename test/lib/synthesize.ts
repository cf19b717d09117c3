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

/** An app that is not yet synthesized, in a new directory. */
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

/** A template as JSON. */
type TemplateJson = Parameters<typeof Template.fromJSON>[0];

/** Both templates of each configuration that was synthesized in this process. */
const synthesized = new Map<string, Promise<readonly TemplateJson[]>>();

/** Both templates of a configuration; a configuration is synthesized once. */
export async function synthesize(
  config: Config = shippedConfig,
): Promise<{ site: Template; media: Template }> {
  const key = JSON.stringify(config);
  const templates = synthesized.get(key) ?? templatesOf(config);
  synthesized.set(key, templates);
  // Copies, because a test may change what it gets.
  const [site, media] = structuredClone(await templates).map((each) => Template.fromJSON(each));
  if (!site || !media) throw new Error('Expected two stacks, the static one first.');
  return { site, media };
}

async function templatesOf(config: Config): Promise<readonly TemplateJson[]> {
  const { app, remove } = await stubApp({ config });
  try {
    return app.synth().stacks.map(({ template }) => template);
  } finally {
    await remove();
  }
}

/** Properties of the only resource of this type, or of those whose logical id begins like this. */
export function only(template: Template, type: string, id = '') {
  const found = Object.entries(template.findResources(type)).filter(([name]) =>
    name.startsWith(id),
  );
  if (found.length !== 1) throw new Error(`Expected one ${type} ${id}, found ${found.length}.`);
  return found[0]?.[1].Properties;
}

/** The origin of the site, as the template of the media stack has it. */
export const siteOrigin = {
  'Fn::GetStackOutput': { StackName: 'Airlock-Static', OutputName: 'SiteUrl' },
} as const;
