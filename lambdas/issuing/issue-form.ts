// POST /forms: reserves the most that a file may have, stores its record and returns a form for a page without scripts.
import { ownerFor, type Principal } from '../domain/access.ts';
import { collectionOf } from '../domain/collection.ts';
import type { VisibleFile } from '../domain/file.ts';
import { acceptedBy, admitForm, planForm } from '../domain/form.ts';
import type { PresignForm } from '../domain/form-ports.ts';
import type { ViewFile } from '../http/file-view.ts';
import type { FormResponse } from '../http/form-contract.ts';
import type { FormRequest } from '../http/form-requests.ts';
import { type AddOnePorts, addOne, requireRoom } from './add-one.ts';
import { fingerprintOf, type PendingFilePorts } from './pending-file.ts';

interface Ports extends AddOnePorts, Pick<PendingFilePorts, 'newId' | 'newToken' | 'now'> {
  readonly presignForm: PresignForm;
  readonly viewFile: ViewFile;
}

type Issued = FormResponse & { readonly isReplay: boolean };

/**
 * Issues a form, for the caller or for the owner that a service names; a request repeated with its Idempotency-Key receives the
 * same file again.
 */
export const issueForm =
  (ports: Ports) =>
  async (
    { owner: named, ...request }: FormRequest,
    principal: Principal,
    idempotencyKey?: string,
  ): Promise<Issued> => {
    const { config, newId, newToken, now } = ports;
    const uploader = { admittedAs: principal, owner: ownerFor(principal, named) };
    const at = now();
    const form = admitForm(request, principal, config, at);
    requireRoom(form.size, uploader, ports);
    const identity = { id: newId(), publicToken: newToken(), owner: uploader.owner.sub, at };
    const fingerprint = fingerprintOf([request]);
    const key = idempotencyKey ? { key: idempotencyKey, fingerprint } : undefined;
    const { file, isReplay } = await addOne(
      planForm(form, identity, config),
      uploader,
      principal,
      key,
      ports,
    );
    return { ...(await formResponse(file, principal, ports)), isReplay };
  };

/** The file as the caller sees it and, while its upload may begin, the form. */
async function formResponse(
  file: VisibleFile,
  principal: Principal,
  { config, presignForm, viewFile, now }: Ports,
): Promise<FormResponse> {
  const view = viewFile(file, principal);
  if (file.status !== 'pending' || !file.form) return { file: view };
  const { form, expiresAt } = file;
  const secondsLeft = Math.floor((Date.parse(expiresAt) - now().getTime()) / 1000);
  if (secondsLeft < 1) return { file: view };
  const signed = await presignForm({ ...file, form }, secondsLeft);
  const accept = acceptedBy(form, collectionOf(config, file.collection));
  return { file: view, form: { ...signed, accept, expiresAt } };
}
