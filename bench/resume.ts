// Bench: what it costs to resume after the uploading process was killed at half of the file.
import { startLargeCloud } from './large-files/large-cloud.ts';
import { makeLargeFile } from './large-files/large-file.ts';
import { killHalfWay, sendByNode } from './large-files/node-client.ts';
import { median } from './median.ts';
import { sized } from './small.ts';
import { type Table, within } from './table.ts';

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;
const rounds = sized(3, 1);
/** Four parts of 16 MiB were being sent. */
const maxResentBytes = 4 * 16 * MiB;

/** Uploads a file of `gib` GiB without and with a kill, in turns. */
export async function measureResume({ gib = sized(0.5, 0.125) } = {}): Promise<readonly Table[]> {
  const bytes = gib * GiB;
  await using cloud = await startLargeCloud();
  const path = cloud.path('large.txt');
  await makeLargeFile(path, bytes);
  const straight: number[] = [];
  const interrupted: number[] = [];
  const resent: number[] = [];
  const calls: number[] = [];
  // The first round starts the functions and counts for nothing.
  for (let round = 0; round <= rounds; round += 1) {
    const whole = await sendByNode(cloud, { path, hash: true });
    await cloud.discard(whole.fileId);
    const options = { path, hash: true, memory: cloud.path(`memory-${round}.json`) };
    const killed = await killHalfWay(cloud, options);
    const rest = await sendByNode(cloud, options);
    await cloud.discard(rest.fileId);
    if (round === 0) continue;
    straight.push(whole.wholeSeconds);
    interrupted.push(killed.seconds + rest.wholeSeconds);
    resent.push(killed.sentBytes - rest.resumedBytes);
    calls.push(rest.apiCalls);
  }
  const lost = median(interrupted) - median(straight);
  return [
    {
      title: `Resuming after kill -9 at half of ${gib} GiB`,
      headings: ['uninterrupted', 'killed and resumed', 'lost', 'sent again', 'API calls after'],
      rows: [
        [
          `${median(straight).toFixed(1)} s`,
          `${median(interrupted).toFixed(1)} s`,
          `${lost.toFixed(1)} s`,
          within(median(resent), maxResentBytes, (value) => `${(value / MiB).toFixed(0)} MiB`),
          String(median(calls)),
        ],
      ],
      notes: [
        `Median of ${rounds} rounds in turns, client in Node with hashing, from upload() to the verdict; starting Node is not counted.`,
      ],
    },
  ];
}
