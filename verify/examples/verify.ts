// `npm run verify:examples`: every example, with the packed client installed, builds, renders and uploads to a local cloud.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { createAirlock } from '../../client/airlock.ts';
import { projectRoot } from '../../lib/project.ts';
import type { Addresses } from '../../local/controls.ts';
import { claimPort } from '../../local/ports.ts';
import { buildClient } from '../../packages/build/client.ts';
import { accessToken } from '../../test/access-token.ts';
import { npmStart, type StartedCloud } from '../../test/npm-start.ts';
import { inEmptyFolder, pack, quiet, run, step } from '../packages/steps.ts';
import { openBrowser, sendForm, servePages, uploadOnPage } from './pages.ts';
import { webhookSecret } from './webhook-secret.ts';

/** The examples of front ends and backends; `verify:packages` verifies the CDK app. */
const examples = [
  'vite-react',
  'plain-page',
  'plain-form',
  'node-script',
  'next',
  'express',
] as const;

/** How often the backend is asked for the attachment, twice a second. */
const ATTACH_ATTEMPTS = 120;

async function verify(home: string): Promise<void> {
  await buildClient();
  const tarball = await pack('packages/client', home);
  for (const name of examples)
    await cp(join(projectRoot, 'examples', name), join(home, name), {
      recursive: true,
      filter: (path) => !/[/\\](?:node_modules|dist|\.next)$/.test(path),
    });
  await step('npm install', () => install(home, tarball));
  const port = await claimPort(0);
  const backendPort = await claimPort(0);
  const formPort = await claimPort(0);
  const configFile = join(home, 'airlock.config.ts');
  await writeFile(configFile, configFor([port, formPort], backendPort));
  const cloud = await npmStart({ state: join(home, 'cloud'), configFile });
  try {
    await verifyWith(cloud.addresses, home, port);
    await step('plain-form uploads in Chromium without scripts', () =>
      sendForms(cloud.addresses, home, formPort),
    );
    await step('express keeps an attachment over two replacements', () =>
      attach(cloud, home, backendPort),
    );
  } finally {
    await cloud.stop();
  }
}

/** The configuration of this project for pages on more ports, with a webhook to a backend on another. */
function configFor(ports: readonly number[], backendPort: number): string {
  const more = {
    origins: ports.map((port) => `http://127.0.0.1:${port}`),
    events: {
      webhooks: [{ name: 'orders', url: `http://127.0.0.1:${backendPort}/hooks/airlock` }],
    },
  };
  return `import config from '${projectRoot}/airlock.config.ts';
    import { defineConfig } from '${projectRoot}/lambdas/config/config.ts';
    export default defineConfig({ ...config, ...${JSON.stringify(more)} });`;
}

