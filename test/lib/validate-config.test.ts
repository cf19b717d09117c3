import { describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { type ConfigInput, defineConfig } from '../../lambdas/config/config.ts';
import type { PublicKey } from '../../lambdas/config/token-rules.ts';
import { loadConfig } from '../../lib/load-config.ts';
import { projectRoot } from '../../lib/project.ts';
import { validateConfig } from '../../lib/validate-config.ts';
import {
  auth,
  domain,
  images,
  key,
  partner,
  shop,
  vpc,
  wrongConfigs,
  zone,
} from './wrong-configs.ts';

/** Fields named by the answer to this configuration. */
function wrongFields(config: unknown): string[] {
  try {
    validateConfig(config, 'airlock.config.ts');
    return [];
  } catch (error) {
    const [, ...lines] = (error as Error).message.split('\n');
    return lines.map((line) => line.trim().split(/ (?:is|are|stands|has|holds) /)[0] ?? line);
  }
}

describe('a configuration that is right', () => {
  it('the shipped configuration is valid', () => {
    expect(validateConfig(shippedConfig, 'airlock.config.ts')).toEqual(shippedConfig);
  });

  it.each<[string, Partial<ConfigInput>]>([
    ['an origin with a port', { origins: ['https://app.example.com:8443'] }],
    ['a page on this machine', { origins: ['http://localhost:5173', 'http://127.0.0.1:5173'] }],
    ['an issuer with a path and a slash', { auth: { ...auth, issuer: 'https://id.example/o/' } }],
    ['an issuer on this machine', { auth: { ...auth, issuer: 'http://127.0.0.1:4404' } }],
    ['logs kept for ten years', { logRetentionDays: 3653 }],
    ['a collection without uploaders', { collections: { images: { ...images, uploaders: [] } } }],
    [
      'administrators by group',
      { collections: { i: { ...images, administrators: ['group:staff', 'group:admins'] } } },
    ],
    [
      'content of every kind let in',
      {
        collections: {
          i: {
            ...images,
            image: { maxFrames: 1 },
            archive: { nested: 'accept', maxRatio: 1_000 },
            trailingData: 'accept',
            pdfActions: 'accept',
            embeddedFiles: 'accept',
            encryptedFiles: 'accept',
            macros: 'accept',
            unfinishedMedia: 'reject',
          },
        },
      },
    ],
    ['no room for anybody but one', { quota: { files: 0, overrides: { 'user:a': { files: 1 } } } }],
    ['an override of one limit only', { quota: { overrides: { 'group:staff': { bytes: 1 } } } }],
    ['records kept for a year', { retention: { rejectedDays: 365, deletedDays: 365 } }],
    [
      'front ends in folders beside the page',
      { site: { sources: [{ ...shop, prefix: 'a/b-c' }] } },
    ],
    ['a front end instead of the page', { site: { page: false, sources: [shop] } }],
    ['a domain without a zone', { site: { domain } }],
    ['a domain at the top of its zone', { site: { domain: { ...domain, hostedZone: zone } } }],
    ['sources by directive', { site: { contentSecurityPolicy: { 'font-src': ["'self'"] } } }],
    ['a front end', { static: { sources: [{ directory: 'site' }] } }],
    [
      'two front ends below a path, each where it belongs',
      {
        static: {
          sources: [
            { directory: 'site', keepOriginals: ['editor/**'] },
            { directory: 'blog/static', prefix: 'apps/blog' },
          ],
          publicPath: 'https://cdn.example.com/static/',
          keepNames: [],
          hashed: ['assets/**'],
          checkedScripts: ['analytics.js'],
        },
      },
    ],
    [
      'files that GuardDuty scans',
      { scanner: { engine: 'guardduty' }, collections: { i: { ...images, scan: true } } },
    ],
    [
      'files that a clamd in a VPC scans, and holds what it cannot',
      {
        scanner: { engine: 'clamd', host: 'clamd.internal', vpc },
        collections: { i: { ...images, scan: { onUnscannable: 'hold', timeoutHours: 2 } } },
      },
    ],
    ['a scanner that no collection demands', { scanner: { engine: 'guardduty' } }],
    [
      'families and single types',
      { collections: { i: { ...images, types: ['image/png', 'image/*', 'office', 'text/csv'] } } },
    ],
    ['another name of a known type', { collections: { i: { ...images, types: ['image/jpg'] } } }],
  ])('a valid configuration may have %s', (_, input) => {
    expect(wrongFields(defineConfig({ collections: { images }, ...input }))).toEqual([]);
  });
});

describe('a configuration that is wrong', () => {
  it.each(wrongConfigs)('the error about a wrong configuration names %s', (path, input) => {
    const config = defineConfig({ collections: { images }, ...input } as ConfigInput);
    expect(wrongFields(config)).toEqual([path]);
  });

  it('an API without a page needs no client, and its own keys are enough', () => {
    const config = defineConfig({
      collections: { images },
      auth: { issuer: auth.issuer, audiences: ['api'], scopes: [], keys: [key] },
      site: { page: false },
    });
    expect(wrongFields(config)).toEqual([]);
    expect(config.auth.algorithms).toEqual(['EdDSA']);
  });

  it('a group of an issuer of one’s own may have blanks in its name', () => {
    const staff = { ...images, readers: ['group:Legal staff', 'group:a, b'] as const };
    const overrides = { 'group:Legal staff': { files: 1 } };
    const named = defineConfig({ collections: { staff }, quota: { overrides }, auth });
    expect(wrongFields(named)).toEqual([]);
    const foreign = { ...images, readers: ['group:partner:Legal staff'] as const };
    const further = defineConfig({
      collections: { foreign },
      auth: { issuers: [{ ...partner, scopes: [] }] },
    });
    expect(wrongFields(further)).toEqual([]);
    const own = defineConfig({ collections: { staff }, quota: { overrides } });
    expect(wrongFields(own)).toEqual([
      'collections.staff.readers[0]',
      'collections.staff.readers[1]',
      'quota.overrides.group:Legal staff',
    ]);
  });

  it('the error about a private key does not repeat it', () => {
    const config = defineConfig({
      collections: { images },
      auth: { ...auth, keys: [{ ...key, d: 'the-secret-half' } as PublicKey] },
    });
    expect(() => validateConfig(config, 'airlock.config.ts')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('the-secret-half') }),
    );
  });

  it('the error about a wrong configuration names every wrong field at once', () => {
    const config = defineConfig({
      collections: { images: { ...images, types: ['image/jepg'] }, Documents: images },
      origins: ['https://app.example.com/', 'https://app.example.com', 'https://app.example.com'],
      expiry: { uploadSeconds: 1 },
      logRetentionDays: 2,
    });
    expect(wrongFields(config)).toEqual([
      'collections.images.types[0]',
      'collections.Documents.name',
      'origins[0]',
      'origins[2]',
      'expiry.uploadSeconds',
      'logRetentionDays',
    ]);
  });

  it('the error about a wrong field says what it has, what was expected and what to do', () => {
    const config = defineConfig({ collections: { images: { ...images, types: ['image/jepg'] } } });
    expect(() => validateConfig(config, 'airlock.config.ts')).toThrow(
      'airlock.config.ts cannot be used; fields that are wrong: 1\n' +
        '  collections.images.types[0] is "image/jepg"; expected a content type that' +
        ' lambdas/domain/known-types.ts lists, such as image/jpeg, without parameters, or one of the families' +
        ' image/*, video/*, audio/*, text/*, office and *; correct the spelling, or remove it',
    );
  });

  it('the error names the default export when a file has no configuration', () => {
    expect(wrongFields(undefined)).toEqual(['The default export']);
  });

  it('the error about a missing file names the variable AIRLOCK_CONFIG', async () => {
    await expect(loadConfig(`${projectRoot}/no-such.config.ts`)).rejects.toThrow('AIRLOCK_CONFIG');
  });
});
