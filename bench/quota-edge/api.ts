// The same uploads as any caller sends them: through gateway, authorizer and function.
import type { File } from '../../client/airlock.ts';
import { AirlockRefusal } from '../../client/errors.ts';
import type { Usage } from '../../lambdas/domain/quota.ts';
import { repeat } from '../at-once.ts';
import { startTemporaryCloud } from '../temporary.ts';
import { issue, signIn, textClaim, type User } from '../user.ts';

/** What came of the uploads at the edge. */
export interface Edge {
  readonly name: string;
  readonly admitted: number;
  readonly refused: number;
  /** How often a caller was asked to retry. */
  readonly waited: number;
  readonly limits: Usage;
  /** The owner's counters afterwards. */
  readonly counted: Usage;
  /** What the owner's records add up to. */
  readonly kept: Usage;
  /** Requests to DynamoDB, where they can be counted. */
  readonly requests?: number;
  readonly seconds: number;
}

const callers = 32;

/** Issues as a user whose quota holds `room` of the files; `callers` requests at once. */
export async function issueThroughApi(
  name: string,
  { issues, room }: { readonly issues: number; readonly room: number },
): Promise<Edge> {
  await using cloud = await startTemporaryCloud();
  const user = await signIn(cloud.addresses, 'bob');
  const { limits } = await user.airlock.usage();
  // Fewer uploads are larger ones, so that as many fit as have to.
  const claim = textClaim(limits.bytes / room);
  const since = performance.now();
  const outcomes = await repeat(issues, callers, () => hadRoom(issue(user, claim)));
  const seconds = (performance.now() - since) / 1000;
  const admitted = outcomes.filter(Boolean).length;
  const files = await listAll(user);
  return {
    name,
    admitted,
    refused: issues - admitted,
    waited: 0,
    limits,
    counted: await user.airlock.usage(),
    kept: { bytes: files.reduce((sum, file) => sum + file.size, 0), files: files.length },
    seconds,
  };
}

/** False when the quota is used up. Throws for any other failure. */
const hadRoom = (issuing: Promise<unknown>): Promise<boolean> =>
  issuing.then(
    () => true,
    (error: unknown) => {
      if (error instanceof AirlockRefusal && error.code === 'quota_exceeded') return false;
      throw error;
    },
  );

async function listAll({ airlock }: User): Promise<readonly File[]> {
  const all: File[] = [];
  let cursor: string | undefined;
  do {
    const page = await airlock.list({ limit: 100, ...(cursor && { cursor }) });
    all.push(...page.files);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}
