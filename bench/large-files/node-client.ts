// The client in Node, in a child process.
import { inFreshProcess, startModule } from '../process.ts';
import { collection, type Target } from './large-cloud.ts';
import type { NodeOptions, NodeUpload } from './node-upload.ts';

type Uploader = typeof import('./node-upload.ts');
const uploader = 'large-files/node-upload.ts';
const callUploader = inFreshProcess<Uploader>(uploader);

const uploadTo = ({ addresses, user }: Target, options: NodeOptions): NodeUpload => ({
  ...options,
  api: addresses.api,
  token: user.token,
  collection,
});

/** Uploads a file to the end. */
export const sendByNode = (target: Target, options: NodeOptions) =>
  callUploader('upload', uploadTo(target, options));

/** Uploads a file and kills the process at half of the bytes; returns the bytes sent by then and the seconds that it took. */
export async function killHalfWay(target: Target, options: NodeOptions) {
  await using remote = startModule<Uploader>(uploader);
  const half = await remote.call('uploadHalf', uploadTo(target, options));
  await remote.kill();
  return half;
}
