// Generates the OpenAPI 3.1 document of the API from the table of operations and the schemas of the contract.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RouteKey, routes } from '../lambdas/functions.ts';
import { issuedSchema } from '../lambdas/http/contract.ts';
import type { Operation } from '../lambdas/http/operation.ts';
import { commonProblems, operations } from '../lambdas/http/operations.ts';
import { problemStatus } from '../lambdas/http/problem-status.ts';
import packageJson from '../package.json' with { type: 'json' };
import { apiSchemas, type Json, problemReference, referenceOf } from './api-schemas.ts';
import { projectRoot } from './project.ts';

/** The answers of API Gateway itself, before a function is called; their form cannot be changed. */
const gatewayAnswers: Readonly<Record<number, string>> = {
  401: 'the token is missing, expired or of another issuer',
  403: 'the token has none of the required scopes',
  413: 'the request has more than 10 MB',
  429: 'the limit of the stage or of the route is used up',
  431: 'the request line and headers have more than 10,240 bytes',
  500: 'the function did not answer',
  503: 'the function did not answer in time',
};

const pageContent = { 'text/html': { schema: { type: 'string' } } };

function problemAnswers(
  codes: readonly string[],
  gatewayStatuses: readonly number[],
  hasErrorPage = false,
): Json {
  const statuses = new Map<number, string[]>(gatewayStatuses.map((status) => [status, []]));
  for (const code of codes) {
    const status = code === 'internal' ? 500 : problemStatus[code as keyof typeof problemStatus];
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...statuses].map(([status, those]) => {
      const gateway = gatewayStatuses.includes(status) ? gatewayAnswers[status] : undefined;
      const schemas = those.map(problemReference);
      return [
        status,
        {
          description: [
            ...(those.length > 0
              ? [`Code ${those.map((code) => `\`${code}\``).join(' or ')}.`]
              : []),
            ...(gateway ? [`From API Gateway itself where ${gateway}.`] : []),
          ].join(' '),
          content: {
            ...(schemas.length > 0 && {
              'application/problem+json': {
                schema: schemas.length === 1 ? schemas[0] : { oneOf: schemas },
              },
            }),
            // When the request line is too long, the answer has only the status.
            ...(gateway !== undefined &&
              status !== 431 && {
                'application/json': { schema: { $ref: '#/components/schemas/GatewayMessage' } },
              }),
            ...(hasErrorPage && status === problemStatus.not_found && pageContent),
          },
        },
      ];
    }),
  );
}

/** What a route answers that the site passes on, see docs/decisions/0053-links-under-the-site.md. */
const throughSite: Json = {
  410: {
    description: 'Code `not_found`, under the name of the site; at the API itself it is 404.',
    content: {
      'application/problem+json': { schema: problemReference('not_found') },
      ...pageContent,
    },
  },
};

const pathParameters: Readonly<Record<string, Json>> = {
  id: { description: 'Id of the file.', schema: { type: 'string' } },
  principal: {
    description: '`user:<sub>` or `group:<name>`, percent-encoded.',
    schema: { type: 'string' },
  },
  owner: { description: '`sub` of the owner, percent-encoded.', schema: { type: 'string' } },
  linkId: { description: 'Id of the link.', schema: { type: 'string' } },
  token: { description: 'The token that the link carries.', schema: { type: 'string' } },
};

function parametersOf(
  path: string,
  operation: Operation,
  schemas: Readonly<Record<string, Json>>,
): readonly Json[] {
  const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => {
    const parameter = pathParameters[name];
    if (!parameter) throw new Error(`The path parameter ${name} has no description.`);
    return { name, in: 'path', required: true, ...parameter };
  });
  const inHeader = Object.entries(operation.headers ?? {}).map(([name, schema]) => ({
    name,
    in: 'header',
    required: false,
    schema: referenceOf(schema),
  }));
  if (!operation.query) return [...inPath, ...inHeader];
  const component = referenceOf(operation.query).$ref.split('/').at(-1) ?? '';
  const { properties, required = [] } = schemas[component] as unknown as {
    properties: Record<string, Json>;
    required?: readonly string[];
  };
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
  return [...inPath, ...inHeader, ...inQuery];
}

const describedHeaders = (headers: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' } },
    ]),
  );

function successAnswers({ successes }: Operation): Json {
  return Object.fromEntries(
    Object.entries(successes).map(([status, { description, schema, isPage, headers }]) => [
      status,
      {
        description,
        ...(headers && { headers: describedHeaders(headers) }),
        ...(schema && { content: { 'application/json': { schema: referenceOf(schema) } } }),
        ...(isPage && { content: pageContent }),
        ...(schema === issuedSchema && { links: linksOfFile }),
      },
    ]),
  );
}

/** Links from an issued file's id to every operation of a file, for programs that follow links. */
const linksOfFile = Object.fromEntries(
  Object.entries(operations)
    .filter(([route]) => route.includes('/files/{id}'))
    .map(([, { id }]) => [id, { operationId: id, parameters: { id: '$response.body#/file/id' } }]),
);

/** The whole document; the server's address is filled in by the function that serves it. */
function apiDescription(): Json {
  const schemas = apiSchemas();
  const paths: Record<string, Json> = {};
  for (const { method, path, isAnonymous, takesPermission } of routes) {
    const operation = operations[`${method} ${path}` as RouteKey];
    const problems = isAnonymous ? operation.problems : [...commonProblems, ...operation.problems];
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId: operation.id,
        summary: operation.summary,
        security: takesPermission
          ? [{ uploadPermission: [] }]
          : isAnonymous
            ? []
            : [{ accessToken: [] }],
        parameters: parametersOf(path, operation, schemas),
        ...(operation.body && {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: referenceOf(operation.body) } },
          },
        }),
        responses: {
          ...successAnswers(operation),
          ...problemAnswers(
            [...problems, 'internal'],
            isAnonymous ? [429, 431, 500, 503] : [401, 403, 413, 429, 431, 500, 503],
            operation.hasErrorPage,
          ),
          ...(operation.hasErrorPage && throughSite),
        },
      },
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Airlock',
      version: packageJson.version,
      description:
        'Uploads, their verdicts and their downloads. Bytes never pass through this API: it issues signed forms and URLs for S3.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the configured issuer.',
        },
        uploadPermission: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of an upload permission.',
        },
      },
      schemas,
    },
  };
}

/** Path of the document, for the function that serves it. */
export const apiDescriptionFile = join(projectRoot, 'lambdas', 'http', 'openapi.json');

/** The file's text. */
export const apiDescriptionText = (): string => `${JSON.stringify(apiDescription(), null, 2)}\n`;

/** Writes the file. */
export const writeApiDescription = (): void =>
  writeFileSync(apiDescriptionFile, apiDescriptionText());
