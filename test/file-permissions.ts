// The permissions of a caller who may do nothing with a file, and of one who may do everything.
import type { Permissions } from '../lambdas/http/contract.ts';

const each = (value: boolean): Permissions => ({
  download: value,
  edit: value,
  publish: value,
  share: value,
  delete: value,
  replace: value,
});

export const noPermissions = each(false);
export const allPermissions = each(true);
