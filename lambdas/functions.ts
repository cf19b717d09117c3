// The functions, their routes and the environment variables of each: shared by stacks, client and tests.
import type { Environment } from './env.ts';

/** An HTTP route of the API and the function that answers it. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path in API Gateway's syntax, `{name}` for parameters. */
  readonly path: `/${string}`;
  readonly function: RoutedFunction;
  /** Open to every caller: the path itself, or a permission, authorizes the request. Default: only with a token. */
  readonly isAnonymous?: true;
  /** Takes an upload permission in place of an access token; the function verifies it. */
  readonly takesPermission?: true;
}

/** The functions, each a folder below `lambdas/`, in the order of the story. */
export const functionNames = [
  'issue-upload',
  'sign-parts',
  'list-parts',
  'complete-upload',
  'receive-upload',
  'scan-upload',
  'receive-scan-result',
  'relay-changes',
  'make-variants',
  'record-variants',
  'publish-file',
  'get-file',
  'list-files',
  'get-usage',
  'issue-download',
  'edit-file',
  'add-grant',
  'remove-grant',
  'list-grants',
  'issue-link',
  'revoke-link',
  'list-links',
  'follow-link',
  'find-principals',
  'permit-upload',
  'describe-api',
  'refuse-route',
  'delete-file',
  'delete-owner',
  'purge-file',
  'reap-uploads',
  'reconcile',
] as const;

/** Functions that validate uploads, each with the inspecting thread beside its bundle. */
export const inspectingFunctions = [
  'complete-upload',
  'receive-upload',
  'reap-uploads',
  'reconcile',
] as const;

/** Functions that sign downloads, each with the CDN's signer beside its bundle. */
export const signingFunctions = ['issue-download', 'follow-link'] as const;

/** Functions that commands invoke as an operator, each with the output that names it. */
export const operatedFunctions = {
  'issue-upload': 'IssueUploadFunctionName',
  'list-files': 'ListFilesFunctionName',
  'issue-download': 'IssueDownloadFunctionName',
  'get-usage': 'GetUsageFunctionName',
  'delete-owner': 'DeleteOwnerFunctionName',
} as const satisfies Partial<Record<FunctionName, string>>;

/** Functions that write the audit log, where it is switched on. */
export const auditingFunctions: readonly FunctionName[] = [
  'issue-upload',
  'list-files',
  'issue-download',
  'edit-file',
  'add-grant',
  'remove-grant',
  'issue-link',
  'revoke-link',
  'follow-link',
  'permit-upload',
  'delete-file',
  'delete-owner',
];

/** The functions of the static side, which know nothing of files. */
const siteFunctionNames = ['prune-releases'] as const;

/** The functions that CloudFormation invokes during a deployment. */
const deployFunctionNames = ['create-download-key', 'create-webhook-secret'] as const;

/** The functions that every webhook has one instance of. */
const webhookFunctionNames = ['deliver-webhook'] as const;

/** The function that verifies tokens, where API Gateway's own authorizer cannot verify those of every issuer. */
export const authorizerName = 'authorize-request';

/** Every function there is. */
export const allFunctionNames = [
  ...functionNames,
  ...siteFunctionNames,
  ...deployFunctionNames,
  ...webhookFunctionNames,
  authorizerName,
] as const;

/** A function's name: its folder, and in PascalCase its construct id. */
export type FunctionName = (typeof functionNames)[number];

/** Every function's name. */
export type AnyFunctionName = (typeof allFunctionNames)[number];

/** The functions that exist only where a collection demands a scan, by the engine they belong to. */
export const scanFunctions = {
  clamd: 'scan-upload',
  guardduty: 'receive-scan-result',
} as const satisfies Record<'clamd' | 'guardduty', FunctionName>;

/** A function that exists only where a collection demands a scan. */
export type ScanFunction = (typeof scanFunctions)[keyof typeof scanFunctions];

/** The functions that exist only where a collection makes variants of its images. */
export const variantFunctions = ['make-variants', 'record-variants'] as const;

/** A function that exists only where a collection makes variants. */
export type VariantFunction = (typeof variantFunctions)[number];

/** The function that exists only where a directory is configured, and its route with it. */
export const directoryFunction = 'find-principals' as const satisfies FunctionName;

/** A function that every stack has. */
export type CoreFunction = Exclude<
  FunctionName,
  ScanFunction | VariantFunction | typeof directoryFunction
>;

/** A function that a route may lead to. */
export type RoutedFunction = CoreFunction | typeof directoryFunction;

const permitted = { isAnonymous: true, takesPermission: true } as const;

