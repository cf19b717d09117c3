// Rules broken on purpose, one adapter each: the checker must notice.
import {
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { overwrite } from '../../lambdas/aws/dynamodb/change-file.ts';
import { itemOf, usageChange } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { settledFields } from '../../lambdas/domain/transitions.ts';
import type { Sabotage } from './stage.ts';

/** Skips the pin: whatever lies under the key just now is served. */
export const serveNewest: Sabotage = ({ presignGet, listVersions }) => ({
  presignGet: async (version, ...rest) => {
    const [newest = version] = await listVersions(version.key);
    return presignGet(newest, ...rest);
  },
});

/** Settles unconditionally: a verdict is written whatever the record says by now. */
export const settleAnyway: Sabotage = ({ findFile }, { dynamo, table }) => ({
  settleFile: async (id, settlement) => {
    const file = await findFile(id);
    if (!file) return undefined;
    const { status: _status, ...identity } = file;
    const settled = { ...identity, ...settledFields(settlement) };
    await dynamo.send(new PutItemCommand({ TableName: table, Item: itemOf(settled) }));
    return settled;
  },
});

/** Releases quota twice: in a request of its own, before the tombstone, and so once more when that fails. */
export const releaseApart: Sabotage = (_adapters, { dynamo, table }) => ({
  removeFile: async (file, tombstone) => {
    await dynamo.send(new UpdateItemCommand(usageChange(table, file, -1)));
    const TransactItems = [overwrite(table, file, tombstone)];
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  },
});
