// Lists the owners who keep files by their counters in the table, with the limits of each.
import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { UsageResponse } from '../../lambdas/http/contract.ts';
import { ask } from '../ask.ts';
import type { CallFunction } from '../call-function.ts';
import { answerOf } from './owner-files.ts';

/** One owner. */
export interface OwnerUsage {
  /** `sub` of the principal. */
  readonly owner: string;
  /** Files, pending uploads included. */
  readonly files: number;
  readonly bytes: number;
  /** The owner's limits by the deployed configuration, without those of groups, which only tokens name. */
  readonly limits: UsageResponse['limits'];
}

/** Sort key of the counters in the partition of each owner. */
const SORT_KEY = 'USAGE';
const PARTITION_PREFIX = 'OWNER#';

/** How many owners' limits are requested at the same time. */
const AT_ONCE = 10;

/**
 * Lists the owners with at least one file, in the order of the table, which stays the same; `after` continues behind an owner of an
 * earlier list. Scans the table: each step reads up to 1 MB of it. Needs `dynamodb:Scan` on the table, and
 * `lambda:InvokeFunction` on the function that answers `GET /usage`.
 * @throws {OperateError} when a request is refused
 */
export async function* listOwners(
  dynamo: DynamoDBClient,
  TableName: string,
  { limitsOf, after }: { readonly limitsOf: FindLimits; readonly after?: string | undefined },
): AsyncGenerator<OwnerUsage> {
  let from: Record<string, AttributeValue> | undefined =
    after === undefined
      ? undefined
      : { pk: { S: `${PARTITION_PREFIX}${after}` }, sk: { S: SORT_KEY } };
  do {
    const scan = new ScanCommand({
      TableName,
      FilterExpression: 'sk = :usage AND files > :none',
      ExpressionAttributeValues: { ':usage': { S: SORT_KEY }, ':none': { N: '0' } },
      ...(from && { ExclusiveStartKey: from }),
    });
    const { Items = [], LastEvaluatedKey } = await ask('DynamoDB', 'Scan', dynamo.send(scan));
    for (let start = 0; start < Items.length; start += AT_ONCE) {
      yield* await Promise.all(
        Items.slice(start, start + AT_ONCE).map(async ({ pk, files, bytes }) => {
          const owner = pk?.S?.slice(PARTITION_PREFIX.length) ?? '';
          const limits = await limitsOf(owner);
          return { owner, files: Number(files?.N), bytes: Number(bytes?.N), limits };
        }),
      );
    }
    from = LastEvaluatedKey;
  } while (from !== undefined);
}

/** The limits of an owner. */
type FindLimits = (owner: string) => Promise<UsageResponse['limits']>;

/** Finds limits by the function that answers `GET /usage`. */
export const limitsBy =
  (call: CallFunction, functionName: string): FindLimits =>
  async (owner) => {
    const query = new URLSearchParams({ owner }).toString();
    const request = { functionName, routeKey: 'GET /usage', path: '/usage', query };
    return answerOf<UsageResponse>(await call(request)).limits;
  };
