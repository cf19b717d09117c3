// Holds answers of the API against its OpenAPI document: status, content type and every field of the body.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import description from '../lambdas/http/openapi.json' with { type: 'json' };

type Json = Record<string, unknown>;

/** One answer as the document sees it. */
export interface ObservedAnswer {
  readonly method: string;
  /** Path with its values, query included. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

// A field that an answer has and the document does not name is a finding here, although callers have to expect such fields.
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const object = Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, closed(each)]),
  );
  const isOpenObject = 'properties' in object && !('additionalProperties' in object);
  return isOpenObject ? { ...object, additionalProperties: false } : object;
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'api', components: closed(description.components) as Json });

const compiled = new Map<string, ValidateFunction>();
function validatorOf(schema: unknown): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
  const known = compiled.get(text) ?? ajv.compile(JSON.parse(text) as Json);
  compiled.set(text, known);
  return known;
}

const paths = Object.entries(description.paths as Record<string, Record<string, Json>>).map(
  ([path, operations]) => ({
    segments: path.split('/'),
    operations,
  }),
);

function operationFor(method: string, path: string): Json | undefined {
  const segments = (path.split('?')[0] ?? '').split('/');
  const matches = paths.filter(
    (each) =>
      each.segments.length === segments.length &&
      each.segments.every((name, index) => name.startsWith('{') || name === segments[index]),
  );
  return matches.map(({ operations }) => operations[method.toLowerCase()]).find(Boolean);
}

// RFC 9457 has `type` beside the fields that the document names.
const withoutType = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null) return body;
  const { type: _type, ...rest } = body as Json;
  return rest;
};

/** What the document does not allow about an answer; empty when it is as described. Unknown routes are not judged. */
export function deviationsOf(answer: ObservedAnswer): readonly string[] {
  const operation = operationFor(answer.method, answer.path);
  if (!operation) return [];
  const where = `${answer.method} ${answer.path} ${answer.status}`;
  const response = (operation.responses as Record<string, Json>)[answer.status];
  if (!response) return [`${where}: the status is not documented`];
  const content = response.content as Record<string, { schema: unknown }> | undefined;
  const mediaType = answer.contentType?.split(';')[0] ?? '';
  if (!content || Object.keys(content).length === 0) return [];
  const media = content[mediaType];
  if (!media) return [`${where}: the content type ${mediaType} is not documented`];
  const validate = validatorOf(media.schema);
  const body = mediaType === 'application/problem+json' ? withoutType(answer.body) : answer.body;
  if (validate(body)) return [];
  return [`${where}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(answer.body)}`];
}
