// Bench: the cost of resuming after the uploading process was killed at half of the file.
import { GiB, MiB } from '../lambdas/domain/sizes.ts';
import { makeLargeFile, startLargeCloud } from './large-files/large-cloud.ts';
import { killHalfWay, sendByNode } from './large-files/node-client.ts';
import { median, medianRatio, takeTurns } from './measure.ts';
import { amount, sized } from './options.ts';
import { inSeconds, mebibytes, type Table, tableOf, times, within } from './table.ts';

const rounds = sized(3, 1);
/** At most 16 parts of 8 MiB were being sent. */
const maxResentBytes = 16 * 8 * MiB;

/** Uploads a file of `--gib` GiB without and with a kill, in turns. */
export async function measureResume(): Promise<Table> {
  const gib = amount('gib', 0.5, 1 / 8);
  await using cloud = await startLargeCloud();
  const path = cloud.path('large.txt');
  await makeLargeFile(path, gib * GiB);
  const uploadTwice = async (turn: number) => {
    const whole = await sendByNode(cloud, { path, hash: true });
    await cloud.discard(whole.fileId);
    const options = { path, hash: true, memory: cloud.path(`memory-${turn}.json`) };
    const killed = await killHalfWay(cloud, options);
    const rest = await sendByNode(cloud, options);
    await cloud.discard(rest.fileId);
    return {
      straight: whole.wholeSeconds,
      interrupted: killed.seconds + rest.wholeSeconds,
      resent: killed.sentBytes - rest.resumedBytes,
      calls: rest.apiCalls,
    };
  };
  // The first round starts the functions.
  const uploads = await takeTurns({ uploadTwice }, { rounds, warmUps: sized(1, 0) });
  const series = (figure: 'straight' | 'interrupted' | 'resent' | 'calls') =>
    uploads('uploadTwice').map((each) => each[figure]);
  const [straight, interrupted] = [series('straight'), series('interrupted')];
  return tableOf(
    `Resuming after kill -9 at half of ${gib} GiB`,
    [
      {
        uninterrupted: inSeconds(median(straight)),
        'killed and resumed': inSeconds(median(interrupted)),
        'of uninterrupted': times(medianRatio(interrupted, straight)),
        lost: inSeconds(median(interrupted) - median(straight)),
        'sent again': within(median(series('resent')), maxResentBytes, mebibytes),
        'API calls after': median(series('calls')),
      },
    ],
    `Median of ${rounds} rounds in turns, client in Node with hashing, from upload() to the verdict; starting Node is not counted.`,
  );
}
