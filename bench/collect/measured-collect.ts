// Runs in a child process, so that its memory can be measured: collects a site.
import { collect } from '../../collect/collect.ts';
import { defineStatic } from '../../lambdas/config/static-config.ts';
import { secondsOf } from '../measure.ts';
import { ownPeakBytes } from '../process.ts';

/** Collects `root` into `outdir`; returns the cost. */
export async function collectSite(root: string, outdir: string) {
  const settings = defineStatic({ sources: [{ directory: '.' }] });
  const seconds = await secondsOf(() => collect({ settings, root, outdir, now: Date.now }));
  return { seconds, peakBytes: ownPeakBytes() };
}
