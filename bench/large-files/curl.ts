// The limit: the same parts by the same signed links, sent by curl, which does nothing but send.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { collection, type LargeCloud } from './large-cloud.ts';
import { makeLargeFile } from './large-file.ts';

/** The client's own default. */
const concurrency = 4;
const maxPartsPerCall = 100;

/** Sends as many bytes to links that the API has signed; returns the seconds of the sending. Throws when there is no curl. */
export async function sendByCurl(cloud: LargeCloud, bytes: number): Promise<number> {
  const { file, upload } = await cloud.api.issue({
    collection,
    filename: 'by-curl.txt',
    contentType: 'text/plain',
    size: bytes,
  });
  if (upload?.kind !== 'multipart') throw new Error('The upload was not issued in parts.');
  const part = cloud.path('part');
  await makeLargeFile(part, upload.partSize);
  const links = await signAll(cloud, file.id, Math.floor(bytes / upload.partSize));
  const transfers = links.map((url) => `url = "${url}"\nupload-file = "${part}"\n`);
  const script = cloud.path('curl.txt');
  await writeFile(script, transfers.join(''));
  const since = performance.now();
  await run(script);
  const seconds = (performance.now() - since) / 1000;
  await cloud.api.remove(file.id);
  return seconds;
}

/** Links to all whole parts. */
async function signAll({ api }: LargeCloud, fileId: string, count: number): Promise<string[]> {
  const links: string[] = [];
  while (links.length < count) {
    const length = Math.min(maxPartsPerCall, count - links.length);
    const numbers = Array.from({ length }, (_, index) => links.length + 1 + index);
    links.push(...(await api.signParts(fileId, numbers)).map(({ url }) => url));
  }
  return links;
}

async function run(script: string): Promise<void> {
  const options = ['--no-progress-meter', '--fail', '--header', 'Expect:'];
  const parallel = ['--parallel', '--parallel-max', String(concurrency)];
  const curl = spawn('curl', [...options, ...parallel, '--output', '/dev/null', '-K', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(curl, 'exit');
  if (code !== 0) throw new Error(`curl ended with ${code}.`);
}
