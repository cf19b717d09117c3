// DynamoDB: the filter expression of a list of files.
import type { ListFilter, ListScope } from '../../domain/list-ports.ts';

/** A filter expression with its names and values; the expression is absent where everything matches. */
export interface FilterExpression {
  readonly expression?: string | undefined;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

const FAMILY = '/*';

/** The filter of a query. A collection's own index holds no other collection, and DynamoDB refuses a filter on its key. */
export function filterOf({
  owner,
  collection,
  status,
  type,
  name,
  search = [],
  ...scope
}: ListScope & ListFilter): FilterExpression {
  const conditions: string[] = [];
  const names: Record<string, string> = {};
  const values: Record<string, string> = {};
  const add = (
    attribute: string,
    value: string,
    condition: (name: string, value: string) => string,
  ) => {
    names[`#${attribute}`] = attribute;
    values[`:${attribute}`] = value;
    conditions.push(condition(`#${attribute}`, `:${attribute}`));
  };
  const equals = (attribute: string, value: string) => `${attribute} = ${value}`;
  const begins = (attribute: string, value: string) => `begins_with(${attribute}, ${value})`;

  if (owner !== undefined && collection !== undefined) add('collection', collection, equals);
  else if ('within' in scope && scope.within) {
    names['#collection'] = 'collection';
    const keys = scope.within.map((each, index) => {
      values[`:collection${index}`] = each;
      return `:collection${index}`;
    });
    conditions.push(`#collection IN (${keys.join(', ')})`);
  }
  if (status) add('status', status, equals);
  if (type?.endsWith(FAMILY)) add('contentType', type.slice(0, 1 - FAMILY.length), begins);
  else if (type) add('contentType', type, equals);
  if (name) add('filename', name, begins);
  if (search.length > 0) Object.assign(names, { '#filename': 'filename', '#title': 'title' });
  for (const [index, word] of search.entries()) {
    const contains = word.flatMap((spelling, at) => {
      const value = `:word${index}_${at}`;
      values[value] = spelling;
      return ['#filename', '#title'].map((attribute) => `contains(${attribute}, ${value})`);
    });
    conditions.push(`(${contains.join(' OR ')})`);
  }
  return {
    ...(conditions.length > 0 && { expression: conditions.join(' AND ') }),
    names,
    values,
  };
}
