// 1. POST /files: admits a claim, stores its record and returns where to send the bytes.
import type { Principal } from '../domain/access.ts';
import { type UploadPermission, uploaderOf } from '../domain/upload-permission.ts';
import type { IssueRequest } from '../http/claim-requests.ts';
import type { IssueResponse } from '../http/contract.ts';
import { type AddOnePorts, addOne, requireRoom } from '../issuing/add-one.ts';
import { type IssueResponsePorts, issueResponse } from '../issuing/issue-response.ts';
import {
  admitRequest,
  createPendingFile,
  fingerprintOf,
  type PendingFilePorts,
} from '../issuing/pending-file.ts';

type Ports = PendingFilePorts & IssueResponsePorts & AddOnePorts;

type Issued = IssueResponse & { readonly isReplay: boolean };

/**
 * Issues an upload, for the caller or for the owner that a service or a permission names; a request repeated with its
 * Idempotency-Key receives the same file again.
 */
export const issueUpload =
  (ports: Ports) =>
  async (
    { owner: named, ...request }: IssueRequest,
    principal: Principal,
    idempotencyKey?: string,
    permission?: UploadPermission,
  ): Promise<Issued> => {
    const uploader = uploaderOf(principal, named, permission);
    const claim = admitRequest(request, uploader, ports);
    requireRoom(claim.size, uploader, ports);
    const file = await createPendingFile(claim, uploader, ports);
    const fingerprint = fingerprintOf([request]);
    const key = idempotencyKey ? { key: idempotencyKey, fingerprint } : undefined;
    const added = await addOne(file, uploader, principal, key, ports);
    return {
      ...(await issueResponse(added.file, principal, request, ports)),
      isReplay: added.isReplay,
    };
  };
