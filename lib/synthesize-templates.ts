// Synthesizes both templates from the current sources, for commands that do not deploy.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app.ts';

/** A stack's name and its template. */
export interface SynthesizedTemplate {
  readonly name: string;
  readonly template: Record<string, unknown>;
}

/**
 * Bundles and synthesizes, with the image library that is installed anyway, in a separate directory, which is deleted afterwards;
 * `cdk.out` stays as it was.
 */
export async function synthesizeTemplates(): Promise<readonly SynthesizedTemplate[]> {
  const outdir = await mkdtemp(join(tmpdir(), 'airlock-templates-'));
  try {
    const { stacks } = (await createApp({ outdir, imageLibrary: 'machine' })).synth();
    return stacks.map(({ stackName, template }) => ({ name: stackName, template }));
  } finally {
    await rm(outdir, { recursive: true });
  }
}
