// The upper limit of the speed: curl sends the same parts by the same signed links, and does nothing else.
import { writeFile } from 'node:fs/promises';
import { secondsOf } from '../measure.ts';
import { run } from '../process.ts';
import { issue, type User } from '../user.ts';
import { collection, makeLargeFile } from './large-cloud.ts';

const options = [
  ...['--no-progress-meter', '--fail', '--header', 'Expect:', '--output', '/dev/null'],
  // As many at once as the client in Node begins with.
  ...['--parallel', '--parallel-immediate', '--parallel-max', '8'],
];
const maxPartsPerCall = 100;

/**
 * Sends as many bytes to links that the API has signed; returns the seconds of the sending. `path` names files that are made
 * for it. Throws when there is no curl.
 */
export async function sendByCurl(
  user: User,
  bytes: number,
  path: (name: string) => string,
): Promise<number> {
  const claim = { collection, filename: 'by-curl.txt', contentType: 'text/plain', size: bytes };
  const { file, upload } = await issue(user, claim);
  if (upload?.kind !== 'multipart') throw new Error('The upload was not issued in parts.');
  const part = path('part');
  await makeLargeFile(part, upload.partSize);
  const count = Math.floor(bytes / upload.partSize);
  const partNumbers = Array.from({ length: count }, (_, index) => ({ partNumber: index + 1 }));
  const links: string[] = [];
  while (links.length < count) {
    const parts = partNumbers.slice(links.length, links.length + maxPartsPerCall);
    links.push(...(await user.api.signParts(file.id, parts)).map(({ url }) => url));
  }
  const script = path('curl.txt');
  const transfers = links.map((url) => `url = "${url}"\nupload-file = "${part}"\n`);
  await writeFile(script, transfers.join(''));
  const seconds = await secondsOf(() => run('curl', [...options, '--config', script]));
  await user.api.remove(file.id);
  return seconds;
}
