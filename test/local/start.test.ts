import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servers } from '../../local/addresses.ts';
import { claimPortsInARow } from '../free-ports.ts';
import { npmStartInVain } from '../npm-start.ts';
import { expectCleanEnd } from './clean-end.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-start-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('npm start', () => {
  it('npm start prints every address, ends with 0 on SIGINT and leaves no process', async () => {
    await expectCleanEnd(join(directory, 'SIGINT'), 'SIGINT');
  });

  it('npm start says which port is in use and how to start on others', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const state = join(directory, 'port');
    const { code, text } = await npmStartInVain(['--port', String(port), '--state', state]);
    server.close();
    expect(code).toBe(1);
    expect(text).toBe(
      `Port ${port} is in use; stop what uses it, or start on other ports with --port N.`,
    );
  });

  it.each([
    [['--prot', '5000'], "Unknown option '--prot'"],
    [['--port', '0'], '--port must be a number from 1 to 65530, not 0.'],
    [['--state='], '--state requires a directory.'],
  ])('npm start refuses %j and prints its options', async (args, sentence) => {
    const { code, text } = await npmStartInVain(args);
    expect(code).toBe(1);
    expect(text).toContain(sentence);
    expect(text).toContain('--state directory  where files, records and queues are kept');
  });

  it('npm start refuses a configuration that does not exist, and keeps no state of it', async () => {
    const state = join(directory, 'config');
    const config = join(directory, 'nowhere.config.ts');
    const port = String(await claimPortsInARow(servers.length));
    const { code, text } = await npmStartInVain([
      ...['--config', config],
      ...['--state', state],
      ...['--port', port],
    ]);
    expect(code).toBe(1);
    expect(text).toContain('nowhere.config.ts');
    await expect(access(join(state, 'local.json'))).rejects.toThrow('ENOENT');
  });
});
