// Starts `npm start` and one browser for all page tests, and checks that no process is left at the end.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { npmStart, processesNaming, type StartedCloud } from '../npm-start.ts';
import { leaveRunDirectory, runDirectory } from '../run-directory.ts';
import { HOOK_MS } from '../time-limits.ts';
import { findChromium, howToGetChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where no Chromium is installed: page tests are skipped. */
    stage: Stage | undefined;
  }
}

/** The environment of the page tests. */
export interface Stage {
  readonly site: string;
  readonly api: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly s3: string;
  readonly mediaBucket: string;
  readonly dynamodb: string;
  readonly table: string;
  /** An access key of the local S3 and DynamoDB. */
  readonly credentials: StartedCloud['credentials'];
  /** The WebSocket endpoint of the running browser. */
  readonly browserEndpoint: string;
}

const browserArguments = [
  // Root in a container cannot use the sandbox, and only our own page is visited.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default async function setup(project: TestProject) {
  const executablePath = findChromium();
  if (!executablePath) {
    project.provide('stage', undefined);
    printAtExit(`NO CHROMIUM FOUND: the page was NOT tested in a browser. ${howToGetChromium}`);
    return;
  }
  project.provide('runDirectory', runDirectory);
  await using started = new AsyncDisposableStack();
  const stateDirectory = join(runDirectory, 'page');
  started.defer(() => leaveRunDirectory('page'));
  const cloud = await npmStart({
    state: stateDirectory,
    // Uses parts that are small enough for a test.
    configFile: join(import.meta.dirname, 'airlock.config.ts'),
  });
  started.defer(() => stop(cloud, stateDirectory));
  const browser = await chromium.launchServer({
    executablePath,
    args: browserArguments,
    timeout: HOOK_MS,
  });
  started.defer(() => browser.close());
  const { site, api, issuer, clientId, s3, mediaBucket, dynamodb, table } = cloud.addresses;
  project.provide('stage', {
    ...{ site, api, issuer, clientId, s3, mediaBucket, dynamodb, table },
    credentials: cloud.credentials,
    browserEndpoint: browser.wsEndpoint(),
  });
  const running = started.move();
  return () => running.disposeAsync();
}

async function stop(cloud: StartedCloud, stateDirectory: string): Promise<void> {
  const code = await cloud.stop('SIGTERM');
  if (code !== 0) {
    throw new Error(`npm start ended with ${code}, not 0:\n${cloud.lines.join('\n')}`);
  }
  const left = processesNaming(stateDirectory);
  if (left.length > 0)
    throw new Error(`npm start left these processes running: ${left.join('; ')}`);
}

// Printed after the summary, where it stays visible.
function printAtExit(sentence: string): void {
  process.once('exit', () => process.stderr.write(`\n${sentence}\n`));
}
