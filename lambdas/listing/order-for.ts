// The order that a request asks for: by time, by name or by size.
import { invalid } from '../domain/errors.ts';
import type { FileOrder } from '../domain/file-order.ts';
import type { ListQuery } from '../domain/list-ports.ts';
import type { ListRequest } from '../http/list-requests.ts';

/** An order by the time of the claims, which the indexes have. */
export interface TimeOrder {
  readonly sort: 'time';
  readonly order: ListQuery['order'];
}

/**
 * The order of a list.
 * @throws Refusal `invalid_request` when `order` does not belong to `sort`, such as `newest` by name
 */
export function orderFor({
  sort = 'time',
  order,
}: Pick<ListRequest, 'sort' | 'order'>): TimeOrder | FileOrder {
  if (sort === 'time') {
    if (order === 'ascending' || order === 'descending') {
      throw invalid('order', `${order} goes with sort=name or sort=size; send newest or oldest.`);
    }
    return { sort, order };
  }
  if (order === 'newest' || order === 'oldest') {
    throw invalid('order', `${order} goes with sort=time; send ascending or descending.`);
  }
  return { sort, isDescending: order === 'descending' };
}
