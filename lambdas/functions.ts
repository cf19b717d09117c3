// The functions that exist, the routes that lead to them and what each may touch: shared by stacks, client and tests.
import type { Environment } from './env.ts';

/** An HTTP route of the API and the function that answers it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path in API Gateway's syntax, `{name}` for parameters. */
  readonly path: `/${string}`;
  readonly function: FunctionName;
}

/** The functions, each a folder below `lambdas/`, in the order of the story. */
export const functionNames = [
  'issue-upload',
  'sign-parts',
  'list-parts',
  'complete-upload',
  'receive-upload',
  'get-file',
  'list-files',
  'issue-download',
  'delete-file',
] as const;

/** A function's name: its folder, and in PascalCase its construct id. */
export type FunctionName = (typeof functionNames)[number];

/** Every route of the API. */
export const routes: readonly Route[] = [
  { method: 'POST', path: '/files', function: 'issue-upload' },
  { method: 'POST', path: '/files/{id}/parts', function: 'sign-parts' },
  { method: 'GET', path: '/files/{id}/parts', function: 'list-parts' },
  { method: 'POST', path: '/files/{id}/complete', function: 'complete-upload' },
  { method: 'GET', path: '/files/{id}', function: 'get-file' },
  { method: 'GET', path: '/files', function: 'list-files' },
  { method: 'GET', path: '/files/{id}/download', function: 'issue-download' },
  { method: 'DELETE', path: '/files/{id}', function: 'delete-file' },
];

/** The variables that each function reads. */
export const functionEnvironment = {
  'issue-upload': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'sign-parts': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'list-parts': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'complete-upload': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'receive-upload': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'get-file': ['TABLE_NAME'],
  'list-files': ['TABLE_NAME', 'CURSOR_KEY'],
  'issue-download': ['TABLE_NAME', 'MEDIA_BUCKET'],
  'delete-file': ['TABLE_NAME', 'MEDIA_BUCKET'],
} as const satisfies Record<FunctionName, readonly (keyof Environment)[]>;
