// Makes the cloud assembly in this process, by the same code as `cdk synth`.
import { rm } from 'node:fs/promises';
import { CannotStartError } from './cannot-start.ts';

/** Bundles and synthesizes into `outdir`; returns it. Throws {@link CannotStartError} with what is wrong with the configuration. */
export async function synthesize(options: {
  outdir: string;
  configFile?: string;
  log(line: string): void;
}): Promise<string> {
  const { outdir, configFile, log } = options;
  // Every change leaves an asset behind under another hash.
  await rm(outdir, { recursive: true, force: true });
  try {
    const bundled = performance.now();
    const { createApp } = await import('../lib/app.ts');
    const app = await createApp({
      outdir,
      imageLibrary: 'machine',
      ...(configFile && { configFile }),
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
