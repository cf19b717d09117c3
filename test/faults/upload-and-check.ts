// Uploads a file from the claim to the download, as most scenarios do.
import type { Environment } from './environment.ts';
import { checkFile, type Issued, issue, sendBytes, type UploadOptions } from './users.ts';

/** Uploads a file and checks it, from the claim to the download. */
export async function uploadAndCheck(
  env: Environment,
  options: UploadOptions = {},
): Promise<Issued | undefined> {
  const issued = await issue(env, options);
  if (!issued) return undefined;
  await sendBytes(env, issued, options);
  await env.handOffs.drain();
  await checkFile(env, issued.file.id);
  return issued;
}

/** Uploads a file without faults until it is ready; returns its id. */
export async function readyFile(env: Environment, options: UploadOptions = {}): Promise<string> {
  const issued = await uploadAndCheck(env, options);
  if (!issued) throw new Error('No upload was issued although no fault is injected.');
  return issued.file.id;
}
