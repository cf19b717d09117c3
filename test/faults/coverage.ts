// Which requests the deployed functions can send, by their bundles, and in which of them no scenario injects faults, with the
// reasons.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../lib/bundle-functions.ts';

/** A command of the SDK within a bundle that is tree-shaken: one that the function never names is not in it. */
const commandFile = /@aws-sdk\/client-[\w-]+\/dist-es\/commands\/(\w+Command)\.js$/;
const bundleFile = /([\w-]+)\/index\.mjs$/;

/** What the SDK sends for itself where it finds an endpoint or a directory bucket; no function's own request. */
const ofSdk = new Set(['CreateSessionCommand', 'DescribeEndpointsCommand']);

/** Every command that is in the bundle of a function, such as `get-file BatchGetItemCommand`. */
export async function bundledRequests(): Promise<ReadonlySet<string>> {
  const outdir = await mkdtemp(join(tmpdir(), 'airlock-requests-'));
  try {
    const { outputs } = await bundleFunctions({ outdir });
    const requests = Object.entries(outputs).flatMap(([output, { inputs }]) => {
      const name = bundleFile.exec(output)?.[1];
      const commands = Object.entries(inputs).flatMap(([input, { bytesInOutput }]) =>
        bytesInOutput > 0 ? (commandFile.exec(input)?.[1] ?? []) : [],
      );
      const own = commands.filter((command) => !ofSdk.has(command));
      return name ? own.map((command) => `${name} ${command}`) : [];
    });
    return new Set(requests);
  } finally {
    await rm(outdir, { recursive: true });
  }
}

/** Requests without faults in a scenario, by the reason why none is needed. */
export const requestsLeftOut: Readonly<Record<string, readonly string[]>> = {
  'It is signed and sent by browsers, not by the function.': [
    'issue-upload PutObjectCommand',
    'issue-upload UploadPartCommand',
  ],
  'A copy above 5 GB, in parts: test/aws/s3/failures.test.ts and objects.test.ts have its refusals, lost answers and repetitions.':
    [
      'publish-file CompleteMultipartUploadCommand',
      'publish-file CreateMultipartUploadCommand',
      'publish-file ListMultipartUploadsCommand',
      'publish-file ListPartsCommand',
      'publish-file UploadPartCopyCommand',
    ],
  'It follows a failure alone, by the adapter that deliver-webhook has, where it gets faults.': [
    'publish-file ChangeMessageVisibilityCommand',
  ],
  'It ends the purge of a content whose time was over a week ago, by the adapter that purge-file has, where it gets faults.':
    ['reconcile DeleteItemCommand'],
};
