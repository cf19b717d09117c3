// Measures how long Node takes to import a module, which Lambda bills and a caller waits for at each cold start.
import { pathToFileURL } from 'node:url';
import { takeTurns } from '../measure.ts';
import { run } from '../process.ts';

// CPU time, not the clock's: a start in Lambda is CPU-bound, and whatever else runs on this machine does not count.
const probe = `
const before = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000));`;

// The environment of a start, without variables of this process.
const env = {
  AWS_REGION: 'us-east-1',
  TABLE_NAME: 't',
  MEDIA_BUCKET: 'b',
  PUBLIC_BUCKET: 'p',
  STATIC_BUCKET: 's',
  MEDIA_ORIGIN: 'https://media.example.com',
  MEDIA_DISTRIBUTION: 'd',
  CURSOR_KEY: 'k',
  PUBLICATIONS_QUEUE: 'https://sqs.us-east-1.amazonaws.com/1/p',
  SCANS_QUEUE: 'https://sqs.us-east-1.amazonaws.com/1/s',
  VARIANTS_QUEUE: 'https://sqs.us-east-1.amazonaws.com/1/v',
  VARIANT_RESULTS_QUEUE: 'https://sqs.us-east-1.amazonaws.com/1/r',
  EVENT_BUS: 'default',
  EVENT_SOURCE: 'airlock.Bench',
  TRUSTED_ISSUER: 'https://issuer.example.com',
  TRUSTED_AUDIENCES: 'bench',
  USER_POOL_ID: 'us-east-1_bench',
  WEBHOOK_NAME: 'bench',
  WEBHOOK_URL: 'https://shop.example.com/',
  WEBHOOK_QUEUE: 'https://sqs.us-east-1.amazonaws.com/1/w',
  WEBHOOK_SECRETS: '/bench/webhook-secrets/bench/a',
};

/**
 * Least CPU milliseconds to import each file: every round imports every file once, each in a fresh process. The least,
 * because a busy machine costs CPU time too (shared caches, cores that share a clock).
 */
export async function measureStartUps(
  files: readonly string[],
  rounds: number,
): Promise<ReadonlyMap<string, number>> {
  const ways = files.map((file) => [file, () => importOnce(file)]);
  const milliseconds = await takeTurns<number>(Object.fromEntries(ways), { rounds, warmUps: 0 });
  return new Map(files.map((file) => [file, Math.min(...milliseconds(file))]));
}

async function importOnce(file: string): Promise<number> {
  const args = ['--input-type=module', '--eval', probe, pathToFileURL(file).href];
  const { stdout } = await run(process.execPath, args, { env });
  return Number(stdout);
}
