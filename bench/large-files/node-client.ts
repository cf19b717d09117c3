// The client in Node, in a process of its own: what it did, and what it took.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { UploadProgress } from '../../client/airlock.ts';
import { collection, type LargeCloud } from './large-cloud.ts';

/** What an upload came to. */
export interface Sent {
  readonly fileId: string;
  /** From the first part sent to the answer of the completion. */
  readonly seconds: number;
  /** From `upload()` to the verdict. */
  readonly wholeSeconds: number;
  readonly resumedBytes: number;
}

/** What to upload. */
export interface NodeOptions {
  readonly path: string;
  readonly hash: boolean;
  /** Where it remembers; absent: nowhere. */
  readonly memory?: string;
}

/** What the process receives as its argument. */
export type NodeUpload = NodeOptions & Readonly<Record<'api' | 'token' | 'collection', string>>;

/** A line that the process prints: how far it is, or at its end what it did. */
export type NodeReport =
  | { readonly progress: UploadProgress }
  | { readonly sent: Sent; readonly apiCalls: number; readonly peakRssBytes: number };

/** Uploads a file to the end. */
export async function sendByNode(
  cloud: Pick<LargeCloud, 'addresses' | 'user'>,
  options: NodeOptions,
) {
  for await (const report of launch(cloud, options).reports)
    if ('sent' in report) return { ...report.sent, ...report };
  throw new Error('The client ended before the file was judged.');
}

/** Uploads a file and kills the process at half of the bytes; resolves with the bytes sent by then and the seconds since `upload()`. */
export async function killHalfWay(
  cloud: LargeCloud,
  options: NodeOptions,
): Promise<{ readonly sentBytes: number; readonly seconds: number }> {
  const { child, reports } = launch(cloud, options);
  let since: number | undefined;
  for await (const report of reports) {
    since ??= performance.now();
    if ('sent' in report) break;
    const { sentBytes, totalBytes } = report.progress;
    if (sentBytes < totalBytes / 2) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    return { sentBytes, seconds: (performance.now() - since) / 1000 };
  }
  throw new Error('The client ended before it was half way.');
}

function launch({ addresses, user }: Pick<LargeCloud, 'addresses' | 'user'>, options: NodeOptions) {
  const upload: NodeUpload = { ...options, api: addresses.api, token: user.token, collection };
  const script = join(import.meta.dirname, 'node-upload.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(upload)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, reports: read(createInterface(child.stdout)) };
}

async function* read(lines: AsyncIterable<string>): AsyncGenerator<NodeReport> {
  for await (const line of lines) yield JSON.parse(line) as NodeReport;
}
