// Makes the import by which a new stack adopts the resources that a removed one has left: buckets, table and user pool.
import { OperateError } from './operate-error.ts';

/** S3 User Guide, "General purpose bucket naming rules". */
const bucket = { what: 'a bucket', pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/ } as const;

/**
 * The resources that can be adopted, by their options: the path below an Airlock, the property by which CloudFormation
 * identifies each, and how its name or id is written.
 */
export const adoptable = {
  'media-bucket': {
    place: /^MediaBucket\/Resource$/,
    identifier: 'BucketName',
    ...bucket,
  },
  'public-bucket': {
    place: /^PublicBucket\/Resource$/,
    identifier: 'BucketName',
    ...bucket,
  },
  table: {
    place: /^Files\/Resource$/,
    identifier: 'TableName',
    what: 'a table',
    // DynamoDB API Reference, "CreateTable".
    pattern: /^[\w.-]{3,255}$/,
  },
  'user-pool': {
    place: /^Users\/UserPool\/Resource$/,
    identifier: 'UserPoolId',
    what: 'a user pool, such as eu-central-1_Ab12Cd34E',
    // Cognito User Pools API Reference, "DescribeUserPool".
    pattern: /^[\w-]{1,40}_[0-9a-zA-Z]{1,14}$/,
  },
} as const;

/** Physical names of the resources to adopt. */
export type KeptNames = Readonly<Partial<Record<keyof typeof adoptable, string | undefined>>>;

interface Definition {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** The input of CloudFormation's CreateChangeSet for an import. */
export interface Import {
  readonly template: { readonly Resources: Readonly<Record<string, object>> };
  /** `ResourcesToImport`. */
  readonly resources: readonly {
    readonly ResourceType: string;
    readonly LogicalResourceId: string;
    readonly ResourceIdentifier: Readonly<Record<string, string>>;
  }[];
}

/**
 * Makes the import from the resources of the template of the next deployment. An import creates nothing, so properties that refer
 * to other resources are left out; the deployment that follows sets them.
 * @param root The path of the Airlock.
 * @throws {OperateError} when nothing is named, a name that no such resource has, or a resource that the template does not have
 */
export function importOf(
  definitions: Readonly<Record<string, Definition>>,
  root: string,
  names: KeptNames,
): Import {
  const chosen = Object.entries(adoptable).flatMap(([option, { place, identifier, ...kind }]) => {
    const name = names[option as keyof KeptNames];
    if (name === undefined) return [];
    if (!kind.pattern.test(name)) {
      throw new OperateError(
        `--${option} is ${JSON.stringify(name)}; expected the name or id of ${kind.what}, without an ARN around it.`,
      );
    }
    const found = Object.entries(definitions).find(([, { Metadata }]) => {
      const path = String(Metadata?.['aws:cdk:path'] ?? '');
      return path.startsWith(`${root}/`) && place.test(path.slice(root.length + 1));
    });
    if (!found) {
      throw new OperateError(
        `The template creates nothing that --${option} could name; leave the option out.`,
      );
    }
    const [logicalId, definition] = found;
    return [{ logicalId, definition, identifier: { [identifier]: name } }];
  });
  if (chosen.length === 0) {
    const options = Object.keys(adoptable).map((option) => `--${option}`);
    throw new OperateError(`Name what to adopt: ${options.join(', ')}.`);
  }
  return {
    template: {
      Resources: Object.fromEntries(
        chosen.map(({ logicalId, definition: { Type, Properties = {}, Metadata } }) => {
          const own = Object.entries(Properties).filter(([, value]) => !refersToOthers(value));
          const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Metadata };
          return [logicalId, { Type, Properties: Object.fromEntries(own), ...kept }];
        }),
      ),
    },
    resources: chosen.map(({ logicalId, definition, identifier }) => ({
      ResourceType: definition.Type,
      LogicalResourceId: logicalId,
      ResourceIdentifier: identifier,
    })),
  };
}

/** Whether a value refers to a resource, or to the output of a stack that may not be deployed yet. */
function refersToOthers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => {
    if (key === 'Ref') return !String(inner).startsWith('AWS::');
    if (/^Fn::(GetAtt|GetStackOutput|ImportValue|Sub)$/.test(key)) return true;
    return refersToOthers(inner);
  });
}
