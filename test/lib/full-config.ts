// A configuration that sets every field there is, and is right in each.
import { key } from './wrong-configs.ts';

const certificate = (region: string) =>
  `arn:aws:acm:${region}:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`;
const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/files/1234abcd';
// One for each field: a test changes them one by one.
const zone = () => ({ id: 'Z0123456789', name: 'example.com' });
const accept = 'accept';

/** The value of each field, by its path. */
export const fullConfig = {
  name: 'Airlock-x',
  collections: {
    photos: {
      types: ['image/jpeg', 'image/png'],
      maxBytes: 1000,
      uploaders: ['group:a'],
      readers: ['owner'],
      administrators: ['group:b'],
      publishers: ['owner'],
      keyLayout: 'owner',
      disposition: 'inline',
      visibility: 'public',
      scan: { onUnscannable: 'hold', timeoutHours: 3 },
      image: { maxWidth: 1, maxHeight: 1, maxPixels: 1, maxFrames: 1 },
      archive: { maxEntries: 1, maxExpandedBytes: 1, maxRatio: 1, nested: accept },
      trailingData: accept,
      pdfActions: accept,
      embeddedFiles: accept,
      encryptedFiles: accept,
      macros: accept,
      embeddedObjects: accept,
      externalContent: accept,
      unfinishedMedia: 'reject',
      typeMismatch: 'reject',
      textCharset: 'utf-8',
      opaqueTypes: { 'image/vnd.dwg': '.dwg' },
      keepReplacedDays: 3,
      variants: {
        small: { width: 1, height: 1, fit: 'cover', format: 'webp', quality: 5, animated: true },
        light: { width: 1, maxBytes: 1024 },
      },
      serve: 'original',
      retainDays: 100,
      storage: { class: 'standard-ia', afterDays: 31 },
    },
  },
  origins: ['https://app.example.com'],
  expiry: { uploadSeconds: 900, multipartDays: 7, downloadSeconds: 300 },
  multipartThresholdBytes: 100_000_000,
  quota: { bytes: 1, files: 1, overrides: { 'user:a': { bytes: 1, files: 2 } } },
  retention: { rejectedDays: 30, deletedDays: 60 },
  sharing: { grantsPerFile: 1, linksPerFile: 1 },
  auth: {
    issuer: 'https://login.example.com',
    clientId: 'page',
    audiences: ['x'],
    authorizedParties: ['y'],
    scopes: ['openid'],
    groupsClaim: ['a', 'b'],
    algorithms: ['RS256'],
    jwksUri: 'https://login.example.com/keys',
    issuers: [
      {
        name: 'partner',
        issuer: 'https://partner.example',
        audiences: ['z'],
        authorizedParties: ['q'],
        scopes: ['s'],
        groupsClaim: 'groups',
        algorithms: ['EdDSA'],
        keys: [key],
      },
    ],
    services: [{ subject: 's', scope: 't' }],
    serviceClient: false,
    directory: {
      engine: 'endpoint',
      url: 'https://app.example.com/people',
      secretParameter: '/app/directory',
    },
    page: { scopes: ['openid'], parameters: { audience: 'x' } },
  },
  validation: { cpuSeconds: 5 },
  scanner: {
    engine: 'clamd',
    host: 'clamd.internal',
    port: 3310,
    maxBytes: 10_000,
    vpc: {
      subnetIds: ['subnet-0123456789abcdef0'],
      securityGroupIds: ['sg-0123456789abcdef0'],
    },
  },
  throttle: {
    ratePerSecond: 5,
    burst: 5,
    routes: { 'POST /files': { ratePerSecond: 1, burst: 1 } },
  },
  domains: {
    api: { name: 'api.example.com', certificateArn: certificate('eu-west-1'), hostedZone: zone() },
    media: {
      name: 'media.example.com',
      certificateArn: certificate('us-east-1'),
      hostedZone: zone(),
      minimumTls: 'TLSv1.2_2021',
    },
  },
  downloads: 'cdn',
  downloadKeys: ['a'],
  mediaWebAclArn: webAclArn,
  replication: { bucketArn: 'arn:aws:s3:::files-copy' },
  logRetentionDays: 30,
  events: {
    bus: 'own',
    webhooks: [
      { name: 'shop', url: 'https://shop.example.com', types: ['FileReady'], secrets: ['a'] },
    ],
  },
  operations: {
    alarmEmails: ['ops@example.com'],
    tracing: true,
    queueConcurrency: 2,
    queueAttempts: 5,
    reservedConcurrency: { 'issue-upload': 5 },
    budget: { usdPerMonth: 5, emails: ['ops@example.com'] },
    auditLog: { retentionDays: 30, filenames: true },
  },
  site: {
    page: true,
    sources: [{ directory: 'd', prefix: 'p', immutable: ['a'], routing: 'single-page' }],
    domain: {
      name: 'files.example.com',
      certificateArn: certificate('us-east-1'),
      hostedZone: zone(),
      minimumTls: 'TLSv1.2_2021',
    },
    keepReleasesDays: 5,
    notFoundPage: '/404.html',
    contentSecurityPolicy: { 'font-src': ["'self'"] },
    http3: true,
    compress: true,
    priceClass: '100',
    webAclArn,
    accessLogs: { days: 5 },
  },
  static: {
    sources: [{ directory: 'd', prefix: 'p', keepOriginals: ['x'] }],
    publicPath: '/',
    keepNames: ['a'],
    hashed: ['a'],
    verbatim: ['a'],
    allowMissing: ['a'],
    checkedScripts: ['a'],
    ignore: ['a'],
  },
};
