// A local cloud of its own, whose collections demand a scan, and what a person does with it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import type { File as FileRecord } from '../../lambdas/contract.ts';
import type { ScannerInput } from '../../lambdas/domain/scanner-config.ts';
import { type CloudOptions, startCloud } from '../../local/cloud.ts';
import { synthesize } from '../../local/synthesize.ts';

const configModule = join(import.meta.dirname, '..', '..', 'lambdas', 'domain', 'config.ts');

/** Synthesizes the collections `strict`, which refuses what cannot be scanned, and `patient`, which holds it. */
export async function synthesizeScanned(scanner: ScannerInput) {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-scanned-'));
  const configFile = join(directory, 'scanned.config.ts');
  await writeFile(
    configFile,
    `import { defineConfig } from ${JSON.stringify(configModule)};
     const notes = { types: ['text/plain', 'application/zip'], maxBytes: 5_000_000 };
     export default defineConfig({
       scanner: ${JSON.stringify(scanner)},
       collections: {
         strict: { ...notes, scan: true },
         patient: { ...notes, scan: { onUnscannable: 'hold' } },
       },
     });`,
  );
  const assemblyDirectory = join(directory, 'cdk.out');
  await synthesize({ outdir: assemblyDirectory, configFile, log: () => {} });
  return { assemblyDirectory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Starts a cloud from what was synthesized. */
export async function startScannedCloud(
  options: Pick<CloudOptions, 'assemblyDirectory' | 'clamd' | 'log'>,
) {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'airlock-scanned-'));
  const cloud = await startCloud({ stateDirectory, ...options });
  const { api, issuer, clientId } = cloud.addresses;
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'password', username: 'alice', password: 'x' },
      ...{ client_id: clientId, scope: 'openid' },
    }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const airlock = createAirlock({ api, getToken: () => access_token });

  /** Sends a file and gives its record as soon as it waits for the scanner, or is past it. */
  async function send(
    text: string | Uint8Array<ArrayBuffer>,
    claim: { collection?: string; replaces?: string; type?: string } = {},
  ): Promise<FileRecord> {
    const { collection = 'strict', replaces, type = 'text/plain' } = claim;
    const issued = Promise.withResolvers<string>();
    const task = airlock.upload(new File([text], 'note.txt', { type }), {
      collection,
      ...(replaces && { replaces }),
      onProgress: ({ fileId }) => fileId && issued.resolve(fileId),
    });
    // What becomes of it after its issue is asked of the API, which knows of what waits, too.
    task.catch(issued.reject);
    const id = await issued.promise;
    return until(id, ({ status, pendingReason }) => status !== 'pending' || !!pendingReason);
  }

  /** Waits until a file is as it is wanted. */
  const until = (id: string, isWanted: (file: FileRecord) => boolean): Promise<FileRecord> =>
    vi.waitFor(
      async () => {
        const file = await airlock.get(id);
        if (!isWanted(file)) throw new Error(`still ${file.status} ${file.pendingReason}`);
        return file;
      },
      { timeout: 25_000, interval: 50 },
    );

  return {
    cloud,
    airlock,
    send,
    until,
    /** Waits for the end of a scan: a verdict, or that the file is held. */
    scanned: async (file: FileRecord) =>
      until(
        file.id,
        ({ status, pendingReason }) => status !== 'pending' || pendingReason === 'held',
      ),
    async stop() {
      await cloud.stop();
      await rm(stateDirectory, { recursive: true, force: true });
    },
  };
}