/** Installs all examples at once, each with the tarball. */
async function install(home: string, tarball: string): Promise<string> {
  for (const name of examples) {
    const path = join(home, name, 'package.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/("@airlock\/client": )"[^"]+"/, `$1"file:${tarball}"`));
  }
  const root = { name: 'examples', private: true, workspaces: examples };
  await writeFile(join(home, 'package.json'), JSON.stringify(root));
  await run('npm', ['install', ...quiet], { cwd: home });
  return (await readdir(join(home, 'node_modules/@airlock/client'))).join(' ');
}

async function verifyWith(addresses: Addresses, home: string, port: number): Promise<void> {
  const { api, issuer, clientId } = addresses;
  const token = await accessToken(addresses);
  const note = join(home, 'note.txt');
  await writeFile(note, 'A line of text.\n');
  const npm = (name: string, script: string, env: Readonly<Record<string, string>> = {}) =>
    run('npm', ['run', '--silent', script], {
      cwd: join(home, name),
      env: { ...process.env, ...env, NEXT_TELEMETRY_DISABLED: '1' },
    });

  await step('node-script uploads', async () => {
    const env = { ...process.env, AIRLOCK_API: api, AIRLOCK_TOKEN: token };
    const cwd = join(home, 'node-script');
    return (await run(process.execPath, ['upload.js', note], { cwd, env })).stdout.trim();
  });
  await step('vite-react compiles and builds', async () => {
    const env = { VITE_AIRLOCK_API: api, VITE_AIRLOCK_ISSUER: issuer };
    await npm('vite-react', 'build', { ...env, VITE_AIRLOCK_CLIENT_ID: clientId });
    return (await readdir(join(home, 'vite-react/dist/assets'))).join(' ');
  });
  await step('plain-page is complete', async () => {
    await npm('plain-page', 'copy');
    await writeFile(join(home, 'plain-page/local.json'), JSON.stringify(addresses));
    return (await readdir(join(home, 'plain-page'))).join(' ');
  });
  await step('next compiles and builds', async () => {
    await npm('next', 'build', { NEXT_PUBLIC_AIRLOCK_API: api });
    return 'no error';
  });

  const browser = await openBrowser();
  let folder = '';
  const server = await servePages(port, () => folder);
  const site = `http://127.0.0.1:${port}/`;
  try {
    for (const [name, built] of [
      ['vite-react', 'dist'],
      ['plain-page', '.'],
    ] as const) {
      folder = join(home, name, built);
      await step(`${name} uploads in Chromium`, () => uploadOnPage(browser, site, note));
    }
    server.close();
    server.closeAllConnections();
    await step('next renders on the server and uploads in Chromium', async () => {
      const env = { AIRLOCK_ISSUER: issuer, AIRLOCK_CLIENT_ID: clientId };
      const next = join(home, 'node_modules/next/dist/bin/next');
      const args = [next, 'start', '--hostname', '127.0.0.1', '--port', String(port)];
      return whileRunning(args, { cwd: join(home, 'next'), env, ready: /Ready in/ }, async () => {
        const html = await (await fetch(site)).text();
        if (!html.includes('<section aria-label="Files to upload">')) throw new Error(html);
        return uploadOnPage(browser, site, note);
      });
    });
  } finally {
    await browser.close();
    server.close();
  }
}

/** Sends a document and a file that is none through the forms of one example, in a browser that runs no script. */
async function sendForms(addresses: Addresses, home: string, port: number): Promise<string> {
  const env = {
    AIRLOCK_API: addresses.api,
    AIRLOCK_TOKEN: await accessToken(addresses),
    PORT: String(port),
  };
  const backend = { cwd: join(home, 'plain-form'), env, ready: /Listening on (\S+)/ };
  const page = join(home, 'page.html');
  await writeFile(page, '<!doctype html><script>alert(1)</script>');
  const browser = await openBrowser();
  try {
    return await whileRunning(['server.js'], backend, async (site) => {
      const rejected = await sendForm(browser, site, page, 'Your document was rejected');
      const ready = await sendForm(browser, site, join(home, 'note.txt'), 'Your document is ready');
      return `${ready} ${rejected}`;
    });
  } finally {
    await browser.close();
  }
}

/**
 * Uploads a file with the script of one example; the webhook attaches it in the backend of another, which then starts again, gets
 * the same event once more, and has the present bytes under the id that it stored after two replacements.
 */
async function attach(cloud: StartedCloud, home: string, port: number): Promise<string> {
  const { api } = cloud.addresses;
  const token = await accessToken(cloud.addresses);
  const secret = await webhookSecret(cloud, '/Airlock-Media/webhook-secrets/orders/a');
  const env = { AIRLOCK_WEBHOOK_SECRET: secret, PORT: String(port) };
  const backend = { cwd: join(home, 'express'), env, ready: /Listening on (\S+)/ };
  const id = await whileRunning(['server.js'], backend, async (site) => {
    await run(process.execPath, ['upload.js', join(home, 'note.txt'), 'documents', 'order=1001'], {
      cwd: join(home, 'node-script'),
      env: { ...process.env, AIRLOCK_API: api, AIRLOCK_TOKEN: token },
    });
    return (await attachment(site, 1)).id;
  });
  return whileRunning(['server.js'], backend, async (site) => {
    const stored = await attachment(site, 1);
    if (stored.id !== id) throw new Error('The attachment is lost after a restart.');
    const airlock = createAirlock({ api, getToken: () => token });
    for (const text of ['Second text.', 'Third text.']) {
      const file = new File([text], 'note.txt', { type: 'text/plain' });
      const replaced = await airlock.upload(file, { collection: 'documents', replaces: id });
      if (replaced.id !== id) throw new Error('The replaced file has another id.');
    }
    await attachment(site, 3);
    await deliverAgain(site, secret, { id, sequence: stored.sequence });
    const last = await attachment(site, 3);
    const bytes = await (await fetch((await airlock.download(last.id)).url)).text();
    if (bytes !== 'Third text.') throw new Error(`The attachment has other bytes: ${bytes}`);
    return `${last.id} in version ${last.version}`;
  });
}

interface Attachment {
  readonly id: string;
  readonly version: number;
  readonly sequence: string;
}

/** The only attachment of the order, once the backend knows this version of it. */
async function attachment(site: string, version: number): Promise<Attachment> {
  for (let attempt = 0; attempt < ATTACH_ATTEMPTS; attempt += 1) {
    const order = (await (await fetch(`${site}/orders/1001`)).json()) as {
      attachments: Record<string, Omit<Attachment, 'id'>>;
    };
    const known = Object.entries(order.attachments).map(([id, rest]) => ({ id, ...rest }));
    if (known.length > 1) throw new Error('The order has a second attachment.');
    if (known[0]?.version === version) return known[0];
    await delay(500);
  }
  throw new Error(`The webhook about version ${version} did not arrive.`);
}

/** Delivers the first event about the file a second time. */
async function deliverAgain(
  site: string,
  secret: string,
  { id, sequence }: Pick<Attachment, 'id' | 'sequence'>,
): Promise<void> {
  const file = {
    id,
    owner: 'alice',
    version: 1,
    filename: 'note.txt',
    metadata: { order: '1001' },
  };
  const body = JSON.stringify({ type: 'FileReady', data: { type: 'FileReady', sequence, file } });
  const now = new Date();
  const response = await fetch(`${site}/hooks/airlock`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'evt_again',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('evt_again', now, body),
    },
    body,
  });
  if (response.status !== 204) throw new Error(`A repeated event is answered ${response.status}.`);
}

interface ProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The line that the program prints once it is ready; its first group is passed on. */
  readonly ready: RegExp;
}

/** Runs a program for as long as `work` takes. Throws with what it printed when it ends before it is ready. */
async function whileRunning<T>(
  args: readonly string[],
  { cwd, env, ready }: ProgramOptions,
  work: (printed: string) => Promise<T>,
): Promise<T> {
  const program = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env } });
  const closed = once(program, 'close');
  try {
    return await work(await readyLine(program, ready));
  } finally {
    program.kill();
    await closed;
  }
}

function readyLine(program: ChildProcess, ready: RegExp): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [program.stdout, program.stderr]) {
      if (!stream) continue;
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        const match = ready.exec(line);
        if (match) resolve(match[1] ?? '');
      });
    }
    program.once('close', () => reject(new Error(lines.join('\n'))));
  });
}

await inEmptyFolder(verify);
