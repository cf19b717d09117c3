// Acts of sharing, by grants and links, and requests that must be refused: other people's files, disguised bytes, more than the
// quota.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { FileRejectedError, UnavailableError } from '../../../client/errors.ts';
import { retry } from '../../../client/retry.ts';
import { GiB } from '../../../lambdas/domain/sizes.ts';
import { issue, refusalOf, textClaim } from '../../user.ts';
import { anyOf, type Client, filesOfOthers, type Kept, read, readFile } from '../client.ts';
import { type Person, teams } from '../people.ts';
import { act, always } from './act.ts';

const linkRequest = { expiresInSeconds: 3600, maxUses: 10_000 };

const hasGrant = ({ grant }: Kept) => grant !== undefined;
const hasNoGrant = ({ grant }: Kept) => grant === undefined;
const hasLink = ({ link }: Kept) => link !== undefined;
const hasNoLink = ({ link }: Kept) => link === undefined;
const groupsOf = ({ groups }: Person) => groups.map((group) => `group:${group}`);

/** Files of others that this client may surely read. */
const sharedWith = (client: Client): readonly Kept[] => {
  const names = [`user:${client.person.sub}`, ...groupsOf(client.person)];
  return filesOfOthers(client).filter(
    ({ grant }) => grant?.isSure && names.includes(grant.principal),
  );
};
const isSharedWith = (_file: Kept, client: Client) => sharedWith(client).length > 0;

const isUnshared = ({ grant, isPublic }: Kept) => !grant && !isPublic;
/** Files of other owners that only they may read. */
const strangeTo = (client: Client): readonly Kept[] => filesOfOthers(client).filter(isUnshared);
const hasStrangers = (_file: Kept, client: Client) => strangeTo(client).length > 0;

/** All ways to share, and to read what was shared. */
export const sharing = [
  act('share', 6, hasNoGrant, async ({ airlock, person, crowd }, file) => {
    const others = crowd.clients.filter((each) => each.person.sub !== person.sub);
    const principal =
      Math.random() < 0.5 ? `user:${anyOf(others)?.person.sub}` : `group:${anyOf(teams)}`;
    const grant = { principal, isSure: false };
    file.grant = grant;
    await airlock.share(file.id, principal);
    grant.isSure = true;
  }),
  act('unshare', 3, hasGrant, async ({ airlock }, file) => {
    if (!file.grant) return;
    file.grant.isSure = false;
    await airlock.unshare(file.id, file.grant.principal);
    file.grant = undefined;
  }),
  act('list grants', 3, always, async ({ airlock }, { id, grant }) => {
    const { grants } = await airlock.grants(id);
    const isListed = grants.some(({ principal }) => principal === grant?.principal);
    assert(isListed === (grant !== undefined), `the grants of ${id} are others`);
  }),
  act('list what is shared', 3, always, async ({ airlock, person }) => {
    const shared = anyOf(['me', ...groupsOf(person)]);
    await airlock.list({ shared, limit: 50 });
  }),
  act('download what is shared', 6, isSharedWith, async (client) => {
    const file = anyOf(sharedWith(client));
    if (file) await readShared(client, file);
  }),
  act('create a link', 4, hasNoLink, async ({ airlock }, file) => {
    // The library asks for a link once only; when the answer was lost, the list shows what to take back before asking again.
    const beforeRetry = async () => {
      const { links } = await airlock.links(file.id);
      for (const { id } of links) await airlock.revokeLink(file.id, id);
    };
    file.link = await retry(() => airlock.createLink(file.id, linkRequest), { beforeRetry });
  }),
  act('follow a link', 6, hasLink, async (_client, file) => {
    if (file.link) await readFile(file.link.url, file);
  }),
  act('list links', 3, always, async ({ airlock }, { id, link }) => {
    const { links } = await airlock.links(id);
    const isRight = link ? links.some((each) => each.id === link.id) : links.length === 0;
    assert(isRight, `the links of ${id} are others`);
  }),
  act('revoke a link, follow it and get 404', 2, hasLink, async ({ airlock }, file) => {
    if (!file.link) return;
    const { id, url } = file.link;
    file.link = undefined;
    await airlock.revokeLink(file.id, id);
    const { status } = await read(url);
    assert(status === 404, `a revoked link is answered ${status}`);
  }),
];

/** A refusal is right when the grant was revoked, or the file abandoned, in between. */
async function readShared({ airlock }: Client, file: Kept): Promise<void> {
  const { grant } = file;
  try {
    await readFile((await airlock.download(file.id)).url, file);
  } catch (error) {
    if (grant?.isSure || error instanceof UnavailableError) throw error;
  }
}

/** Everything that the API must refuse. */
export const refused = [
  act('refused: a script named .pdf', 2, always, async ({ airlock }) => {
    const script = `#!/bin/sh\necho ${randomUUID()}\n`;
    const source = new File([script], 'invoice.pdf', { type: 'application/pdf' });
    await assert.rejects(airlock.upload(source, { collection: 'documents' }), FileRejectedError);
  }),
  act('refused: more than the quota', 2, always, async (client) => {
    const code = await refusalOf(issue(client, textClaim(GiB)));
    assert(code === 'quota_exceeded', `a claim beyond the quota was answered ${code}`);
  }),
  act('refused: a stranger’s file', 4, hasStrangers, async (client) => {
    const file = anyOf(strangeTo(client));
    if (!file) return;
    const isRefused = await client.airlock.download(file.id).then(
      () => false,
      async (error: unknown) => (await refusalOf(Promise.reject(error))) === 'not_found',
    );
    // It may have been shared or published at this moment.
    assert(isRefused || !isUnshared(file), `a stranger was let at ${file.id}`);
  }),
];
