// The scenarios of what services, owners and schedules do besides uploading: permissions, edits, limits, retention, variants,
// deletion of an owner.
import type { Principal } from '../../lambdas/domain/access.ts';
import { sharingLimits } from './collections.ts';
import type { Environment } from './environment.ts';
import { readyFile, uploadAndCheck } from './upload-and-check.ts';
import { ann, createLink, issue, revokeLink, share, unshare } from './users.ts';

const service: Principal = { sub: 'backend', groups: [], isService: true };
const gus: Principal = { sub: 'gus', groups: [] };
const hal: Principal = { sub: 'hal', groups: [] };

const MULTIPART_SIZE = 60;
const DAY_HOURS = 24;
/** One call deletes fifty files, the next one completes; the others are for the answers that were lost. */
const DELETION_CALLS = 4;

/** A scenario; each step continues as far as it can after earlier failures. */
type Scenario = (env: Environment) => Promise<void>;

/** Changes the title of the owner's file. */
async function retitle(env: Environment, id: string, title: string): Promise<void> {
  const expectedFile = env.expected.of(id);
  const metadata = { for: title };
  const answer = await env.call('edit-file', () => env.useCases.edit(id, { title, metadata }, ann));
  if ('value' in answer) expectedFile.title = title;
  // Without an answer the title is that of either edit.
  else delete expectedFile.title;
}

/** These scenarios by their name. */
export const serviceScenarios = {
  /** Issues an upload permission for one file and uses it; a second use makes no second file. */
  async permit(env) {
    env.begin();
    const terms = { owner: ann.sub, collection: 'notes', maxUploads: 1, expiresInSeconds: 3600 };
    const answer = await env.call('permit-upload', () => env.useCases.permit(terms, service));
    if (!('value' in answer)) return;
    const permissionId = answer.value.id;
    env.expected.uploadsRequested += 1;
    await uploadAndCheck(env, { permissionId });
    await uploadAndCheck(env, { permissionId });
  },

  async edit(env) {
    const id = await readyFile(env);
    env.begin();
    for (const title of ['One', 'Two', 'Three']) await retitle(env, id, title);
  },

  /** Shares a file as often as it may be, and once more; removes and shares again. */
  async limits(env) {
    const id = await readyFile(env);
    await share(env, id);
    for (let count = 1; count < sharingLimits.linksPerFile; count += 1) await createLink(env, id);
    env.begin();
    await share(env, id, gus);
    await share(env, id, hal);
    await unshare(env, id);
    await share(env, id, hal);
    const made = await createLink(env, id);
    await createLink(env, id);
    if (made) await revokeLink(env, id, made);
    await createLink(env, id);
  },

  /** Lets a file reach the end of its time, with a grant and a link. */
  async retention(env) {
    const id = await readyFile(env, { collection: 'brief' });
    await share(env, id);
    await createLink(env, id);
    env.advance(DAY_HOURS + 1);
    env.expected.of(id).status = 'deleted';
    env.begin();
    for (let run = 1; run <= 2; run += 1) {
      await env.run('reap-uploads', () => env.useCases.reap(() => true));
      await env.handOffs.drain();
    }
  },

  async variants(env) {
    env.begin();
    await uploadAndCheck(env, { collection: 'pictures', isPicture: true });
  },

  async 'delete-owner'(env) {
    const ready = await readyFile(env);
    await share(env, ready);
    await createLink(env, ready);
    const inParts = await issue(env, { size: MULTIPART_SIZE });
    env.begin();
    const files = [...env.expected.files.values()];
    for (const file of files) file.mayBeDeleted = true;
    for (let call = 1; call <= DELETION_CALLS; call += 1) {
      const answer = await env.call('delete-owner', () => env.useCases.deleteOwner(ann.sub, ann));
      await env.handOffs.drain();
      if (!('value' in answer) || !answer.value.isComplete) continue;
      for (const file of files) file.status = 'deleted';
      break;
    }
    if (!inParts) throw new Error('No upload was issued although no fault is injected.');
  },
} as const satisfies Record<string, Scenario>;
