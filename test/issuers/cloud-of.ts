// A local cloud whose configuration has the `auth` of a recipe, with the address of an issuer that runs here.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuthInput } from '../../lambdas/config/auth-config.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { assemblyFor } from '../assembly-for.ts';
import { makeStateDirectory } from '../run-directory.ts';

const configModule = join(import.meta.dirname, '..', '..', 'lambdas', 'config', 'config.ts');

/** Starts it; `name` names the kind of cloud, and begins with that of the project. */
export async function startCloudWith(
  name: string,
  auth: AuthInput,
  runDirectory: string,
): Promise<Cloud> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-issuers-'));
  try {
    const configFile = join(directory, 'airlock.config.ts');
    await writeFile(
      configFile,
      `import { defineConfig } from ${JSON.stringify(configModule)};
       export default defineConfig({
         auth: ${JSON.stringify(auth)},
         operations: { tracing: true },
         collections: {
           notes: {
             types: ['text/plain'],
             maxBytes: 1_000_000,
             administrators: ['group:staff', 'group:partner:editors'],
             publishers: ['owner'],
           },
         },
       });`,
    );
    const stateDirectory = await makeStateDirectory(runDirectory, name);
    const assemblyDirectory = await assemblyFor(name, { directory: stateDirectory, configFile });
    return await startCloud({ stateDirectory, assemblyDirectory });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
