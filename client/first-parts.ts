// The first parts of a large file, hashed before it is issued: their links then come with the answer.
import type { IssueRequest } from './contract.ts';
import { sha256OfPart } from './hash-part.ts';
import type { Job } from './job.ts';
import { evenPartSize, partRange } from './part-plan.ts';

/** Milliseconds for which further parts are hashed before the request; each saves its lane a round trip. */
const hashMs = 80;

/** The claim about the parts, and their hashes afterwards. */
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
  const partSize = evenPartSize(totalBytes, lanes.max);
  if (!partSize) return undefined;
  const plan = { totalBytes, partSize, partCount: Math.ceil(totalBytes / partSize) };
  const count = Math.min(lanes.start, plan.partCount);
  const hashes = new Map<number, string>();
  const until = performance.now() + hashMs;
  let next = 1;
  const hashSome = async () => {
    while (checksumParts && next <= count && performance.now() < until) {
      const partNumber = next;
      next += 1;
      const { start, end } = partRange(plan, partNumber);
      const hash = await sha256OfPart(source.slice(start, end));
      if (!hash) return;
      hashes.set(partNumber, hash);
    }
  };
  await Promise.all([hashSome(), hashSome()]);
  const firstParts = checksumParts
    ? [...hashes].toSorted(([a], [b]) => a - b).map(([, sha256]) => ({ sha256 }))
    : Array.from({ length: count }, () => ({}));
  if (firstParts.length === 0) return undefined;
  return { claim: { partSize, firstParts }, hashes };
}
