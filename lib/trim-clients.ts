// Trims the AWS clients in a bundle: V8 reads every byte of it at each start, also of what a function never calls.
import { readFile } from 'node:fs/promises';
import type * as esbuild from 'esbuild';

/**
 * Lambda hands a function its role's credentials in the environment. The SDK's default chain also brings the ways of a
 * developer's machine (profiles, SSO, web identity, instance metadata), a third of the bundle and of its start-up.
 */
export const environmentCredentials: esbuild.Plugin = {
  name: 'environment-credentials',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk.credential-provider-node.dist-es.index\.js$/ }, () => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
    }));
  },
};

/**
 * The SDK describes every operation of a service by constants. Where one has a computed key, such as `{ [_hH]: _xarc }`, esbuild
 * keeps it, since a computation may have an effect: all of S3's operations stay, an eighth of such a bundle. Here each key is the
 * text that its constant holds, so that only the operations that a function calls stay.
 */
const literalKeys: esbuild.Plugin = {
  name: 'literal-keys',
  setup(build) {
    const schemas = /@aws-sdk.client-[a-z0-9-]+.dist-es.schemas.schemas_\d+\.js$/;
    build.onLoad({ filter: schemas }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const texts = new Map(
        Array.from(source.matchAll(/^const (\w+) = ("\w+");$/gm), ([, name, text]) => [name, text]),
      );
      const contents = source.replaceAll(/\[(\w+)\]: /g, (key, name) =>
        texts.has(name) ? `${texts.get(name)}: ` : key,
      );
      return { contents };
    });
  },
};

/**
 * DynamoDB's client makes a cache for endpoints that it asks the service for, an LRU cache of a thousand entries with the two
 * packages behind it. Only an operation with the endpoint discovery middleware reads it, and DynamoDB has no such operation.
 */
const withoutEndpointDiscovery: esbuild.Plugin = {
  name: 'without-endpoint-discovery',
  setup(build) {
    const cache = /middleware-endpoint-discovery.dist-es.resolveEndpointDiscoveryConfig\.js$/;
    build.onLoad({ filter: cache }, () => ({
      contents: 'export const resolveEndpointDiscoveryConfig = (input) => input;',
    }));
  },
};

/**
 * Operations with streams of events, such as S3's SelectObjectContent, load their codec when they are called, and its checksum loads
 * `node:zlib` at the start. No function calls one: such a call would fail to find the module that is left out here.
 */
const withoutEventStreams: esbuild.Plugin = {
  name: 'without-event-streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy.core.event-streams$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** Of its package's description a client uses the version, which it sends as its name. */
const versionAlone: esbuild.Plugin = {
  name: 'version-alone',
  setup(build) {
    const description = /@aws-sdk.client-[a-z0-9-]+.package\.json$/;
    build.onLoad({ filter: description }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Plugins that keep only the parts of the AWS clients that a function uses. */
export const usedParts: readonly esbuild.Plugin[] = [
  literalKeys,
  withoutEndpointDiscovery,
  withoutEventStreams,
  versionAlone,
];
