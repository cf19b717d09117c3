// Runs in a child process: judges one generated file, and returns the cost.
import { grownFiles, nameOf } from '../../test/fixtures/grown/grown-files.ts';
import { inspectMade } from '../../test/fixtures/hostile/judge-sample.ts';
import { cpuSecondsOf } from '../measure.ts';
import { ownPeakBytes } from '../process.ts';

/** Judges a file of a kind, named as in the table, of so many bytes. */
export async function judgeOne(name: string, bytes: number) {
  const kind = grownFiles.find((grown) => nameOf(grown) === name);
  if (!kind) throw new Error(`No grown file is ${name}.`);
  // The code is loaded and compiled before anything is measured.
  await inspectMade(kind.grow(1));
  const file = kind.grow(bytes);
  const { seconds: cpuSeconds, result } = await cpuSecondsOf(() => inspectMade(file));
  const { evidence, bytesRead, requests } = result;
  if (evidence.detectedType === undefined && evidence.text.kind !== 'plain')
    throw new Error(`${name} of ${bytes} bytes is not recognised.`);
  return {
    size: file.size,
    bytesRead,
    requests,
    cpuSeconds,
    /** Of the whole process, Node included. */
    peakBytes: ownPeakBytes(),
    /** Of an archive, or a document that is one. */
    expandedBytes: evidence.archive?.expandedBytes,
  };
}
