// Starts one local cloud for all story tests: the synthesized stacks, the deployed bundles, real signatures.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Cloud, startCloud } from '../../local/cloud.ts';

declare module 'vitest' {
  interface ProvidedContext {
    addresses: Cloud['addresses'];
    credentials: Cloud['credentials'];
  }
}

export default async function setup(project: TestProject) {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'airlock-story-'));
  const cloud = await startCloud({
    stateDirectory,
    configFile: join(import.meta.dirname, 'airlock.config.ts'),
  });
  project.provide('addresses', cloud.addresses);
  project.provide('credentials', cloud.credentials);
  return async () => {
    await cloud.stop();
    await rm(stateDirectory, { recursive: true, force: true });
  };
}
