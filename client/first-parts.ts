// The first parts of a large file, hashed before it is issued: their links then come with the answer.
import type { IssueRequest } from './contract.ts';
import { sha256OfPart } from './hash-part.ts';
import type { Job } from './job.ts';
import { partRange } from './part-plan.ts';

const MiB = 1024 ** 2;

/** How parts are cut by the size of the file; larger files are cut by the server. */
const cuts: readonly { readonly upToBytes: number; readonly partSize: number }[] = [
  // The smallest that S3 takes: so the last parts of a file end almost together.
  { upToBytes: 512 * MiB, partSize: 5 * MiB },
  { upToBytes: 8000 * MiB, partSize: 8 * MiB },
];
/** Milliseconds for which further parts are hashed before the request; each saves its lane a round trip. */
const hashMs = 80;

/** What is claimed about the parts, and what is known of them afterwards. */
export interface PreparedParts {
  readonly claim: Pick<IssueRequest, 'partSize' | 'firstParts'>;
  readonly hashes: ReadonlyMap<number, string>;
}

/** Prepares as many parts as there are lanes at the beginning, and at least one. */
export async function prepareFirstParts(
  { source, lanes }: Job,
  checksumParts: boolean,
): Promise<PreparedParts | undefined> {
  const totalBytes = source.size;
  const partSize = cuts.find(({ upToBytes }) => totalBytes <= upToBytes)?.partSize;
  if (!partSize) return undefined;
  const plan = { totalBytes, partSize, partCount: Math.ceil(totalBytes / partSize) };
  const count = Math.min(lanes.start, plan.partCount);
  const hashes = new Map<number, string>();
  const until = performance.now() + hashMs;
  for (let partNumber = 1; checksumParts && partNumber <= count; partNumber += 1) {
    const { start, end } = partRange(plan, partNumber);
    const hash = await sha256OfPart(source.slice(start, end));
    if (hash) hashes.set(partNumber, hash);
    if (!hash || performance.now() > until) break;
  }
  const firstParts = checksumParts
    ? Array.from(hashes.values(), (sha256) => ({ sha256 }))
    : Array.from({ length: count }, () => ({}));
  if (firstParts.length === 0) return undefined;
  return { claim: { partSize, firstParts }, hashes };
}
