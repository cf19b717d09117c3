// POST /upload-permissions: issues a permission with which its bearer uploads for an owner.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { mayPermit, type Principal } from '../domain/access.ts';
import { collectionOf } from '../domain/collection.ts';
import { invalid, Refusal } from '../domain/errors.ts';
import type { AddUploadPermission } from '../domain/permission-ports.ts';
import type { NewToken, Now } from '../domain/ports.ts';
import { secondsAfter } from '../domain/time.ts';
import { permissionIdOf, takenTypes, type UploadPermission } from '../domain/upload-permission.ts';
import type { UploadPermissionRequest } from '../http/permission-requests.ts';
import type { UploadPermissionResponse } from '../http/service-contract.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly addUploadPermission: AddUploadPermission;
  readonly newToken: NewToken;
  readonly now: Now;
}

/** Issues a permission. Its token is returned only here; only its hash is stored. */
export const permitUpload =
  ({ config, addUploadPermission, newToken, now }: Ports) =>
  async (
    { expiresInSeconds, types, ...terms }: UploadPermissionRequest,
    principal: Principal,
  ): Promise<UploadPermissionResponse> => {
    if (!mayPermit(principal)) {
      throw new Refusal('forbidden', 'Only a service may issue upload permissions.', {});
    }
    const collection = collectionOf(config, terms.collection);
    if (!collection) {
      const names = Object.keys(config.collections).join(', ');
      throw invalid('collection', `is not one of ${names}.`);
    }
    const token = newToken();
    const at = now();
    const permission: UploadPermission = {
      ...terms,
      ...(types && { types: takenTypes(collection, types) }),
      id: permissionIdOf(token) ?? '',
      expiresAt: secondsAfter(at, expiresInSeconds),
      createdBy: principal.sub,
      createdAt: at.toISOString(),
    };
    await addUploadPermission(permission);
    const { id, expiresAt, maxUploads } = permission;
    return { id, token, expiresAt, maxUploads };
  };
