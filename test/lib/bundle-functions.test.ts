import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import {
  allFunctionNames,
  functionEnvironment,
  inspectingFunctions,
} from '../../lambdas/functions.ts';
import { addImageLibrary } from '../../lib/image-library.ts';
import { sharedFunctions } from '../shared-build.ts';

let directory: string;
let metafile: Metafile;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-bundles-'));
  const built = await sharedFunctions(join(directory, 'built'));
  metafile = built.metafile;
  await cp(built.functionsDirectory, join(directory, 'functions'), { recursive: true });
  addImageLibrary(join(directory, 'functions', 'make-variants'), 'machine');
  // The construct writes it there for a deployment, see lib/function-code.ts.
  const config = defineConfig({ collections: { notes: { types: ['text/plain'], maxBytes: 1 } } });
  for (const name of allFunctionNames) {
    await writeFile(join(directory, 'functions', name, 'config.json'), JSON.stringify(config));
  }
});
afterAll(() => rm(directory, { recursive: true }));

/** The functions that call nothing of AWS. */
const withoutAws: readonly string[] = ['authorize-request', 'describe-api', 'refuse-route'];

const bundlePath = (name: string) => join(directory, 'functions', name, 'index.mjs');

/** The operations of the clients in use that answer with a stream of events. */
const eventStreamOperations = /SelectObjectContent|InvokeWithResponseStream/;

/** The functions whose bundles hold something of a source file. */
const holdersOf = (source: string): readonly string[] =>
  allFunctionNames.filter((name) =>
    Object.entries(metafile.outputs).some(
      ([output, { inputs }]) =>
        output.endsWith(`/${name}/index.mjs`) && (inputs[source]?.bytesInOutput ?? 0) > 0,
    ),
  );

/** Which functions read the requests of each file of schemas. */
const readers: Readonly<Record<string, readonly string[]>> = {
  'batch-requests': [],
  'claim-requests': ['issue-upload'],
  'deletion-requests': ['delete-file'],
  'download-requests': ['issue-download'],
  'edit-requests': ['edit-file'],
  'form-requests': ['issue-upload'],
  'grant-requests': ['add-grant', 'remove-grant'],
  'link-requests': ['issue-link'],
  'list-requests': ['list-files'],
  'page-requests': ['list-files', 'list-grants', 'list-links'],
  'part-requests': ['sign-parts'],
  'permission-requests': ['permit-upload'],
  'principal-requests': ['find-principals'],
  'usage-requests': ['get-usage'],
};

describe('bundleFunctions', () => {
  it('the schemas of requests are in the bundles of the functions that read them, and in no other', () => {
    const held = Object.keys(readers).map((file) => [file, holdersOf(`lambdas/http/${file}.ts`)]);
    expect(Object.fromEntries(held)).toEqual(readers);
  });

  it('no file of schemas of requests is missing from the table of their readers', async () => {
    const files = (await readdir('lambdas/http')).filter((file) => /-requests\.ts$/.test(file));
    expect(files.map((file) => file.slice(0, -'.ts'.length)).sort()).toEqual(Object.keys(readers));
  });

  it('a function that never names a content type does not hold the tables of all of them', () => {
    const holders = holdersOf('lambdas/domain/types/documents.ts');
    expect(holders).toContain('issue-upload');
    expect(holders).not.toContain('add-grant');
  });

  it('a bundle describes the operations of S3 that its function calls, and no others', async () => {
    const bundle = await readFile(bundlePath('sign-parts'), 'utf8');
    expect(bundle).toContain('UploadPart');
    expect(bundle).not.toContain('SelectObjectContent');
  });

  it('no function calls an operation with a stream of events, whose codec is left out of the bundles', async () => {
    for (const name of allFunctionNames) {
      expect(await readFile(bundlePath(name), 'utf8'), name).not.toMatch(eventStreamOperations);
    }
  });

  it('no bundle holds the cache for endpoints that DynamoDB’s client makes, nor an operation that reads it', () => {
    const unused = /\/(endpoint-cache|mnemonist|obliterator)\/|\/endpointDiscoveryMiddleware\.js$/;
    const held = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.keys(inputs).filter(
        (source) => unused.test(source) && (inputs[source]?.bytesInOutput ?? 0) > 0,
      ),
    );
    expect(held).toEqual([]);
  });

  it('a bundle without S3’s client does not load node:zlib at its start', async () => {
    for (const name of ['list-files', 'get-file', 'edit-file', 'permit-upload']) {
      expect(await readFile(bundlePath(name), 'utf8'), name).not.toContain('"node:zlib"');
    }
  });

  it('no bundle imports node:http as an ES module, which loads the HTTP client behind fetch as well', async () => {
    for (const name of allFunctionNames) {
      expect(await readFile(bundlePath(name), 'utf8'), name).not.toMatch(/from ?"node:http"/);
    }
  });

  it.each(allFunctionNames)('the bundle %s stays within its budget', async (name) => {
    const reads: readonly string[] = functionEnvironment[name];
    const maxKB =
      (reads.some((name) => name.endsWith('_BUCKET')) ? 600 : 400) +
      // CloudFront's client alone has 207 KB, and no caller waits for the functions that invalidate to start.
      (reads.includes('MEDIA_DISTRIBUTION') ? 210 : 0);
    expect((await stat(bundlePath(name))).size).toBeLessThanOrEqual(maxKB * 1024);
  });

  it('every bundle starts with nothing but its environment and exports a handler', async () => {
    const modules = allFunctionNames.map((name) => pathToFileURL(bundlePath(name)).href);
    const script = `for (const url of ${JSON.stringify(modules)}) console.log(typeof (await import(url)).handler);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        env: {
          AWS_REGION: 'us-east-1',
          ...Object.fromEntries(
            Object.values(functionEnvironment)
              .flat()
              .map((name) => [name, `the ${name}`]),
          ),
        },
      },
    );
    expect(stdout.trim().split('\n')).toEqual(allFunctionNames.map(() => 'function'));
  });

  it('puts the inspecting thread beside the functions that validate uploads, without the AWS SDK', async () => {
    for (const name of inspectingFunctions) {
      const thread = await readFile(
        join(directory, 'functions', name, 'inspect-worker.mjs'),
        'utf8',
      );
      expect(thread).not.toContain('amazonaws');
    }
  });

  it('a bundle takes its credentials from the environment, as Lambda provides them', async () => {
    for (const name of allFunctionNames) {
      const bundle = await readFile(bundlePath(name), 'utf8');
      expect(bundle.includes('AWS_SESSION_TOKEN'), name).toBe(!withoutAws.includes(name));
      expect(bundle.includes('AssumeRoleWithWebIdentity'), name).toBe(false);
    }
  });
});
