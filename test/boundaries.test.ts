// Imports point inward: domain ← use cases ← aws ← handlers; the cloud's side never learns that `local/` exists.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allFunctionNames } from '../lambdas/functions.ts';
import { type Import, importsOf } from './imports.ts';
import { filesBelow, sourceFolders } from './source-files.ts';

const root = join(import.meta.dirname, '..');
const houses = [
  'bin',
  'lib',
  'lambdas',
  'client',
  'web',
  'local',
  'collect',
  'doctor',
  'judge',
  'operate',
];

const sources = houses.flatMap((house) =>
  readdirSync(join(root, house), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(house, name)),
);

const imports = importsOf(root, sources);

const offenders = (from: RegExp, isWrong: (each: Import) => boolean): string[] =>
  imports
    .filter((each) => from.test(each.file) && isWrong(each))
    .map(({ file, target }) => `${file} imports ${target}`);

const isUseCase = /^lambdas\/(?!domain|aws|config|http)[\w-]+\/(?!handler)[\w-]+\.ts$/;

it('finds the sources and their imports', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(imports.length).toBeGreaterThan(150);
});

it('the domain imports only itself, pure packages and crypto', () => {
  const allowed =
    /^(lambdas\/domain\/|file-type$|strtok3\/core$|content-disposition$|chardet$|node:crypto$|node:zlib$)/;
  expect(offenders(/^lambdas\/domain\//, ({ target }) => !allowed.test(target))).toEqual([]);
});

it('the domain reads no clock, environment, file or network', () => {
  const impure = /new Date\(\)|Date\.now\(|Math\.random\(|randomUUID|process\.|\bfetch\(/;
  const guilty = sources
    .filter((file) => file.startsWith('lambdas/domain/'))
    .filter((file) => impure.test(readFileSync(join(root, file), 'utf8')));
  expect(guilty).toEqual([]);
});

it('use cases know no AWS and no edge', () => {
  expect(
    offenders(isUseCase, ({ target }) => /^(@aws|@smithy|aws-lambda|lambdas\/aws\/)/.test(target)),
  ).toEqual([]);
});

it('use cases share with the edge the types of the contract alone, and its description as data', () => {
  const shared =
    /^lambdas\/http\/([a-z]+-requests|contract|form-contract|service-contract|principal-contract|import-contract|file-view)\.ts$/;
  expect(
    offenders(
      isUseCase,
      ({ target, isTypeOnly }) =>
        target.startsWith('lambdas/http/') &&
        !(isTypeOnly && shared.test(target)) &&
        !target.endsWith('.json'),
    ),
  ).toEqual([]);
});

it('the AWS SDK is imported by the adapters alone', () => {
  expect(offenders(/^lambdas\/(?!aws\/)/, ({ target }) => /^(@aws|@smithy)/.test(target))).toEqual(
    [],
  );
});

it('no function knows of the local cloud, the stacks, the page or the client', () => {
  expect(
    offenders(/^lambdas\//, ({ target }) => /^(local|lib|bin|web|client)\//.test(target)),
  ).toEqual([]);
  const mentions = sources
    .filter((file) => file.startsWith('lambdas/'))
    // The host of `file://localhost/`, which is a local path (RFC 8089, section 2).
    .filter((file) => file !== 'lambdas/domain/formats/address.ts')
    .filter((file) =>
      /\blocalhost\b|127\.0\.0\.1|AIRLOCK_LOCAL/.test(readFileSync(join(root, file), 'utf8')),
    );
  expect(mentions).toEqual([]);
});

it('stacks share names and configuration with the functions, never runtime code', () => {
  const shared =
    /^lambdas\/(http\/([a-z]+-requests|contract|form-contract|page-contract|principal-contract|service-contract|verdict-contract|operations|problem-status)|config\/\w[\w-]*|env|functions|table|domain\/(bytes-in-words|collection|content-types|event-types|extensions-in-use|file-extensions|foreign-types|key|access|sizes|variants))\.ts$/;
  expect(
    offenders(
      /^(lib|bin)\//,
      ({ target, isTypeOnly }) =>
        target.startsWith('lambdas/') && !isTypeOnly && !shared.test(target),
    ),
  ).toEqual([]);
});

it('the client is a package of its own: it shares no file with the server', () => {
  const outside = /^(lambdas|lib|local|bin|web|collect|doctor|judge|operate)\//;
  expect(
    offenders(/^client\//, ({ target }) => outside.test(target) || /^zod/.test(target)),
  ).toEqual([]);
});

it('the page shares nothing with the server but the contract, the words for types and sizes, the order and the search of lists, and the rules for claims', () => {
  expect(
    offenders(
      /^web\//,
      ({ target }) =>
        /^(lambdas|lib|local|bin)\//.test(target) &&
        !/^lambdas\/(http\/(contract|page-contract|verdict-contract|operations|problem-status)|domain\/(bytes-in-words|content-types|claimed-type|file-extensions|file-order|search))\.ts$/.test(
          target,
        ),
    ),
  ).toEqual([]);
});

it('the embedded S3 knows nothing of Airlock', () => {
  expect(
    offenders(/^local\/s3\//, ({ target }) => /^(lambdas|lib|bin|web|client)\//.test(target)),
  ).toEqual([]);
});

it('collecting static files knows only their settings and the words for sizes, and only the stacks and its command know it', () => {
  expect(
    offenders(
      /^collect\//,
      ({ target }) =>
        /^(lambdas|lib|bin|web|client|local)\//.test(target) &&
        !/^lambdas\/(config\/static-config|domain\/bytes-in-words)\.ts$/.test(target),
    ),
  ).toEqual([]);
  expect(
    offenders(
      /^(?!collect|lib|bin)/,
      ({ target }) =>
        target.startsWith('collect/') && !/^collect\/(manifest|static-url)\.ts$/.test(target),
    ),
  ).toEqual([]);
});

it('the doctor reads templates by itself: of the project it knows the table of routes, and only its command knows it', () => {
  expect(
    offenders(
      /^doctor\//,
      ({ target }) =>
        /^(lambdas|lib|bin|web|client|local|collect)\//.test(target) &&
        target !== 'lambdas/functions.ts',
    ),
  ).toEqual([]);
  expect(offenders(/^(?!doctor|bin)/, ({ target }) => target.startsWith('doctor/'))).toEqual([]);
});

it('the redrive module imports SQS and Lambda and nothing else of the project, and only its command imports it', () => {
  const others = /^operate\/(?!import\/|owner\/)/;
  expect(offenders(others, ({ target }) => /^(?!operate)[a-z]+\//.test(target))).toEqual([]);
  expect(offenders(/^(?!operate|bin)/, ({ target }) => target.startsWith('operate/'))).toEqual([]);
});

it('imports share with the functions their contract, their ids and the copying inside S3, and owners the types and the words for sizes', () => {
  const shared =
    /^(operate|zod|lambdas\/http\/(import-contract|request)|lambdas\/domain\/(errors|import-id|key)|lambdas\/aws\/s3\/(copy-in-parts|is-gone))\b/;
  const isOther = (target: string) => /^[a-z]+\//.test(target) && !shared.test(target);
  expect(offenders(/^operate\/import\//, ({ target }) => isOther(target))).toEqual([]);
  expect(
    offenders(
      /^operate\/owner\//,
      ({ target, isTypeOnly }) =>
        !target.startsWith('operate/') &&
        !isTypeOnly &&
        !target.startsWith('lambdas/domain/bytes-in-words') &&
        /^(?!node)[a-z]+\//.test(target),
    ),
  ).toEqual([]);
});

it('judging a folder knows the rules and what the client claims, and only its command knows it', () => {
  expect(
    offenders(
      /^judge\//,
      ({ target }) =>
        /^(lambdas|lib|bin|web|client|local|collect|doctor|operate)\//.test(target) &&
        !/^(lambdas\/(domain|config)\/)/.test(target),
    ),
  ).toEqual([]);
  expect(offenders(/^(?!judge|bin)/, ({ target }) => target.startsWith('judge/'))).toEqual([]);
});

it('each function is one folder of a use case and a handler, and reconcile of one file more for each check', () => {
  for (const name of allFunctionNames) {
    const files = readdirSync(join(root, 'lambdas', name));
    const isPart = (file: string) =>
      name === 'reconcile' && /^(check-\w+|findings)\.ts$/.test(file);
    expect(files.filter((file) => !isPart(file)).sort()).toEqual(
      ['handler.ts', `${name}.ts`].sort(),
    );
  }
});

it('no adapter refuses a request: that is for the use cases and the edge', () => {
  const guilty = sources
    .filter((file) => file.startsWith('lambdas/aws/'))
    .filter((file) => /new Refusal\b/.test(readFileSync(join(root, file), 'utf8')));
  expect(guilty).toEqual([]);
});

it('each adapter is named after its port and With', () => {
  const adapter = /^export const (\w+) =\s*\([^)]*Client\b[^)]*\): \w+ =>/gm;
  const names = sources
    .filter((file) => file.startsWith('lambdas/aws/'))
    .flatMap((file) =>
      Array.from(readFileSync(join(root, file), 'utf8').matchAll(adapter), ([, name]) => name),
    );
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => !name?.endsWith('With'))).toEqual([]);
});

it('no file is longer than 300 lines, be it a source, a test or a bench', () => {
  const all = sourceFolders()
    .flatMap(filesBelow)
    .filter((file) => /\.tsx?$/.test(file));
  expect(all.length).toBeGreaterThan(sources.length + 500);
  const long = all
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});
