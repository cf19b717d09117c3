// `airlock start` in a folder with its own app, and a script that uploads to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { servers } from '../../local/addresses.ts';
import type { Addresses } from '../../local/controls.ts';
import { accessToken } from '../../test/access-token.ts';
import { claimPortsInARow } from '../../test/free-ports.ts';
import { run } from './steps.ts';

/** Starts the app of the folder, uploads a text to it by `upload.js`, and stops it. Returns the result. */
export async function startAndUpload(folder: string): Promise<string> {
  const state = join(folder, '.airlock');
  const port = String(await claimPortsInARow(servers.length));
  const cli = join(folder, 'node_modules/airlock/dist/cli.js');
  const child = spawn(process.execPath, [cli, 'start', '--port', port, '--state', state], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const lines: string[] = [];
  const ready = Promise.withResolvers<boolean>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('Ready')) ready.resolve(true);
    });
  }
  child.once('close', () => ready.resolve(false));
  if (!(await ready.promise)) throw new Error(`airlock start ended with:\n${lines.join('\n')}`);
  try {
    const addresses = JSON.parse(await readFile(join(state, 'local.json'), 'utf8')) as Addresses;
    const file = await upload(folder, addresses);
    if (file.status !== 'ready') throw new Error(JSON.stringify(file));
    const said = lines.filter((line) => /^(left out|roles are not)/.test(line));
    const letters = await run(
      process.execPath,
      [cli, 'redrive', 'uploads', '--local', '--state', state],
      { cwd: folder },
    );
    return [`${file.filename} is ready`, ...said, letters.stdout.trim()].join('; ');
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
}

async function upload(folder: string, addresses: Addresses) {
  const path = join(folder, 'note.txt');
  await writeFile(path, 'A note.\n'.repeat(100));
  const token = await accessToken(addresses);
  const args = ['upload.js', addresses.api, token, path, 'contracts'];
  const { stdout } = await run(process.execPath, args, { cwd: folder });
  return JSON.parse(stdout) as { readonly status: string; readonly filename: string };
}
