// DynamoDB: one record and the grants of it that could name the caller.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { granteesOf } from '../../domain/access.ts';
import type { FindAccess } from '../../domain/ports.ts';
import { fileKey, fileOf, grantKey } from './dynamo-items.ts';
import { BATCH_KEYS, readItems } from './read-items.ts';

/**
 * One BatchGetItem of the record and one key per name of the caller, so the cost does not grow with how many others
 * the file is shared with. Groups beyond the 98th are not looked up.
 */
export const findAccessWith =
  (dynamo: DynamoDBClient, TableName: string): FindAccess =>
  async (id, principal) => {
    // DynamoDB refuses a key that is asked for twice, and nothing keeps a token from naming a group twice.
    const grantees = [...new Set(granteesOf(principal))].slice(0, BATCH_KEYS - 1);
    const keys = [fileKey(id), ...grantees.map((grantee) => grantKey(id, grantee))];
    const items = await readItems(dynamo, TableName, keys);
    const record = items.find(({ sk }) => sk?.S === 'FILE');
    return {
      file: record && fileOf(record),
      isGranted: items.length > (record ? 1 : 0),
    };
  };
