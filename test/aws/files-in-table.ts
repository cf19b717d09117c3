// The adapters that write files, bound to a table of their own, at a fixed time.
import { addFileWith } from '../../lambdas/aws/dynamodb/add-file.ts';
import { editFileWith } from '../../lambdas/aws/dynamodb/edit-file.ts';
import { findFileWith } from '../../lambdas/aws/dynamodb/find-file.ts';
import { findUsageWith } from '../../lambdas/aws/dynamodb/find-usage.ts';
import { removeFileWith } from '../../lambdas/aws/dynamodb/remove-file.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { FileRecord, PendingFile } from '../../lambdas/domain/file.ts';
import { remove } from '../../lambdas/domain/transitions.ts';
import { backendForFile } from '../backend-for-file.ts';
import { settlement } from './records.ts';

const now = () => new Date('2026-11-22T10:00:00Z');
const room = { bytes: 1_000_000, files: 1000 };

/** Starts a backend for the calling test file, and binds the adapters to its table. */
export async function filesInTable() {
  const backend = await backendForFile({ config: defineConfig({ collections: {} }), now });
  const { dynamo, table } = backend;
  const addFile = addFileWith(dynamo, table, now);
  const settleFile = settleFileWith(dynamo, table);
  const removeFile = removeFileWith(dynamo, table);
  const tombstoneOf = (file: FileRecord) =>
    remove(file, { at: now().toISOString(), keptUntil: '2027-01-21T10:00:00.000Z' });
  return {
    backend,
    add: (file: PendingFile, limits = room) => addFile(file, limits),
    find: findFileWith(dynamo, table),
    settle: (id: string, ...verdict: Parameters<typeof settlement>) =>
      settleFile(id, settlement(...verdict)),
    usage: findUsageWith(dynamo, table),
    edit: editFileWith(dynamo, table),
    tombstoneOf,
    removeAsRead: (file: FileRecord) => removeFile(file, tombstoneOf(file)),
  };
}
