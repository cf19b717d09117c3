// A separate process that uploads a file and is killed in the middle; its arguments are the API, the path, and where to remember.
import { createAirlock } from '../../client/airlock.ts';
import { fileResumeStore, fileSource } from '../../client/node.ts';

const [api = '', path = '', memory = ''] = process.argv.slice(2);
const airlock = createAirlock({ api, getToken: () => 'token' });
await airlock.upload(await fileSource(path), {
  collection: 'videos',
  concurrency: 1,
  resumeStore: fileResumeStore(memory),
});
