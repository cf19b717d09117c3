// CloudFormation's specification of resource types: which hold state, and which properties cannot change in place.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** A resource type, as far as an upgrade is concerned. */
export interface ResourceType {
  readonly isStateful: boolean;
  /** Properties whose change makes CloudFormation create a new resource and delete the old one. */
  readonly replacing: readonly string[];
}

interface Database {
  readonly schema: {
    readonly resource: {
      readonly entities: Readonly<
        Record<
          string,
          {
            readonly cloudFormationType: string;
            readonly isStateful?: boolean;
            readonly properties: Readonly<
              Record<string, { readonly causesReplacement?: 'yes' | 'maybe' | 'no' }>
            >;
          }
        >
      >;
    };
  };
}

/**
 * Reads AWS's specification of every resource type, in the edition by which the pinned `cdk diff` decides what would be
 * replaced.
 */
export async function readSpecification(): Promise<ReadonlyMap<string, ResourceType>> {
  const cdk = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
  const packed = await readFile(join(cdk, 'db.json.gz'));
  const { schema } = JSON.parse(String(await promisify(gunzip)(packed))) as Database;
  return new Map(
    Object.values(schema.resource.entities).map((type) => [
      type.cloudFormationType,
      {
        isStateful: type.isStateful ?? false,
        replacing: Object.entries(type.properties)
          .filter(([, { causesReplacement = 'no' }]) => causesReplacement !== 'no')
          .map(([property]) => property),
      },
    ]),
  );
}
