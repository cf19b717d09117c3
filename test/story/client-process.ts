// A separate process that uploads a file with the real client, so that a test can kill it half way. Arguments: API, token, path
// of the file, path of what it remembers. Prints each report of its progress.
import { createAirlock } from '../../client/airlock.ts';
import { fileResumeStore, fileSource } from '../../client/node.ts';

const [api = '', token = '', path = '', memory = ''] = process.argv.slice(2);

const { id } = await createAirlock({ api, getToken: () => token }).upload(await fileSource(path), {
  collection: 'everything',
  resumeStore: fileResumeStore(memory),
  concurrency: 1,
  onProgress: (progress) => process.stdout.write(`${JSON.stringify(progress)}\n`),
});
process.stdout.write(`${JSON.stringify({ id })}\n`);
