// The components of the OpenAPI document: the schemas of the contract, with the comments on their fields as descriptions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import * as batchRequests from '../lambdas/http/batch-requests.ts';
import * as claimRequests from '../lambdas/http/claim-requests.ts';
import * as answers from '../lambdas/http/contract.ts';
import * as deletionRequests from '../lambdas/http/deletion-requests.ts';
import * as downloadRequests from '../lambdas/http/download-requests.ts';
import * as editRequests from '../lambdas/http/edit-requests.ts';
import * as forms from '../lambdas/http/form-contract.ts';
import * as formRequests from '../lambdas/http/form-requests.ts';
import * as grantRequests from '../lambdas/http/grant-requests.ts';
import * as linkRequests from '../lambdas/http/link-requests.ts';
import * as listRequests from '../lambdas/http/list-requests.ts';
import * as pageRequests from '../lambdas/http/page-requests.ts';
import * as partRequests from '../lambdas/http/part-requests.ts';
import * as permissionRequests from '../lambdas/http/permission-requests.ts';
import * as principals from '../lambdas/http/principal-contract.ts';
import * as principalRequests from '../lambdas/http/principal-requests.ts';
import * as services from '../lambdas/http/service-contract.ts';
import * as usageRequests from '../lambdas/http/usage-requests.ts';
import * as verdicts from '../lambdas/http/verdict-contract.ts';
import { projectRoot } from './project.ts';
import { commentAbove, fieldCommentsOf } from './schema-comments.ts';

/** A JSON object of the document. */
export type Json = Record<string, unknown>;

/** The modules of the contract with their sources; requests are separate from answers. */
const modules = [
  { module: batchRequests, file: 'batch-requests.ts', isAnswer: false },
  { module: claimRequests, file: 'claim-requests.ts', isAnswer: false },
  { module: deletionRequests, file: 'deletion-requests.ts', isAnswer: false },
  { module: downloadRequests, file: 'download-requests.ts', isAnswer: false },
  { module: editRequests, file: 'edit-requests.ts', isAnswer: false },
  { module: grantRequests, file: 'grant-requests.ts', isAnswer: false },
  { module: linkRequests, file: 'link-requests.ts', isAnswer: false },
  { module: listRequests, file: 'list-requests.ts', isAnswer: false },
  { module: pageRequests, file: 'page-requests.ts', isAnswer: false },
  { module: partRequests, file: 'part-requests.ts', isAnswer: false },
  { module: permissionRequests, file: 'permission-requests.ts', isAnswer: false },
  { module: principalRequests, file: 'principal-requests.ts', isAnswer: false },
  { module: usageRequests, file: 'usage-requests.ts', isAnswer: false },
  { module: formRequests, file: 'form-requests.ts', isAnswer: false },
  { module: forms, file: 'form-contract.ts', isAnswer: true },
  { module: verdicts, file: 'verdict-contract.ts', isAnswer: true },
  { module: principals, file: 'principal-contract.ts', isAnswer: true },
  { module: services, file: 'service-contract.ts', isAnswer: true },
  { module: answers, file: 'contract.ts', isAnswer: true },
];

/** `issueRequestSchema` is the component `IssueRequest`. */
const componentName = (constant: string): string =>
  constant.charAt(0).toUpperCase() + constant.slice(1).replace(/Schema$/, '');

const isSchema = (value: unknown): value is z.core.$ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value;

const sourceOf = (file: string): string =>
  readFileSync(join(projectRoot, 'lambdas', 'http', file), 'utf8');

/** The comments on the fields that all lists share. */
const pageComments = fieldCommentsOf(sourceOf('page-requests.ts'), 'page');

const components = modules.flatMap(({ module, file, isAnswer }) => {
  const source = sourceOf(file);
  return Object.entries(module).flatMap(([constant, schema]) =>
    constant.endsWith('Schema') && isSchema(schema) ? [{ constant, schema, source, isAnswer }] : [],
  );
});

/**
 * The schemas of one direction as components: a field with a default is optional in a request and always present in an answer.
 */
