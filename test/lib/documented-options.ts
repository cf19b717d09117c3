// Every option of airlock.config.ts that changes a template, with values that differ in what they create.

import type { CollectionInput } from '../../lambdas/config/config.ts';
import { type ConfigInput, defineConfig } from '../../lambdas/config/config.ts';
import { images } from '../../lambdas/config/presets.ts';
import type { Choice } from './covering-array.ts';

type Draft = Partial<ConfigInput>;

const notes: CollectionInput = { types: ['text/plain'], maxBytes: 1_000_000 };

const many = (count: number, collection: (index: number) => Partial<CollectionInput>) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `collection-${index}`,
      { ...notes, ...collection(index) },
    ]),
  );

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd';

const webAclArn =
  'arn:aws:wafv2:us-east-1:111122223333:global/webacl/files/1234abcd-12ab-34cd-56ef-1234567890ab';

/** The values of each option; the first is the default. */
const documentedOptions = {
  name: [{}, { name: 'Shop-staging' }],
  collections: [
    { collections: { images: images({ administrators: ['group:staff'] }), notes } },
    {
      collections: many(40, (index) => ({
        uploaders: [`group:writers-${index}`],
        readers: [`group:readers-${index}`],
      })),
    },
    {
      collections: {
        posters: { ...notes, visibility: 'public', publishers: ['group:editors'] },
      },
    },
    {
      collections: {
        films: { ...notes, storage: { class: 'glacier-instant-retrieval', afterDays: 90 } },
        scans: { ...notes, storage: { class: 'standard-ia', afterDays: 30 } },
        photos: images({ storage: { class: 'intelligent-tiering', afterDays: 0 } }),
      },
    },
    {
      collections: {
        portraits: images({ variants: { thumbnail: { width: 256, height: 256, fit: 'cover' } } }),
        passports: images({ serve: 'sanitized', visibility: 'public' }),
      },
    },
  ],
  origins: [{}, { origins: ['https://app.example.com', 'http://localhost:5173'] }],
  expiry: [{}, { expiry: { multipartDays: 1 } }],
  quota: [{}, { quota: { overrides: { 'group:press': { files: 5 } } } }],
  auth: [
    {},
    { auth: { issuer: 'https://login.example.com', clientId: 'page', groupsClaim: 'groups' } },
    { auth: { serviceClient: true, directory: { engine: 'cognito' } } },
    {
      auth: {
        issuer: 'https://login.example.com',
        clientId: 'page',
        directory: {
          engine: 'endpoint',
          url: 'https://app.example.com/people',
          secretParameter: '/app/directory',
        },
      },
    },
    {
      auth: {
        issuers: [
          {
            name: 'partner',
            issuer: 'https://login.partner.example',
            audiences: ['airlock'],
            algorithms: ['ES256'],
          },
        ],
      },
    },
  ],
  scanner: [
    {},
    { scanner: { engine: 'guardduty' } },
    {
      scanner: {
        engine: 'clamd',
        host: '10.0.0.7',
        vpc: {
          subnetIds: ['subnet-0123456789abcdef0'],
          securityGroupIds: ['sg-0123456789abcdef0'],
        },
      },
    },
  ],
  throttle: [
    {},
    { throttle: { ratePerSecond: 5, routes: { 'POST /files': { ratePerSecond: 1, burst: 1 } } } },
  ],
  downloads: [{}, { downloads: 'cdn' }, { downloads: 'cdn', downloadKeys: ['b', 'a'] }],
  logRetentionDays: [{}, { logRetentionDays: 365 }],
  alarmEmails: [{}, { operations: { alarmEmails: ['ops@example.com'] } }],
  tracing: [{}, { operations: { tracing: true } }],
  auditLog: [{}, { operations: { auditLog: { retentionDays: 400 } } }],
  events: [
    {},
    { events: {} },
    {
      events: {
        bus: 'own',
        webhooks: [
          { name: 'shop', url: 'https://shop.example.com/hooks', types: ['FileReady'] },
          { name: 'audit', url: 'https://audit.example.com/', secrets: ['b', 'a'] },
        ],
      },
    },
  ],
  webAcls: [{}, { mediaWebAclArn: webAclArn, site: { webAclArn } }],
  replication: [{}, { replication: { bucketArn: 'arn:aws:s3:::files-copy' } }],
  reservedConcurrency: [
    {},
    { operations: { reservedConcurrency: { 'issue-upload': 5, 'receive-upload': 20 } } },
  ],
  budget: [{}, { operations: { budget: { usdPerMonth: 99.5, emails: ['ops@example.com'] } } }],
  queues: [{}, { operations: { queueConcurrency: 2, queueAttempts: 50 } }],
  sources: [
    {},
    { site: { page: false, sources: [{ directory: 'front', routing: 'single-page' }] } },
    { site: { sources: [{ directory: 'front', prefix: 'shop' }], notFoundPage: '/404.html' } },
  ],
  domain: [
    {},
    { site: { domain: { name: 'files.example.com', certificateArn } } },
    {
      site: {
        domain: {
          name: 'files.example.com',
          certificateArn,
          hostedZone: { id: 'Z0123456789', name: 'example.com' },
        },
      },
    },
  ],
  domains: [
    {},
    {
      domains: {
        api: {
          name: 'api.example.com',
          certificateArn: certificateArn.replace('us-east-1', 'eu-central-1'),
          hostedZone: { id: 'Z0123456789', name: 'example.com' },
        },
        media: {
          name: 'media.example.com',
          certificateArn,
          hostedZone: { id: 'Z0123456789', name: 'example.com' },
          minimumTls: 'TLSv1.2_2025',
        },
      },
    },
  ],
  accessLogs: [{}, { site: { accessLogs: { days: 90 } } }],
  links: [{}, { site: { links: false } }],
  delivery: [
    {},
    {
      site: {
        http3: false,
        compress: false,
        priceClass: '100',
        contentSecurityPolicy: { 'font-src': ['https://fonts.example.com'] },
      },
    },
  ],
} as const satisfies Readonly<Record<string, readonly Draft[]>>;

/** How many values each option has. */
export const optionSizes = Object.fromEntries(
  Object.entries(documentedOptions).map(([option, values]) => [option, values.length]),
);

/** The configuration of one row of choices; a scanner that is chosen scans every collection. */
export function configOf(choice: Choice) {
  const drafts: Draft[] = Object.entries(documentedOptions).map(
    ([option, values]) => values[choice[option] ?? 0] ?? {},
  );
  const merged: Draft = {
    ...Object.assign({}, ...drafts),
    operations: Object.assign({}, ...drafts.map(({ operations }) => operations)),
    site: Object.assign({}, ...drafts.map(({ site }) => site)),
  };
  const collections: Readonly<Record<string, CollectionInput>> = merged.collections ?? {};
  const scanned = Object.entries(collections).map(([name, collection]) => [
    name,
    merged.scanner ? { ...collection, scan: true } : collection,
  ]);
  return defineConfig({ ...merged, collections: Object.fromEntries(scanned) });
}

/** What differs from the defaults, for titles. */
export const describeChoice = (choice: Choice): string =>
  Object.entries(choice)
    .filter(([, value]) => value > 0)
    .map(([option, value]) => `${option} ${value}`)
    .join(', ') || 'the defaults';
