// Validates the whole configuration at synth; the error names every wrong field.

import { z } from 'zod';
import type { Config } from '../lambdas/config/config.ts';
import { MAX_BURST, MAX_RATE_PER_SECOND } from '../lambdas/config/throttle-config.ts';
import { MAX_POST_BYTES, MiB, S3_MAX_OBJECT_BYTES } from '../lambdas/domain/sizes.ts';
import { routes } from '../lambdas/functions.ts';
import { ConfigError } from './config-error.ts';
import {
  answer,
  bytes,
  contentType,
  field,
  integer,
  list,
  object,
  oneOf,
  origin,
  record,
  retentionDays,
  show,
  text,
} from './config-fields.ts';
import { auth } from './validate-auth.ts';
import { contentFields } from './validate-content.ts';
import { domains, refuseLinksWithoutNames, refuseSharedNames } from './validate-domains.ts';
import { events } from './validate-events.ts';
import { checkGroups, grantee, reader, uploader } from './validate-groups.ts';
import { checkReserved, operations } from './validate-operations.ts';
import { checkScans, scanDemand, scanner } from './validate-scanner.ts';
import { site, webAclArn } from './validate-site.ts';
import { staticFiles } from './validate-static.ts';
import { refuseIdleStorage, replication, storage } from './validate-storage.ts';
import { checkVariants, variantFields } from './validate-variants.ts';

const seconds = integer('seconds', 60, 3600);

const collectionName = text(
  'a collection’s name: 1 to 64 lower-case letters, digits and hyphens',
  /^[a-z0-9-]{1,64}$/,
);

const collection = object(
  {
    name: collectionName,
    types: list(contentType, 'content types', 1),
    maxBytes: bytes(1, S3_MAX_OBJECT_BYTES),
    uploaders: list(uploader, 'audiences'),
    readers: list(reader, 'audiences'),
    administrators: list(reader, 'audiences'),
    keyLayout: oneOf('date', 'owner', 'flat'),
    disposition: oneOf('inline', 'attachment'),
    scan: scanDemand.optional(),
    ...contentFields,
    visibility: oneOf('private', 'public'),
    keepReplacedDays: integer('days', 0, 365),
    publishers: list(reader, 'audiences'),
    ...variantFields,
    retainDays: integer('days', 1, 36_500).optional(),
    storage: storage.optional(),
  },
  'a collection such as images() or { types, maxBytes }',
).superRefine(refuseIdleStorage);

/** A collection is called by its key; a name beside it would be another one in keys of S3 and in records. */
function refuseOtherNames(
  collections: Readonly<Record<string, { readonly name: string }>>,
  context: z.RefinementCtx,
): void {
  for (const [key, { name }] of Object.entries(collections)) {
    if (name === key) continue;
    const message = `is ${show(name)}, and the collection stands under ${show(key)}; remove the field name`;
    context.addIssue({ code: 'custom', path: [key, 'name'], message });
  }
}

const quota = {
  bytes: bytes(0, Number.MAX_SAFE_INTEGER),
  files: integer('files', 0, Number.MAX_SAFE_INTEGER),
};

const requestLimit = {
  ratePerSecond: integer('requests per second', 1, MAX_RATE_PER_SECOND),
  burst: integer('requests', 1, MAX_BURST),
};
const routeKeys = routes.map(({ method, path }) => `${method} ${path}`);
const routeKey = field<string>(`one of the routes ${routeKeys.join(', ')}`, (value) =>
  routeKeys.includes(value),
);

/** If the first issuer of the configuration names no client, the page cannot sign anyone in. */
function checkPage(
  value: { readonly site: { readonly page: boolean }; readonly auth: unknown },
  context: z.RefinementCtx,
): void {
  const { issuer, clientId, audiences, authorizedParties } = value.auth as Config['auth'];
  const isReported = audiences.length + authorizedParties.length === 0;
  if (!value.site.page || issuer === undefined || clientId !== undefined || isReported) return;
  context.addIssue({
    code: 'custom',
    path: ['auth', 'clientId'],
    message: 'is missing, and the page signs in with it; set it, or site.page to false',
  });
}

const config = object({
  // Short, so that CloudFormation never shortens names that begin with it; Cognito refuses its own names in a sign-in domain.
  name: text(
    'a letter, then up to 18 letters, digits and hyphens, without "aws", "amazon" or "cognito" in it',
    /^(?!.*(aws|amazon|cognito))[a-z][a-z0-9-]{0,18}(?<!-)$/i,
  ),
  collections: z
    .record(z.string(), collection, {
      error: answer('an object of collections by name, such as { photos: images() }'),
    })
    .refine((all) => Object.keys(all).length > 0, {
      error: 'is empty; expected at least one collection, such as images: { types, maxBytes }',
    })
    .superRefine(refuseOtherNames),
  origins: list(origin, 'origins'),
  expiry: object({
    uploadSeconds: seconds,
    multipartDays: integer('days', 1, 30),
    downloadSeconds: seconds,
  }),
  multipartThresholdBytes: bytes(5 * MiB, MAX_POST_BYTES),
  quota: object({
    ...quota,
    overrides: record(grantee, object(quota).partial(), 'an object of limits by user or group'),
  }),
  retention: object({
    rejectedDays: integer('days', 1, 365),
    // Longer than any upload may take, so that a late upload still finds the tombstone.
    deletedDays: integer('days', 31, 365),
  }),
  sharing: object({
    grantsPerFile: integer('grants', 1, 10_000),
    linksPerFile: integer('links', 1, 10_000),
  }),
  auth,
  validation: object({ cpuSeconds: integer('seconds', 1, 30) }),
  scanner: scanner.optional(),
  throttle: object({
    ...requestLimit,
    routes: record(routeKey, object(requestLimit), 'an object of limits by route'),
  }),
  domains: domains.optional(),
  downloads: oneOf('cdn', 's3'),
  downloadKeys: list(
    text('a generation of the key: 1 to 16 lower-case letters and digits', /^[a-z0-9]{1,16}$/),
    'generations',
    1,
  ),
  logRetentionDays: retentionDays,
  events: events.optional(),
  mediaWebAclArn: webAclArn.optional(),
  replication: replication.optional(),
  operations,
  site,
  static: staticFiles.optional(),
})
  .superRefine(checkScans)
  .superRefine(checkPage)
  .superRefine((value, context) => checkGroups(value as unknown as Config, context))
  .superRefine(refuseSharedNames)
  .superRefine(refuseLinksWithoutNames)
  .superRefine(checkVariants)
  .superRefine(checkReserved);

/** A line for each wrong field of a configuration; none if every field is right. */
export const problemsOf = (value: unknown): readonly string[] =>
  linesOf(config.safeParse(value).error);

/**
 * Returns the configuration if every field is right.
 * @throws one error with a line for each wrong field: where it is, what it is, what was expected.
 */
export function validateConfig(value: unknown, file: string): Config {
  const { success, data, error } = config.safeParse(value);
  if (success) return data as Config;
  const lines = linesOf(error);
  throw new ConfigError(
    `${file} cannot be used; fields that are wrong: ${lines.length}\n${lines.map((line) => `  ${line}`).join('\n')}`,
  );
}

/** A line for each issue: where it is, what it is, what was expected. */
export const linesOf = (error: z.core.$ZodError | undefined): readonly string[] =>
  error?.issues.flatMap(linesOfIssue) ?? [];

function linesOfIssue(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${pathOf([...issue.path, key])} is unknown; remove it`);
  }
  return [`${pathOf(issue.path)} ${issue.message}`];
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '') || 'The default export';
