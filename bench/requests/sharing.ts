// The paths of other callers to a file: grants to people and groups, anonymous links, and the public side.
import { alice, type Tour } from './tour.ts';

const bob = { sub: 'bob', groups: [] };
/** A caller whose token names many groups: each is one more key to look up. */
const carol = { sub: 'carol', groups: ['readers', 'editors', 'designers', 'students', 'staff-uk'] };

const page = { limit: 50 };
// One read decides who may share, before the one request that shares.
const decideAndDo = { dynamodb: 2, s3: 0 };
const oneRead = { dynamodb: 1, s3: 0 };

/** Walks grants and links. */
export async function walkSharing(tour: Tour) {
  const { walk, share, download, link } = tour;
  const id = await tour.uploadNote();
  await walk('share', decideAndDo, () => share(id, 'user:bob', alice));
  await share(id, 'group:students', alice);
  await walk('list grants', decideAndDo, () => tour.listGrants(id, page, alice));
  await walk('list what was shared', { dynamodb: 2, s3: 0 }, () =>
    tour.list({ shared: 'me', ...page }, bob),
  );
  await walk('download as a grantee', oneRead, () => download(id, bob));
  await walk('download, caller in 5 groups', oneRead, () => download(id, carol));
  await walk('unshare', decideAndDo, () => tour.unshare(id, 'user:bob', alice));
  const linked = await walk('issue link', decideAndDo, () =>
    link(id, { expiresInSeconds: 3600, maxUses: 3 }, alice, 'https://api.example'),
  );
  await walk('list links', decideAndDo, () => tour.listLinks(id, page, alice));
  const token = linked.url.split('/').at(-1) ?? '';
  await walk('follow link', { dynamodb: 2, s3: 0 }, () => tour.follow(token));
  await walk('revoke link', decideAndDo, () => tour.revoke(id, linked.id, alice));
}

/** Walks publication and withdrawal; CloudFront's one invalidation is no request to S3 or DynamoDB and stands in the name. */
export async function walkPublishing({ walk, edit, publish, uploadNote }: Tour) {
  const id = await uploadNote();
  const request = { fileId: id };
  await walk('make public', decideAndDo, () => edit(id, { visibility: 'public' }, alice));
  await walk('publish 5 KiB', { dynamodb: 2, s3: 1 }, () => publish(request));
  await walk('publish, delivered twice', { dynamodb: 1, s3: 1 }, () => publish(request));
  await edit(id, { visibility: 'private' }, alice);
  await walk('withdraw, and 1 invalidation', { dynamodb: 2, s3: 1 }, () => publish(request));
}
