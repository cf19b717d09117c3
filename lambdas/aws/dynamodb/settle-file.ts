// DynamoDB: settles a pending file once, as ready, rejected or waiting for its scan.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FileRecord, Settlement } from '../../domain/file.ts';
import type { SettleFile } from '../../domain/ports.ts';
import { needsScan, scanningFields, settle, settledFields } from '../../domain/transitions.ts';
import { changeFileWith } from './change-file.ts';
import { fileKey, fileOf, intoLists, toItem } from './dynamo-items.ts';
import { updateIf } from './update-if.ts';

/**
 * The usual cases, an accepted file that replaces nothing and one that is now scanned, are one UpdateItem under the condition of
 * `maySettle`; when it fails, DynamoDB returns the current record. The other cases read the record and are transactions: a
 * refusal releases quota, a form releases the part of its quota that the file does not need, a replacement changes another file,
 * and a scan may be over already.
 */
export const settleFileWith = (dynamo: DynamoDBClient, TableName: string): SettleFile => {
  const change = changeFileWith(dynamo, TableName);

  return async (id, settlement) => {
    const isAccepted = settlement.verdict.outcome === 'accepted';
    const known = isAccepted ? await writeAtOnce(id, settlement) : undefined;
    // The table holds no record of this file: another read would find none either.
    if (isAccepted && !known) return undefined;
    return change(id, (file) => settle(file, settlement), settlement, known);
  };

  async function writeAtOnce(id: string, settlement: Settlement): Promise<FileRecord | undefined> {
    const { changes, lists, gone, isPlain } = needsScan(settlement)
      ? {
          changes: scanningFields(settlement),
          lists: [],
          gone: ['multipart'],
          isPlain: 'attribute_not_exists(#scan)',
        }
      : {
          changes: settledFields(settlement),
          lists: [intoLists.set],
          gone: ['expiresAt', 'multipart', intoLists.remove],
          isPlain: 'attribute_not_exists(#scan) AND attribute_not_exists(replaces)',
        };
    const fields = Object.entries(changes);
    const sets = [...fields.map(([name]) => `#${name} = :${name}`), ...lists];
    const { item } = await updateIf(dynamo, {
      TableName,
      Key: toItem(fileKey(id)),
      UpdateExpression: `SET ${sets.join(', ')} REMOVE ${gone.join(', ')}`,
      ConditionExpression: `#status = :pending AND #size = :size AND attribute_not_exists(#form) AND ${isPlain}`,
      ExpressionAttributeNames: Object.fromEntries(
        [...Object.keys(changes), 'status', 'size', 'scan', 'form'].map((name) => [
          `#${name}`,
          name,
        ]),
      ),
      ExpressionAttributeValues: toItem({
        ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
        ':pending': 'pending',
        ':size': settlement.verdict.size,
      }),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return item && fileOf(item);
  }
};
