// node upload.js <path> [collection] [name=text …]: uploads a file with metadata; after an interruption the same command continues it.
import { createAirlock, FileRejectedError } from '@airlock/client';
import { fileResumeStore, fileSource } from '@airlock/client/node';

const { AIRLOCK_API: api, AIRLOCK_TOKEN: token } = process.env;
const [path, collection = 'documents', ...pairs] = process.argv.slice(2);
if (!api || !token || !path) {
  console.error('AIRLOCK_API=… AIRLOCK_TOKEN=… node upload.js <path> [collection] [name=text …]');
  process.exit(2);
}

const airlock = createAirlock({ api, getToken: () => token });
try {
  const file = await airlock.upload(await fileSource(path), {
    collection,
    metadata: Object.fromEntries(pairs.map((pair) => pair.split('='))),
    resumeStore: fileResumeStore('.uploads.json'),
    onProgress: ({ phase, sentBytes, totalBytes }) =>
      process.stderr.write(`\r${phase} ${Math.floor((100 * sentBytes) / totalBytes)} % `),
  });
  process.stderr.write('\n');
  console.log(JSON.stringify({ id: file.id, status: file.status, contentType: file.contentType }));
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(error instanceof FileRejectedError ? 3 : 1);
}
