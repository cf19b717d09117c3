// The OpenAPI document: current, complete, and every schema in it can be compiled.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { routes } from '../../lambdas/functions.ts';
import { apiDescriptionFile, apiDescriptionText } from '../../lib/api-description.ts';
import { errorReference, errorReferenceFile } from '../../lib/error-reference.ts';
import { deviationsOf } from '../api-contract.ts';

type Json = Record<string, unknown>;
const text = apiDescriptionText();
const document = JSON.parse(text) as {
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json> };
};

/** Every `$ref` in the document. */
const references = Array.from(text.matchAll(/"\$ref": "([^"]+)"/g), ([, target = '']) => target);

describe('the OpenAPI document', () => {
  it('the committed document is what `npm run docs` writes', () => {
    expect(readFileSync(apiDescriptionFile, 'utf8')).toBe(text);
  });

  it('docs/errors.md is what `npm run docs` writes', () => {
    expect(readFileSync(errorReferenceFile, 'utf8')).toBe(errorReference());
  });

  it('every route is an operation, and every operation is a route', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('operation ids are unique', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('every reference leads to a component', () => {
    expect(references.length).toBeGreaterThan(50);
    const missing = references.filter(
      (target) => !Object.hasOwn(document.components.schemas, target.split('/').at(-1) ?? ''),
    );
    expect(missing).toEqual([]);
  });

  it('every component is a valid JSON Schema of 2020-12', () => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'api', components: document.components });
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow();
    }
  });

  it('every field of a request has a description', () => {
    const requests = [
      'IssueRequest',
      'SignPartsRequest',
      'ListRequest',
      'EditRequest',
      'LinkRequest',
    ];
    const undescribed = requests.flatMap((name) =>
      Object.entries(document.components.schemas[name]?.properties as Record<string, Json>)
        .filter(([, schema]) => schema.description === undefined)
        .map(([field]) => `${name}.${field}`),
    );
    expect(undescribed).toEqual([]);
  });
});

describe('the comparison of answers with the document', () => {
  const usage = { bytes: 1, files: 1, limits: { bytes: 2, files: 2 } };
  const answer = { method: 'GET', path: '/usage', status: 200, contentType: 'application/json' };

  it('accepts an answer as it is described', () => {
    expect(deviationsOf({ ...answer, body: usage })).toEqual([]);
  });

  it.each([
    ['a field that is missing', { ...answer, body: { bytes: 1, files: 1 } }],
    ['a field that is not described', { ...answer, body: { ...usage, key: 'secret' } }],
    ['a field of another type', { ...answer, body: { ...usage, bytes: '1' } }],
    ['a status that is not described', { ...answer, status: 418, body: usage }],
    ['a content type that is not described', { ...answer, contentType: 'text/html', body: '' }],
  ])('reports %s', (_case, observed) => {
    expect(deviationsOf(observed)).toHaveLength(1);
  });
});
