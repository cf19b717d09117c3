// Runs as a process of its own: uploads one file by the client, counts its requests, and prints what happens line by line.
import { createAirlock } from '../../client/airlock.ts';
import { fileResumeStore, fileSource } from '../../client/node.ts';
import type { NodeReport, NodeUpload } from './node-client.ts';
import { startStopwatch } from './stopwatch.ts';

const upload = JSON.parse(process.argv[2] ?? '{}') as NodeUpload;
const { api, token, collection, path, hash, memory } = upload;
const report = (line: NodeReport): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

let apiCalls = 0;
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  if (String(input).startsWith(api)) apiCalls += 1;
  return fetch(input, init);
};

const stopwatch = startStopwatch();
const file = await createAirlock({ api, getToken: () => token }).upload(await fileSource(path), {
  collection,
  hash,
  ...(memory && { resumeStore: fileResumeStore(memory) }),
  onProgress(progress) {
    stopwatch.hear(progress);
    report({ progress });
  },
});
const peakRssBytes = process.resourceUsage().maxRSS * 1024;
report({ sent: stopwatch.read(file.id), apiCalls, peakRssBytes });