function componentSchemas(isAnswer: boolean): Json {
  const registry = z.registry<{ id: string }>();
  const those = components.filter((each) => each.isAnswer === isAnswer);
  for (const { constant, schema } of those) registry.add(schema, { id: componentName(constant) });
  const { schemas } = z.toJSONSchema(registry, {
    io: isAnswer ? 'output' : 'input',
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'throw',
  });
  for (const { constant, source } of those) {
    const schema = schemas[componentName(constant)] as Json;
    const description = commentAbove(source, constant);
    if (description !== '') schema.description = description;
    const shared = isAnswer ? [] : pageComments;
    for (const [path, text] of [...shared, ...fieldCommentsOf(source, constant)]) {
      describe(schema, path.split('.'), text);
    }
  }
  // The order of a module's exports depends on the program that loads it.
  const sorted = Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([id, schema]) => [id, cleaned(schema, isAnswer)]));
}

/** Writes a description at a path of property names, through lists and alternatives. */
function describe(schema: Json, path: readonly string[], text: string): void {
  const [name = '', ...rest] = path;
  for (const branch of [...listOf(schema.anyOf), ...listOf(schema.oneOf)])
    describe(branch, path, text);
  if (schema.items) describe(schema.items as Json, path, text);
  const property = (schema.properties as Record<string, Json> | undefined)?.[name];
  if (!property) return;
  if (rest.length > 0) describe(property, rest, text);
  else property.description = text;
}

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);

/** Bounds that only say how large a number JavaScript can hold exactly. */
const isSafeBound = (key: string, value: unknown): boolean =>
  (key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;

/** The ranges of the two Unicode categories that the contract names; not every generator knows `\\p`. */
const categories = { Cc: String.raw`\u0000-\u001f\u007f-\u009f`, Cs: String.raw`\ud800-\udfff` };

/** A regular expression without Unicode categories, so that programs in other languages read it as well. */
const portablePattern = (pattern: string): string =>
  pattern
    .replaceAll(String.raw`\p{Cc}`, categories.Cc)
    .replaceAll(String.raw`\p{Cs}`, categories.Cs)
    .replaceAll(String.raw`\P{Cc}`, `[^${categories.Cc}]`);

/** Removes keywords without meaning inside a component; answers stay open for the fields of later versions. */
function cleaned(value: unknown, isAnswer: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => cleaned(each, isAnswer));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => key !== '$schema' && key !== '$id' && !isSafeBound(key, each))
      .filter(([key, each]) => !(isAnswer && key === 'additionalProperties' && each === false))
      .map(([key, each]) => [
        key,
        key === 'pattern' ? portablePattern(String(each)) : cleaned(each, isAnswer),
      ]),
  );
}

/** The component of a problem, by its code. */
export const problemReference = (code: string): Json => ({
  $ref: `#/components/schemas/${problemName(code)}`,
});
export const problemName = (code: string): string =>
  `Problem${code.replaceAll(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase())}`;

/** Splits the union of problems into a component for each code, and adds the failure of the service itself. */
function problemSchemas(union: Json): Json {
  const byCode = listOf(union.oneOf ?? union.anyOf).map((schema) => {
    const { code } = schema.properties as { code: { const: string } };
    return [problemName(code.const), schema] as const;
  });
  const internal = {
    type: 'object',
    description: 'The service failed. Nothing is lost; try again.',
    properties: {
      code: { const: 'internal' },
      title: { type: 'string' },
      status: { type: 'number' },
      detail: { type: 'string' },
    },
    required: ['code', 'title', 'status', 'detail'],
  };
  const oneOf = byCode.map(([name]) => ({ $ref: `#/components/schemas/${name}` }));
  return {
    Problem: { description: 'An error of any code, as a batch holds it.', oneOf },
    ...Object.fromEntries(byCode),
    [problemName('internal')]: internal,
  };
}

/** The component that a schema of the contract is. @throws Error when it is not exported from the contract */
export function referenceOf(schema: z.core.$ZodType): { readonly $ref: string } {
  const known = components.find((each) => each.schema === schema);
  if (!known) throw new Error('A schema of an operation is not exported from the contract.');
  return { $ref: `#/components/schemas/${componentName(known.constant)}` };
}

/** Every component. */
export function apiSchemas(): Readonly<Record<string, Json>> {
  const { Problem, ...answerSchemas } = componentSchemas(true) as Record<string, Json>;
  return {
    ...(componentSchemas(false) as Record<string, Json>),
    ...answerSchemas,
    ...(problemSchemas(Problem ?? {}) as Record<string, Json>),
    GatewayMessage: {
      type: 'object',
      description: 'An error of API Gateway itself, not of a function.',
      properties: { message: { type: 'string' } },
      required: ['message'],
    },
  };
}
