// An embedded S3 in a separate process, so that a test can kill it. Prints its URL, then events.
import { startS3 } from '../../../local/s3/server.ts';

const [directory = '', mode = 'deliver'] = process.argv.slice(2);

const s3 = await startS3({
  directory,
  port: 0,
  region: 'us-east-1',
  credentialOf: (id) => (id === 'AKIA' ? { secretAccessKey: 'secret' } : undefined),
  onObjectCreated: async (event) => {
    // With `hang` the process is killed between the store and the end of the delivery.
    console.log(JSON.stringify(event));
    if (mode === 'hang') await new Promise(() => {});
  },
});
await s3.putBucket('bucket', { versioned: true, corsRules: [] });
console.log(s3.url);
