// Makes the cloud assembly in this process, by the same code as `cdk synth`.
import { rm } from 'node:fs/promises';
import type { Prebuilt } from '../lib/app.ts';
import { CannotStartError } from './cannot-start.ts';

/** Bundles and synthesizes into `outdir`; returns it. Throws {@link CannotStartError} with what is wrong with the configuration. */
export async function synthesize(options: {
  outdir: string;
  configFile?: string;
  /** Functions and page that are built already. Default: see `createApp`. */
  prebuilt?: Prebuilt;
  log(line: string): void;
}): Promise<string> {
  const { outdir, configFile, prebuilt, log } = options;
  // Every change leaves an asset behind under another hash.
  await rm(outdir, { recursive: true, force: true });
  try {
    const bundled = performance.now();
    const { createApp } = await import('../lib/app.ts');
    const app = await createApp({
      outdir,
      imageLibrary: 'machine',
      ...(configFile && { configFile }),
      ...(prebuilt && { prebuilt }),
    });
    const synthesized = performance.now();
    log(`bundle  ${Math.round(synthesized - bundled)} ms`);
    app.synth();
    log(`synth   ${Math.round(performance.now() - synthesized)} ms`);
    return outdir;
  } catch (error) {
    throw new CannotStartError(error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
