// Reads the grantee in a path.
import type { Grantee } from '../domain/access.ts';
import { granteeSchema } from './grant-requests.ts';
import { check } from './request.ts';

/** Reads the grantee that a path names; refuses with `invalid_request`. */
export const readGrantee = (params: Readonly<Record<string, string>>): Grantee =>
  check(granteeSchema, params.principal, 'principal') as Grantee;
