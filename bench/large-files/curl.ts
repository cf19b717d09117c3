// The limit: the same parts by the same signed links, sent by curl, which does nothing but send.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { secondsOf } from '../measure.ts';
import { issue } from '../user.ts';
import { collection, type LargeCloud, makeLargeFile } from './large-cloud.ts';

/** As many as the client in Node begins with. */
const concurrency = 8;
const maxPartsPerCall = 100;

/** Sends as many bytes to links that the API has signed; returns the seconds of the sending. Throws when there is no curl. */
export async function sendByCurl(
  cloud: Pick<LargeCloud, 'path' | 'user'>,
  bytes: number,
): Promise<number> {
  const claim = { collection, filename: 'by-curl.txt', contentType: 'text/plain', size: bytes };
  const { file, upload } = await issue(cloud.user, claim);
  if (upload?.kind !== 'multipart') throw new Error('The upload was not issued in parts.');
  const part = cloud.path('part');
  await makeLargeFile(part, upload.partSize);
  const links = await signAll(cloud, file.id, Math.floor(bytes / upload.partSize));
  const transfers = links.map((url) => `url = "${url}"\nupload-file = "${part}"\n`);
  const script = cloud.path('curl.txt');
  await writeFile(script, transfers.join(''));
  const seconds = await secondsOf(() => run(script));
  await cloud.user.api.remove(file.id);
  return seconds;
}

/** Links to all whole parts. */
async function signAll(
  { user }: Pick<LargeCloud, 'user'>,
  fileId: string,
  count: number,
): Promise<string[]> {
  const links: string[] = [];
  while (links.length < count) {
    const length = Math.min(maxPartsPerCall, count - links.length);
    const parts = Array.from({ length }, (_, index) => ({ partNumber: links.length + 1 + index }));
    links.push(...(await user.api.signParts(fileId, parts)).map(({ url }) => url));
  }
  return links;
}

async function run(script: string): Promise<void> {
  const options = ['--no-progress-meter', '--fail', '--header', 'Expect:'];
  const parallel = ['--parallel', '--parallel-immediate', '--parallel-max', String(concurrency)];
  const curl = spawn('curl', [...options, ...parallel, '--output', '/dev/null', '-K', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(curl, 'exit');
  if (code !== 0) throw new Error(`curl ended with ${code}.`);
}
