// `node bench/judging/one-size.ts <type> <bytes>`: judges one grown file in a process of its own and prints what it took.

import { grownFiles } from '../../test/fixtures/grown/grown-files.ts';
import { inspectMade } from '../../test/fixtures/hostile/judge-sample.ts';
import type { SizeFigures } from './sizes.ts';

const [type = '', bytes = '0'] = process.argv.slice(2);
const kind = grownFiles.find((grown) => grown.type === type);
if (!kind) throw new Error(`No grown file is a ${type}.`);

// The code is loaded and compiled before anything is measured.
await inspectMade(kind.grow(1));
const file = kind.grow(Number(bytes));
const since = process.cpuUsage();
const { evidence, bytesRead, requests } = await inspectMade(file);
const { user, system } = process.cpuUsage(since);
const figures: SizeFigures = {
  size: file.size,
  bytesRead,
  requests,
  cpuSeconds: (user + system) / 1e6,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  expandedBytes: evidence.archive?.expandedBytes,
  isReadable: evidence.detectedType !== undefined || evidence.text.kind === 'plain',
};
process.stdout.write(JSON.stringify(figures));
