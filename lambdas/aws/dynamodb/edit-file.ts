// DynamoDB: updates title, caption, metadata and visibility, unless the revision changed.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FileRecord } from '../../domain/file.ts';
import { isSameMetadata } from '../../domain/metadata.ts';
import type { Edit, EditFile } from '../../domain/ports.ts';
import { fileKey, fileOf, toItem } from './dynamo-items.ts';
import { updateIf } from './update-if.ts';

/** One UpdateItem under the condition that the file is at the revision the edit is based on. */
export const editFileWith =
  (dynamo: DynamoDBClient, TableName: string): EditFile =>
  async (id, edit) => {
    const { sets, removals, values } = changesOf(edit);
    const names = [...Object.keys(values), ...removals, 'status', 'revision'];
    const { isWritten, item } = await updateIf(dynamo, {
      TableName,
      Key: toItem(fileKey(id)),
      UpdateExpression: [
        `SET ${['#revision = :next', ...sets].join(', ')}`,
        ...(removals.length > 0 ? [`REMOVE ${removals.map((name) => `#${name}`)}`] : []),
      ].join(' '),
      ConditionExpression: '#revision = :revision AND NOT #status IN (:deleted, :merged)',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: toItem({
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
        ':revision': edit.revision,
        ':next': edit.revision + 1,
        ':deleted': 'deleted',
        ':merged': 'merged',
      }),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const file = item && fileOf(item);
    if (!file || file.status === 'merged') return false;
    return isWritten || isOutcome(file, edit) ? file : false;
  };

/**
 * Whether the file already is what this edit produces: the first attempt was written, its answer was lost, and the SDK sent a
 * second one. The same edit by another caller is no conflict either.
 */
const isOutcome = (
  file: FileRecord,
  { title, caption, metadata, publication, revision }: Edit,
): boolean =>
  file.status !== 'deleted' &&
  file.revision === revision + 1 &&
  (title === undefined || title === (file.title ?? null)) &&
  (caption === undefined || caption === (file.caption ?? null)) &&
  (metadata === undefined || isSameMetadata(metadata ?? undefined, file.metadata)) &&
  (publication === undefined || publication.visibility === file.visibility);

/** The attributes that an edit sets, with their values, and those that it removes. */
function changesOf({ title, caption, metadata, publication }: Edit) {
  // As a Map: the SDK takes an object with the name `constructor` for an instance of another class.
  const map = metadata && new Map(Object.entries(metadata));
  const fields = Object.entries({ title, caption, metadata: map });
  const values = Object.fromEntries(fields.filter(([, value]) => value));
  const removals = fields.filter(([, value]) => value === null).map(([name]) => name);
  const sets = Object.keys(values).map((name) => `#${name} = :${name}`);
  if (!publication) return { sets, removals, values };
  const { visibility, publicToken } = publication;
  sets.push('#visibility = :visibility');
  if (visibility === 'private') return { sets, removals, values: { ...values, visibility } };
  return {
    // A copy that is still being withdrawn keeps its token: once deleted, it is created again under the same path.
    sets: [...sets, '#publicToken = if_not_exists(#publicToken, :publicToken)'],
    removals: [...removals, 'publishedAt', 'addressedAt'],
    values: { ...values, visibility, publicToken },
  };
}
