import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { canonicalType, claimedType, isTextType } from '../../client/claimed-type.ts';
import { claimedType as serverClaimedType } from '../../lambdas/domain/claimed-type.ts';
import * as server from '../../lambdas/domain/content-types.ts';
import { extensionsInUse } from '../../lambdas/domain/extensions-in-use.ts';
import { foreignTypes } from '../../lambdas/domain/foreign-types.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';
import { clientTypeTable, clientTypeTablePath } from '../../packages/build/type-table.ts';

const types = [
  ...Object.entries(knownTypes).flatMap(([type, { aliases = [] }]) => [type, ...aliases]),
  ...Object.keys(foreignTypes),
  ...['', 'application/octet-stream', 'binary/octet-stream', 'application/x-force-download'],
  ...['application/binary', 'application/unknown', 'application/x-unknown', 'application/download'],
  ...['application/x-download', 'application/force-download'],
  ...['image/x-new', 'Text/CSV; charset=utf-8', 'nonsense', ' IMAGE/PNG '],
];
const names = [...extensionsInUse, '.unknown', '.', ''].map((extension) => `a.b${extension}`);

it('carries the table that the server has', () => {
  expect(readFileSync(clientTypeTablePath, 'utf8')).toBe(clientTypeTable());
});

it('understands every claim as the server does', () => {
  for (const type of types) {
    expect(canonicalType(type)).toBe(server.canonicalType(type));
    expect(isTextType(canonicalType(type))).toBe(server.isTextType(type));
    for (const name of names) {
      const [here, there] = [claimedType(type, name), serverClaimedType(type, name)];
      if (here !== there)
        expect({ type, name, claimed: here }).toEqual({ type, name, claimed: there });
    }
  }
});
