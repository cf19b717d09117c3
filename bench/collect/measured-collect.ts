// Collects in a process of its own, so that its memory can be measured. Arguments: source, destination. Prints JSON.
import { collect } from '../../collect/collect.ts';
import { defineStatic } from '../../lambdas/config/static-config.ts';

const [root = '', outdir = ''] = process.argv.slice(2);
const startedAt = performance.now();
await collect({
  settings: defineStatic({ sources: [{ directory: '.' }] }),
  root,
  outdir,
  now: Date.now,
});
const seconds = (performance.now() - startedAt) / 1000;
const peakBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ seconds, peakBytes }));
