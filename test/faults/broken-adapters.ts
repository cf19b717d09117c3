// Adapters that each break one rule on purpose; the audit must report it.
import {
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { overwrite } from '../../lambdas/aws/dynamodb/change-file.ts';
import { itemOf, usageChange } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { settledFields } from '../../lambdas/domain/transitions.ts';
import type { BrokenAdapters } from './environment.ts';

/** Ignores the pinned version: serves the newest version of the key. */
export const serveNewest: BrokenAdapters = ({ presignGet, listVersions }) => ({
  presignGet: async (version, ...rest) => {
    const [newest = version] = await listVersions(version.key);
    return presignGet(newest, ...rest);
  },
});

/**
 * Settles without a condition: writes the verdict whatever the current record is. A file that was pending once is still
 * read as pending, as by two deliveries at the same time.
 */
export const settleUnconditionally: BrokenAdapters = ({ findFile }, { dynamo, table }) => {
  const pending = new Map<string, FileRecord>();
  return {
    findFile: async (id) => {
      const file = await findFile(id);
      if (file?.status === 'pending') pending.set(id, file);
      return pending.get(id) ?? file;
    },
    settleFile: async (id, settlement) => {
      const file = await findFile(id);
      if (!file) return undefined;
      const { status: _status, ...identity } = file;
      const settled = { ...identity, ...settledFields(settlement) };
      await dynamo.send(new PutItemCommand({ TableName: table, Item: itemOf(settled) }));
      return settled;
    },
  };
};

/** Releases quota in a separate request before the tombstone, and so twice when the tombstone is retried. */
export const releaseQuotaSeparately: BrokenAdapters = (_adapters, { dynamo, table }) => ({
  removeFile: async (file, tombstone) => {
    await dynamo.send(new UpdateItemCommand(usageChange(table, file, -1)));
    const TransactItems = [overwrite(table, file, tombstone)];
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  },
});
