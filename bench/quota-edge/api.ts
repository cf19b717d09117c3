// The same thousand as a stranger sends them: through gateway, authorizer and function.
import type { Usage } from '../../lambdas/domain/quota.ts';
import { startTemporaryCloud } from '../temporary-cloud.ts';
import { signIn } from '../throughput/api-client.ts';

/** What came of a thousand uploads at the edge. */
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
  { issues, fileBytes, room }: { issues: number; fileBytes: number; room: number },
): Promise<Edge> {
  await using cloud = await startTemporaryCloud();
  const api = await signIn(cloud.addresses, 'bob');
  const { limits } = await api.usage();
  if (limits.bytes !== room * fileBytes) throw new Error(`The limit is ${limits.bytes} bytes.`);
  const claim = {
    collection: 'documents',
    filename: 'note.txt',
    contentType: 'text/plain',
    size: fileBytes,
  };
  let begun = 0;
  let admitted = 0;
  let refused = 0;
  const since = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (begun < issues) {
        begun += 1;
        if (await api.issueIfRoom(claim)) admitted += 1;
        else refused += 1;
      }
    }),
  );
  const seconds = (performance.now() - since) / 1000;
  const files = await api.listAll();
  return {
    name,
    admitted,
    refused,
    waited: 0,
    limits,
    counted: await api.usage(),
    kept: { bytes: files.reduce((sum, { size }) => sum + size, 0), files: files.length },
    seconds,
  };
}
