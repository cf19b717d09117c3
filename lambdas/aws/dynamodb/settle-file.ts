// DynamoDB: a pending file becomes ready or rejected, or begins to wait for its scan, once.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { FileRecord, Settlement } from '../../domain/file.ts';
import type { SettleFile } from '../../domain/ports.ts';
import { needsScan, scanningFields, settle, settledFields } from '../../domain/transitions.ts';
import { changeFileIn } from './change-file.ts';
import { fileKey, fileOf, toItem } from './dynamo-items.ts';

/**
 * The usual cases, an accepted file that replaces nothing and one that is now scanned, are one UpdateItem under the
 * condition of `maySettle`; when it fails, DynamoDB hands back the record as it stands. A refusal releases quota, a
 * replacement ends another file and a scan may be over already: those read the record and are transactions.
 */
export const settleFileIn = (dynamo: DynamoDBClient, TableName: string): SettleFile => {
  const change = changeFileIn(dynamo, TableName);

  return async (id, settlement) => {
    const isAccepted = settlement.verdict.outcome === 'accepted';
    const known = isAccepted ? await writeAtOnce(id, settlement) : undefined;
    // The store holds nothing of this file: another read would find nothing either.
    if (isAccepted && !known) return undefined;
    return change(id, (file) => settle(file, settlement), settlement, known);
  };

  async function writeAtOnce(id: string, settlement: Settlement): Promise<FileRecord | undefined> {
    const { changes, gone, isPlain } = needsScan(settlement)
      ? {
          changes: scanningFields(settlement),
          gone: 'multipart',
          isPlain: 'attribute_not_exists(#scan)',
        }
      : {
          changes: { ...settledFields(settlement), statusAt: `ready#${settlement.at}#${id}` },
          gone: 'expiresAt, multipart, pendingShard',
          isPlain: 'attribute_not_exists(#scan) AND attribute_not_exists(replaces)',
        };
    const fields = Object.entries(changes);
    try {
      const { Attributes } = await dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: toItem(fileKey(id)),
          UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')} REMOVE ${gone}`,
          ConditionExpression: `#status = :pending AND #size = :size AND ${isPlain}`,
          ExpressionAttributeNames: Object.fromEntries(
            [...Object.keys(changes), 'status', 'size', 'scan'].map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: toItem({
            ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
            ':pending': 'pending',
            ':size': settlement.verdict.size,
          }),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return Attributes && fileOf(Attributes);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item && fileOf(error.Item);
    }
  }
};
