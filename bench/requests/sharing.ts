// Sharing as the requests bench walks it: grants to people and groups, and anonymous links.
import type { Measure } from './meter.ts';
import { type UseCases, walkerWith } from './path.ts';
import type { QuietBucket } from './quiet-bucket.ts';
import { alice, uploadNote } from './uploads.ts';

const bob = { sub: 'bob', groups: [] };
/** A caller whose token names many groups: each is one more key to look up. */
const carol = { sub: 'carol', groups: ['readers', 'editors', 'designers', 'students', 'staff-uk'] };

// Who may share is decided by one read, before the one request that does it.
const decideAndDo = { dynamodb: 2, s3: 0 };

/** Walks every way in which another caller gets to see a file. */
export async function walkSharing(useCases: UseCases, measure: Measure, bucket: QuietBucket) {
  const walk = walkerWith(measure);
  const { share, unshare, listGrants, list, download, link, listLinks, follow, revoke } = useCases;
  const id = await uploadNote(useCases, bucket, alice);
  const shared = await walk('share', decideAndDo, () => share(id, 'user:bob', alice));
  await share(id, 'group:students', alice);
  const grants = await walk('list grants', decideAndDo, () => listGrants(id, { limit: 50 }, alice));
  const sharedList = await walk('list what was shared', { dynamodb: 2, s3: 0 }, () =>
    list({ shared: 'me', limit: 50 }, bob),
  );
  const granted = await walk('download as a grantee', { dynamodb: 1, s3: 0 }, () =>
    download(id, bob),
  );
  const throughGroup = await walk('download, caller in 5 groups', { dynamodb: 1, s3: 0 }, () =>
    download(id, carol),
  );
  const unshared = await walk('unshare', decideAndDo, () => unshare(id, 'user:bob', alice));
  const linked = await walk('issue link', decideAndDo, () =>
    link(id, { expiresInSeconds: 3600, maxUses: 3 }, alice, 'https://api.example'),
  );
  const links = await walk('list links', decideAndDo, () => listLinks(id, { limit: 50 }, alice));
  const token = linked.result.url.split('/').at(-1) ?? '';
  const followed = await walk('follow link', { dynamodb: 2, s3: 0 }, () => follow(token));
  const revoked = await walk('revoke link', decideAndDo, () => revoke(id, linked.result.id, alice));
  return {
    shared,
    grants,
    sharedList,
    granted,
    throughGroup,
    unshared,
    linked,
    links,
    followed,
    revoked,
  };
}
