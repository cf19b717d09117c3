// A configuration whose collections demand a scan, for a scanner that is only known when the test runs.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScannerInput } from '../../lambdas/config/scanner-config.ts';

const configModule = join(import.meta.dirname, '..', '..', 'lambdas', 'config', 'config.ts');

/**
 * Configures the collections `strict`, whose files an owner may publish and which refuses what cannot be scanned, and `patient`,
 * which holds it. The functions are traced, so that the roles allow all that a configuration can have them allow. Returns the
 * file.
 */
export async function writeScannedConfig(
  directory: string,
  scanner: ScannerInput,
): Promise<string> {
  const file = join(directory, 'scanned.config.ts');
  await writeFile(
    file,
    `import { defineConfig } from ${JSON.stringify(configModule)};
     const notes = { types: ['text/plain', 'application/zip'], maxBytes: 5_000_000 };
     export default defineConfig({
       scanner: ${JSON.stringify(scanner)},
       operations: { tracing: true },
       collections: {
         strict: { ...notes, scan: true, publishers: ['owner'] },
         patient: { ...notes, scan: { onUnscannable: 'hold' } },
       },
     });`,
  );
  return file;
}
