// Tests two releases of a front end: an open tab of the first keeps working until its release is pruned.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadObjectCommand, NotFound, S3Client } from '@aws-sdk/client-s3';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { daysAfter } from '../../lambdas/domain/time.ts';
import { createApp } from '../../lib/app.ts';
import { projectRoot } from '../../lib/project.ts';
import { servers } from '../../local/addresses.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { claimPortsInARow } from '../free-ports.ts';
import { makeStateDirectory } from '../run-directory.ts';
import { WAIT_MS } from '../time-limits.ts';
import { browser, stage, watchFaults } from './visit.ts';

const keepReleasesDays = 7;

/** A page with a stylesheet, an image that never changes, and a panel that is loaded on demand. */
const release = (name: string): Record<string, string> => ({
  'index.html': `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${name}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="./style.css" />
        <script type="module" src="./main.js"></script>
      </head>
      <body><h1>${name}</h1><img src="./flag.svg" alt="A flag" /><button>Open</button><p></p></body>
    </html>`,
  'style.css': `h1 { color: teal; } h1::after { content: ' in ${name} colours'; }`,
  'main.js': `document.querySelector('button').onclick = async () => {
      const { panel } = await import('./panel.js');
      document.querySelector('p').textContent = panel;
    };`,
  'panel.js': `export const panel = 'Panel of ${name}';`,
  'flag.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8H0z"/></svg>',
});

let directory: string;
let stateDirectory: string;
let basePort: number;
let cloud: Cloud;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-releases-'));
  basePort = await claimPortsInARow(servers.length);
  stateDirectory = await makeStateDirectory(inject('runDirectory'), 'page-releases');
  const modules = JSON.stringify(join(projectRoot, 'lambdas', 'config', 'config.ts'));
  await writeFile(
    join(directory, 'airlock.config.ts'),
    `import { defineConfig } from ${modules};
     export default defineConfig({
       collections: { notes: { types: ['text/plain'], maxBytes: 1000 } },
       site: {
         page: false,
         sources: [{ directory: ${JSON.stringify(join(directory, 'dist'))}, immutable: ['assets'] }],
         keepReleasesDays: ${keepReleasesDays},
       },
     });`,
  );
});
afterAll(async () => {
  await cloud?.stop();
  await rm(directory, { recursive: true });
});

/** Builds a release and deploys it: the cloud restarts with the same state and ports. */
async function deploy(name: string): Promise<void> {
  const root = join(directory, 'source');
  await rm(root, { recursive: true, force: true });
  await cp(await written(name), root, { recursive: true });
  await build({
    ...{ root, configFile: false, logLevel: 'error' },
    build: { outDir: join(directory, 'dist'), emptyOutDir: true, assetsInlineLimit: 0 },
  });
  const app = await createApp({
    configFile: join(directory, 'airlock.config.ts'),
    // One directory per release: the CDK caches the assemblies that it wrote in this process.
    outdir: join(directory, `cdk.out-${name}`),
  });
  const assemblyDirectory = app.synth().directory;
  await cloud?.stop();
  cloud = await startCloud({
    stateDirectory,
    basePort,
    assemblyDirectory,
  });
}

async function written(name: string): Promise<string> {
  const folder = await mkdtemp(join(directory, 'release-'));
  for (const [file, content] of Object.entries(release(name))) {
    await writeFile(join(folder, file), content);
  }
  return folder;
}

interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly faults: readonly string[];
  /** The page's requests, each with its status and Cache-Control. */
  readonly asked: { readonly path: string; readonly status: number; readonly cache: string }[];
}

async function visit(): Promise<Visit> {
  if (!browser) throw new Error('A page test runs without a browser.');
  const context = await browser.newContext();
  context.setDefaultTimeout(WAIT_MS);
  const faults = await watchFaults(context);
  const page = await context.newPage();
  const asked: Visit['asked'] = [];
  page.on('response', (response) => {
    const { pathname, origin } = new URL(response.url());
    if (origin !== cloud.addresses.site) return;
    const cache = response.headers()['cache-control'] ?? '';
    asked.push({ path: pathname, status: response.status(), cache });
  });
  await page.goto(cloud.addresses.site, { waitUntil: 'networkidle' });
  return { context, page, faults, asked };
}

