// `node bench/judging/one-size.ts <kind> <bytes>`: judges one grown file in a process of its own and prints what it took.

import { grownFiles, nameOf } from '../../test/fixtures/grown/grown-files.ts';
import { inspectMade } from '../../test/fixtures/hostile/judge-sample.ts';
import type { SizeFigures } from './sizes.ts';

const [name = '', bytes = '0'] = process.argv.slice(2);
const kind = grownFiles.find((grown) => nameOf(grown) === name);
if (!kind) throw new Error(`No grown file is ${name}.`);

// The code is loaded and compiled before anything is measured.
await inspectMade(kind.grow(1));
const file = kind.grow(Number(bytes));
const since = process.cpuUsage();
const { evidence, bytesRead, requests } = await inspectMade(file);
const { user, system } = process.cpuUsage(since);
if (evidence.detectedType === undefined && evidence.text.kind !== 'plain')
  throw new Error(`${name} of ${bytes} bytes is not recognised.`);
const figures: SizeFigures = {
  size: file.size,
  bytesRead,
  requests,
  cpuSeconds: (user + system) / 1e6,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  expandedBytes: evidence.archive?.expandedBytes,
};
process.stdout.write(JSON.stringify(figures));