const routeTable = [
  { method: 'POST', path: '/files', function: 'issue-upload' },
  { method: 'POST', path: '/forms', function: 'issue-upload' },
  { method: 'POST', path: '/files/{id}/parts', function: 'sign-parts' },
  { method: 'GET', path: '/files/{id}/parts', function: 'list-parts' },
  { method: 'POST', path: '/files/{id}/complete', function: 'complete-upload' },
  { method: 'GET', path: '/files/{id}', function: 'get-file' },
  { method: 'GET', path: '/files/{id}/versions', function: 'get-file' },
  { method: 'GET', path: '/files', function: 'list-files' },
  { method: 'GET', path: '/files/{id}/download', function: 'issue-download' },
  { method: 'POST', path: '/downloads', function: 'issue-download' },
  { method: 'PATCH', path: '/files/{id}', function: 'edit-file' },
  { method: 'DELETE', path: '/files/{id}', function: 'delete-file' },
  { method: 'POST', path: '/deletions', function: 'delete-file' },
  { method: 'POST', path: '/owners/{owner}/deletions', function: 'delete-owner' },
  { method: 'PUT', path: '/files/{id}/grants/{principal}', function: 'add-grant' },
  { method: 'DELETE', path: '/files/{id}/grants/{principal}', function: 'remove-grant' },
  { method: 'GET', path: '/files/{id}/grants', function: 'list-grants' },
  { method: 'POST', path: '/files/{id}/links', function: 'issue-link' },
  { method: 'DELETE', path: '/files/{id}/links/{linkId}', function: 'revoke-link' },
  { method: 'GET', path: '/files/{id}/links', function: 'list-links' },
  { method: 'GET', path: '/links/{token}', function: 'follow-link', isAnonymous: true },
  { method: 'HEAD', path: '/links/{token}', function: 'follow-link', isAnonymous: true },
  { method: 'POST', path: '/links/{token}', function: 'follow-link', isAnonymous: true },
  { method: 'POST', path: '/principals/lookups', function: 'find-principals' },
  { method: 'GET', path: '/usage', function: 'get-usage' },
  { method: 'POST', path: '/upload-permissions', function: 'permit-upload' },
  { method: 'POST', path: '/permitted/files', function: 'issue-upload', ...permitted },
  { method: 'GET', path: '/permitted/files', function: 'list-files', ...permitted },
  { method: 'GET', path: '/permitted/files/{id}', function: 'get-file', ...permitted },
  { method: 'POST', path: '/permitted/files/{id}/parts', function: 'sign-parts', ...permitted },
  { method: 'GET', path: '/permitted/files/{id}/parts', function: 'list-parts', ...permitted },
  {
    method: 'POST',
    path: '/permitted/files/{id}/complete',
    function: 'complete-upload',
    ...permitted,
  },
  { method: 'GET', path: '/openapi.json', function: 'describe-api', isAnonymous: true },
] as const satisfies readonly Route[];

/** Every route of the API. */
export const routes: readonly Route[] = routeTable;

/** The route of what no other route takes, as API Gateway names it, and the function that refuses it. */
export const unknownRoute = { key: '$default', function: 'refuse-route' } as const;

/** A route as API Gateway names it, such as `GET /files/{id}`. */
export type RouteKey = KeyOf<(typeof routeTable)[number]>;
type KeyOf<Each> = Each extends Route ? `${Each['method']} ${Each['path']}` : never;

/** Routes that are not part of the API: a command invokes `issue-upload` with them. */
export type OperatorRouteKey = 'POST /imports' | 'POST /imports/lookups';

/** The variables that each function reads. */
export const functionEnvironment = {
  'issue-upload': ['TABLE_NAME', 'MEDIA_BUCKET', 'MEDIA_ORIGIN', 'EVENT_BUS'],
  'sign-parts': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'list-parts': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'complete-upload': ['TABLE_NAME', 'MEDIA_BUCKET', 'MEDIA_ORIGIN'],
  'receive-upload': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'scan-upload': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'receive-scan-result': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'relay-changes': [
    'MEDIA_ORIGIN',
    'PUBLICATIONS_QUEUE',
    'SCANS_QUEUE',
    'VARIANTS_QUEUE',
    'EVENT_BUS',
    'EVENT_SOURCE',
  ],
  'make-variants': ['MEDIA_BUCKET', 'VARIANT_RESULTS_QUEUE'],
  'record-variants': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'publish-file': [
    'TABLE_NAME',
    'MEDIA_BUCKET',
    'PUBLIC_BUCKET',
    'MEDIA_DISTRIBUTION',
    'PUBLICATIONS_QUEUE',
  ],
  'get-file': ['TABLE_NAME', 'MEDIA_ORIGIN'],
  'list-files': ['TABLE_NAME', 'CURSOR_KEY', 'MEDIA_ORIGIN'],
  'issue-download': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'get-usage': ['TABLE_NAME'],
  'edit-file': ['TABLE_NAME', 'MEDIA_ORIGIN'],
  'add-grant': ['TABLE_NAME'],
  'remove-grant': ['TABLE_NAME'],
  'list-grants': ['TABLE_NAME', 'CURSOR_KEY'],
  'issue-link': ['TABLE_NAME', 'LINK_ORIGIN'],
  'revoke-link': ['TABLE_NAME'],
  'list-links': ['TABLE_NAME', 'CURSOR_KEY'],
  'follow-link': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'find-principals': ['USER_POOL_ID'],
  'permit-upload': ['TABLE_NAME'],
  'describe-api': [],
  'refuse-route': [],
  'delete-file': ['TABLE_NAME'],
  'delete-owner': ['TABLE_NAME'],
  'purge-file': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'reap-uploads': ['TABLE_NAME', 'MEDIA_BUCKET'],
  reconcile: ['TABLE_NAME', 'MEDIA_BUCKET', 'PUBLIC_BUCKET', 'MEDIA_DISTRIBUTION'],
  'prune-releases': ['STATIC_BUCKET'],
  'create-download-key': [],
  'create-webhook-secret': [],
  'authorize-request': ['TRUSTED_ISSUER', 'TRUSTED_AUDIENCES'],
  'deliver-webhook': ['WEBHOOK_NAME', 'WEBHOOK_URL', 'WEBHOOK_QUEUE', 'WEBHOOK_SECRETS'],
} as const satisfies Record<AnyFunctionName, readonly (keyof Environment)[]>;

const cdnDownload = [
  'TABLE_NAME',
  'MEDIA_ORIGIN',
  'DOWNLOAD_KEY_ID',
  'DOWNLOAD_KEY_PARAMETER',
] as const;

/** What functions that sign downloads read instead when downloads go through the CDN: they need nothing of S3. */
export const cdnDownloadEnvironment: Partial<
  Record<AnyFunctionName, readonly (keyof Environment)[]>
> = { 'issue-download': cdnDownload, 'follow-link': cdnDownload };