const lookOf = ({ page }: Visit) =>
  page.evaluate(() => {
    const heading = document.querySelector('h1');
    return {
      heading: heading?.textContent,
      style: heading && getComputedStyle(heading, '::after').content,
      imageWidth: document.querySelector('img')?.naturalWidth,
    };
  });

async function openPanel({ page }: Visit): Promise<string | null> {
  await page.getByRole('button', { name: 'Open' }).click();
  await page.waitForFunction(() => document.querySelector('p')?.textContent);
  return page.locator('p').textContent();
}

const pathsOf = ({ asked }: Visit, like: RegExp): string[] =>
  asked.map(({ path }) => path).filter((path) => like.test(path));

/** Whether the bucket has the object; an edge may cache it for longer. */
async function isStored(path: string | undefined): Promise<boolean> {
  const { addresses, credentials } = cloud;
  const s3 = new S3Client({
    ...{ credentials, endpoint: addresses.s3, region: 'us-east-1', forcePathStyle: true },
  });
  const object = { Bucket: addresses.staticBucket, Key: `site${path}` };
  return s3.send(new HeadObjectCommand(object)).then(
    () => true,
    (error) => {
      if (error instanceof NotFound) return false;
      throw error;
    },
  );
}

const prune = (days: number) =>
  cloud.fireSchedule('PruningSchedule', new Date(daysAfter(new Date(), days)));

describe.skipIf(!stage)('a release', () => {
  let first: Visit;
  beforeAll(async () => {
    await deploy('one');
    first = await visit();
  });
  afterAll(() => first?.context.close());

  it('a release loads completely, with a content hash in the name of every asset', async () => {
    expect(await lookOf(first)).toEqual({
      heading: 'one',
      style: '" in one colours"',
      imageWidth: 8,
    });
    const assets = first.asked.filter(({ path }) => path !== '/');
    expect(assets.map(({ path }) => path).sort()).toEqual([
      expect.stringMatching(/^\/assets\/flag-[\w-]{8}\.svg$/),
      expect.stringMatching(/^\/assets\/index-[\w-]{8}\.css$/),
      expect.stringMatching(/^\/assets\/index-[\w-]{8}\.js$/),
    ]);
    for (const each of assets) {
      expect(each).toMatchObject({ status: 200, cache: 'public,max-age=31536000,immutable' });
    }
  });

  describe('that another replaces', () => {
    let second: Visit;
    let panels: readonly (string | null)[];
    beforeAll(async () => {
      await deploy('two');
      second = await visit();
      panels = [await openPanel(first), await openPanel(second)];
    });
    afterAll(() => second?.context.close());

    it('a replaced release keeps working in open tabs, while new tabs get the next release', async () => {
      expect(await lookOf(second)).toMatchObject({ heading: 'two', style: '" in two colours"' });
      expect(panels).toEqual(['Panel of one', 'Panel of two']);
      expect(pathsOf(second, /flag/)).toEqual(pathsOf(first, /flag/));
    });

    it('a replaced release is kept for the configured days', async () => {
      const [panelOfOne] = pathsOf(first, /panel/);
      await prune(keepReleasesDays - 1);
      expect(await isStored(panelOfOne)).toBe(true);
    });

    it('a replaced release is pruned after the configured days, except for assets of the current release', async () => {
      const [panelOfOne] = pathsOf(first, /panel/);
      const [panelOfTwo] = pathsOf(second, /panel/);
      const [flag] = pathsOf(second, /flag/);
      await prune(keepReleasesDays + 1);
      expect(await isStored(panelOfOne)).toBe(false);
      expect([await isStored(panelOfTwo), await isStored(flag)]).toEqual([true, true]);
    });

    it('a new tab loads the current release after the pruning, and no tab had a fault', async () => {
      const third = await visit();
      expect(await lookOf(third)).toMatchObject({ heading: 'two', imageWidth: 8 });
      await third.context.close();
      expect([first, second, third].flatMap(({ faults }) => faults)).toEqual([]);
    });
  });
});
