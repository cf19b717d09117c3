import { describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { type ConfigInput, defineConfig } from '../../lambdas/config/config.ts';
import type { PublicKey } from '../../lambdas/config/token-rules.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { loadConfig } from '../../lib/load-config.ts';
import { projectRoot } from '../../lib/project.ts';
import { validateConfig } from '../../lib/validate-config.ts';

const images = { types: ['image/jpeg'], maxBytes: 25 * MiB };
const auth = { issuer: 'https://login.example.com', clientId: 'page' };
const people = {
  engine: 'endpoint',
  url: 'https://app.example.com/people',
  secretParameter: '/app/directory',
};
const key: PublicKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: 'a',
};
const partner = { name: 'partner', issuer: 'https://partner.example', audiences: ['airlock'] };
const shop = { directory: 'shop/dist' };
const domain = {
  name: 'example.com',
  certificateArn:
    'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
};
const vpc = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };
const clamd = { engine: 'clamd', host: '10.0.0.7' };
const zone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };

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
  const front = (wrong: object) =>
    defineConfig({
      collections: { images },
      static: { sources: [{ directory: 'site' }], ...wrong },
    });
  const collection = (wrong: object) => ({ collections: { images: { ...images, ...wrong } } });
  const scanned = (wrong: object) => ({ ...collection(wrong), scanner: { engine: 'guardduty' } });
  it.each<[string, object]>([
    ['collections.i.image.maxWidth', { collections: { i: { ...images, image: { maxWidth: 0 } } } }],
    [
      'collections.i.image.maxPixels',
      { collections: { i: { ...images, image: { maxPixels: 1.5 } } } },
    ],
    ['collections.i.image.width', { collections: { i: { ...images, image: { width: 9 } } } }],
    [
      'collections.i.archive.nested',
      { collections: { i: { ...images, archive: { nested: true } } } },
    ],
    [
      'collections.i.archive.maxEntries',
      { collections: { i: { ...images, archive: { maxEntries: 1e6 } } } },
    ],
    ['collections.i.trailingData', { collections: { i: { ...images, trailingData: 'refuse' } } }],
    ['collections.i.pdfActions', { collections: { i: { ...images, pdfActions: false } } }],
    ['collections.i.embeddedFiles', { collections: { i: { ...images, embeddedFiles: null } } }],
    ['collections.i.macros', { collections: { i: { ...images, macros: 'ask' } } }],
    ['collections.images.scan', collection({ scan: true })],
    ['collections.images.scan.timeoutHours', scanned({ scan: { timeoutHours: 0 } })],
    ['collections.images.scan.onUnscannable', scanned({ scan: { onUnscannable: 'release' } })],
    [
      'collections.images.maxBytes',
      { ...scanned({ scan: true, maxBytes: 26 * MiB }), scanner: clamd },
    ],
    ['scanner.engine', { scanner: { engine: 'norton' } }],
    ['scanner.host', { scanner: { ...clamd, host: 'tcp://10.0.0.7' } }],
    ['scanner.port', { scanner: { ...clamd, port: 0 } }],
    ['scanner.maxBytes', { scanner: { ...clamd, maxBytes: 2 ** 32 } }],
    ['scanner.vpc.subnetIds', { scanner: { ...clamd, vpc: { ...vpc, subnetIds: [] } } }],
    ['name', { name: 'Air_lock' }],
    ['name', { name: 'A-name-that-is-too-long' }],
    ['name', { name: 'my-aws-files' }],
    ['collections', { collections: {} }],
    ['collections.Images.name', { collections: { Images: images } }],
    ['collections.a/b.name', { collections: { 'a/b': images } }],
    [`collections.${'x'.repeat(65)}.name`, { collections: { ['x'.repeat(65)]: images } }],
    ['collections.images.types', collection({ types: [] })],
    ['collections.images.types[0]', collection({ types: ['image/jepg'] })],
    ['collections.images.types[0]', collection({ types: ['text/html'] })],
    ['collections.images.types[0]', collection({ types: ['office', 'images/*'] })],
    ['collections.images.types', collection({ types: 'image/*' })],
    ['collections.images.types[1]', collection({ types: ['image/png', 'image/png'] })],
    ['collections.images.typeMismatch', collection({ typeMismatch: 'accept' })],
    ['collections.images.textCharset', collection({ textCharset: 'latin1' })],
    ['collections.images.opaqueTypes', collection({ opaqueTypes: ['image/vnd.dwg'] })],
    [
      'collections.images.opaqueTypes.image/png',
      collection({ opaqueTypes: { 'image/png': '.x1' } }),
    ],
    [
      'collections.images.opaqueTypes.text/html',
      collection({ opaqueTypes: { 'text/html': '.x1' } }),
    ],
    ['collections.images.opaqueTypes.model/x', collection({ opaqueTypes: { 'model/x': '.exe' } })],
    ['collections.images.opaqueTypes.model/x', collection({ opaqueTypes: { 'model/x': '.pdf' } })],
    ['collections.images.opaqueTypes.model/x', collection({ opaqueTypes: { 'model/x': 'dwg' } })],
    ['collections.images.maxBytes', collection({ maxBytes: 0 })],
    ['collections.images.maxBytes', collection({ maxBytes: 1.5 })],
    ['collections.images.maxBytes', collection({ maxBytes: '25 MiB' })],
    ['collections.images.maxBytes', collection({ maxBytes: 10_000 * 5 * 1024 ** 3 + 1 })],
    ['collections.images.uploaders[0]', collection({ uploaders: ['everybody'] })],
    ['collections.images.uploaders[0]', collection({ uploaders: ['owner'] })],
    ['collections.images.readers[0]', collection({ readers: ['group:'] })],
    ['collections.images.readers', collection({ readers: 'group:staff' })],
    ['collections.images.administrators[0]', collection({ administrators: ['staff'] })],
    ['collections.images.administrators[1]', collection({ administrators: ['owner', 'owner'] })],
    ['collections.images.administrators', collection({ administrators: 'group:staff' })],
    ['collections.images.keyLayout', collection({ keyLayout: 'by-date' })],
    ['collections.images.disposition', collection({ disposition: 'show' })],
    ['collections.images.max', collection({ max: 1 })],
    ['static.sources', front({ sources: [] })],
    ['static.sources', front({ sources: 'site' })],
    ['static.sources[0].directory', front({ sources: [{ directory: '' }] })],
    ['static.sources[0].prefix', front({ sources: [{ directory: 'a', prefix: '/blog' }] })],
    ['static.sources[0].prefix', front({ sources: [{ directory: 'a', prefix: 'blog/../..' }] })],
    [
      'static.sources[0].keepOriginals',
      front({ sources: [{ directory: 'a', keepOriginals: 'x/**' }] }),
    ],
    ['static.publicPath', front({ publicPath: '/static' })],
    ['static.publicPath', front({ publicPath: '//cdn.example.com/' })],
    ['static.publicPath', front({ publicPath: 'http://cdn.example.com/' })],
    ['static.keepNames[1]', front({ keepNames: ['*.html', ''] })],
    ['static.hash', front({ hash: 'md5' })],
    ['origins[0]', { origins: ['https://app.example.com/'] }],
    ['origins[0]', { origins: ['https://app.example.com/upload'] }],
    ['origins[0]', { origins: ['https://*.example.com'] }],
    ['origins[0]', { origins: ['*'] }],
    ['origins[0]', { origins: ['app.example.com'] }],
    ['origins[0]', { origins: ['ftp://app.example.com'] }],
    ['origins[0]', { origins: ['http://app.example.com'] }],
    ['origins[0]', { origins: ['https://App.Example.com'] }],
    ['origins[1]', { origins: ['https://a.example', 'https://a.example'] }],
    ['expiry.uploadSeconds', { expiry: { uploadSeconds: 3601 } }],
    ['expiry.downloadSeconds', { expiry: { downloadSeconds: 59 } }],
    ['expiry.multipartDays', { expiry: { multipartDays: 31 } }],
    ['expiry.minutes', { expiry: { minutes: 5 } }],
    ['multipartThresholdBytes', { multipartThresholdBytes: 5 * MiB - 1 }],
    ['multipartThresholdBytes', { multipartThresholdBytes: 5_000_000_001 }],
    ['quota.bytes', { quota: { bytes: '1 GiB' } }],
    ['quota.bytes', { quota: { bytes: -1 } }],
    ['quota.files', { quota: { files: 1.5 } }],
    ['quota.megabytes', { quota: { megabytes: 1 } }],
    ['quota.overrides', { quota: { overrides: [] } }],
    ['quota.overrides.alice', { quota: { overrides: { alice: { bytes: 1 } } } }],
    ['quota.overrides.group:', { quota: { overrides: { 'group:': { bytes: 1 } } } }],
    ['quota.overrides.user:alice', { quota: { overrides: { 'user:alice': 1 } } }],
    ['quota.overrides.user:alice.bytes', { quota: { overrides: { 'user:alice': { bytes: -1 } } } }],
    ['quota.overrides.user:alice.byte', { quota: { overrides: { 'user:alice': { byte: 1 } } } }],
    ['retention.rejectedDays', { retention: { rejectedDays: 0 } }],
    ['retention.deletedDays', { retention: { deletedDays: 30 } }],
    ['retention.deletedDays', { retention: { deletedDays: 366 } }],
    ['retention.days', { retention: { days: 60 } }],
    ['auth.issuer', { auth: { ...auth, issuer: 'http://login.example.com' } }],
    ['auth.issuer', { auth: { ...auth, issuer: 'login.example.com' } }],
    ['auth.issuer', { auth: { ...auth, issuer: 'https://login.example.com?tenant=1' } }],
    ['auth.clientId', { auth: { ...auth, clientId: '', audiences: ['api'] } }],
    ['auth.audiences', { auth: { ...auth, audiences: [] } }],
    ['auth.clientId', { auth: { issuer: auth.issuer } }],
    ['auth.issuer', { auth: { clientId: auth.clientId } }],
    ['auth.groupsClaim[0]', { auth: { ...auth, groupsClaim: '' } }],
    ['auth.groupsClaim', { auth: { ...auth, groupsClaim: [] } }],
    ['auth.scopes[0]', { auth: { ...auth, scopes: ['two scopes'] } }],
    ['operations.auditLog.retentionDays', { operations: { auditLog: { retentionDays: 2 } } }],
    ['auth.serviceClient', { auth: { ...auth, serviceClient: true } }],
    ['auth.directory', { auth: { ...auth, directory: { engine: 'cognito' } } }],
    ['auth.directory.engine', { auth: { directory: { engine: 'ldap' } } }],
    ['auth.directory.url', { auth: { directory: { ...people, url: 'http://example.com' } } }],
    [
      'auth.directory.secretParameter',
      { auth: { directory: { ...people, secretParameter: 'a' } } },
    ],
    ['auth.authorizedParties', { auth: { authorizedParties: ['a'] } }],
    ['auth.jwksUri', { auth: { ...auth, jwksUri: 'http://login.example.com/jwks' } }],
    ['auth.keys', { auth: { ...auth, keys: [key], jwksUri: 'https://login.example.com/jwks' } }],
    ['auth.keys', { auth: { ...auth, keys: { keys: [key] } } }],
    ['auth.keys', { auth: { ...auth, keys: [], algorithms: ['RS256'] } }],
    ['auth.keys[0]', { auth: { ...auth, keys: ['pem'], algorithms: ['RS256'] } }],
    ['auth.keys[0]', { auth: { ...auth, keys: [{ ...key, kid: undefined }] } }],
    ['auth.keys[0]', { auth: { ...auth, keys: [{ ...key, x: 'AA' }] } }],
    ['auth.keys[0]', { auth: { ...auth, keys: [{ ...key, d: 'secret' }] } }],
    ['auth.keys[1]', { auth: { ...auth, keys: [key, key] } }],
    ['auth.algorithms[0]', { auth: { ...auth, algorithms: ['HS256'] } }],
    ['auth.algorithms[0]', { auth: { ...auth, algorithms: ['none'] } }],
    ['auth.algorithms', { auth: { ...auth, algorithms: [] } }],
    ['auth.issuers[0].name', { auth: { issuers: [{ ...partner, name: 'a:b' }] } }],
    ['auth.issuers[0].name', { auth: { issuers: [{ ...partner, name: '' }] } }],
    [
      'auth.issuers[1].name',
      { auth: { issuers: [partner, { ...partner, issuer: `${partner.issuer}/` }] } },
    ],
    ['auth.issuers[1].issuer', { auth: { issuers: [partner, { ...partner, name: 'other' }] } }],
    [
      'auth.issuers[0].issuer',
      { auth: { ...auth, issuers: [{ ...partner, issuer: auth.issuer }] } },
    ],
    ['auth.issuers[0].audiences', { auth: { issuers: [{ ...partner, audiences: [] }] } }],
    ['auth.issuers[0].client', { auth: { issuers: [{ ...partner, client: 'page' }] } }],
    ['auth.clientId', { auth: { issuer: auth.issuer, audiences: ['api'] } }],
    ['auth.services[0]', { auth: { services: [{}] } }],
    ['auth.services[0].scope', { auth: { services: [{ scope: 'two scopes' }] } }],
    ['auth.page.scopes', { auth: { ...auth, page: { scopes: [] } } }],
    ['auth.page.parameters.audience', { auth: { ...auth, page: { parameters: { audience: 1 } } } }],
    ['throttle.ratePerSecond', { throttle: { ratePerSecond: 0 } }],
    ['throttle.burst', { throttle: { burst: 1.5 } }],
    ['throttle.routes.GET /nowhere', { throttle: { routes: { 'GET /nowhere': { burst: 1 } } } }],
    ['throttle.routes.GET /usage.burst', { throttle: { routes: { 'GET /usage': { burst: 0 } } } }],
    ['logRetentionDays', { logRetentionDays: 31 }],
    ['site.page', { site: { page: 'no' } }],
    ['site.sources[0].prefix', { site: { sources: [shop] } }],
    ['site.sources[0].prefix', { site: { sources: [{ ...shop, prefix: '/shop/' }] } }],
    ['site.sources[0].prefix', { site: { sources: [{ ...shop, prefix: '../shop' }] } }],
    ['site.sources[0].directory', { site: { page: false, sources: [{}] } }],
    ['site.sources[0].routing', { site: { page: false, sources: [{ ...shop, routing: 'spa' }] } }],
    [
      'site.sources[0].immutable[0]',
      { site: { page: false, sources: [{ ...shop, immutable: ['*'] }] } },
    ],
    ['site.domain.name', { site: { domain: { ...domain, name: 'https://example.com' } } }],
    [
      'site.domain.certificateArn',
      {
        site: {
          domain: {
            ...domain,
            certificateArn: domain.certificateArn.replace('us-east-1', 'eu-west-1'),
          },
        },
      },
    ],
    ['site.domain.minimumTls', { site: { domain: { ...domain, minimumTls: 'TLSv1' } } }],
    [
      'site.domain.hostedZone.id',
      { site: { domain: { ...domain, hostedZone: { ...zone, id: 'zone' } } } },
    ],
    [
      'site.domain.hostedZone.name',
      { site: { domain: { ...domain, name: 'ample.com', hostedZone: zone } } },
    ],
    ['site.keepReleasesDays', { site: { keepReleasesDays: 0 } }],
    ['site.notFoundPage', { site: { notFoundPage: '404.html' } }],
    [
      'site.contentSecurityPolicy.fonts',
      { site: { contentSecurityPolicy: { fonts: ["'self'"] } } },
    ],
    [
      'site.contentSecurityPolicy.font-src[0]',
      { site: { contentSecurityPolicy: { 'font-src': ['a; script-src *'] } } },
    ],
    ['site.http3', { site: { http3: 1 } }],
    ['site.compress', { site: { compress: null } }],
    ['site.priceClass', { site: { priceClass: 100 } }],
    ['site.accessLogs.days', { site: { accessLogs: {} } }],
    ['site.cdn', { site: { cdn: true } }],
  ])('the error about a wrong configuration names %s', (path, input) => {
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
        ' lambdas/domain/known-types.ts lists, such as image/jpeg, or one of the families image/*, video/*,' +
        ' audio/*, text/*, office and *; correct the spelling, or remove it',
    );
  });

  it('may be no configuration at all', () => {
    expect(wrongFields(undefined)).toEqual(['The default export']);
  });

  it('may be a file that is missing', async () => {
    await expect(loadConfig(`${projectRoot}/no-such.config.ts`)).rejects.toThrow('AIRLOCK_CONFIG');
  });
});
