// Starts a real `npm start` and one browser for all page tests, and checks that the cloud leaves nothing behind.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { npmStart, processesNaming, type StartedCloud } from '../npm-start.ts';
import { leaveRunDirectory, runDirectory } from '../run-directory.ts';
import { findChromium, howToGetChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where no Chromium is installed: page tests are skipped. */
    stage: Stage | undefined;
  }
}

/** What page tests play on. */
export interface Stage {
  readonly site: string;
  readonly api: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly s3: string;
  readonly mediaBucket: string;
  /** A key to look behind the API with. */
  readonly credentials: StartedCloud['credentials'];
  /** Where the running browser is steered from. */
  readonly browserEndpoint: string;
}

const browserArguments = [
  // A container's root may not use the sandbox, and nothing but our own page is visited.
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
    sayAtTheEnd(`NO CHROMIUM FOUND: the page was NOT tested in a browser. ${howToGetChromium}`);
    return;
  }
  project.provide('runDirectory', runDirectory);
  await using started = new AsyncDisposableStack();
  const stateDirectory = join(runDirectory, 'page');
  started.defer(() => leaveRunDirectory('page'));
  const cloud = await npmStart({
    state: stateDirectory,
    // Sends files in parts that are small enough for a test.
    configFile: join(import.meta.dirname, 'airlock.config.ts'),
  });
  started.defer(() => stop(cloud, stateDirectory));
  const browser = await chromium.launchServer({ executablePath, args: browserArguments });
  started.defer(() => browser.close());
  const { site, api, issuer, clientId, s3, mediaBucket } = cloud.addresses;
  project.provide('stage', {
    ...{ site, api, issuer, clientId, s3, mediaBucket },
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
  if (left.length > 0) throw new Error(`npm start has left running: ${left.join('; ')}`);
}

// Above the summary it would scroll away.
function sayAtTheEnd(sentence: string): void {
  process.once('exit', () => process.stderr.write(`\n${sentence}\n`));
}
