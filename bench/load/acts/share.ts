// Sharing: grants to people and groups, read by those who have them; links, followed by anybody.
import { UnavailableError } from '../../../client/errors.ts';
import type { LinkResponse } from '../../../lambdas/http/contract.ts';
import { anyOf, type Client, expect, type Kept, read, readFile } from '../client.ts';
import { teams } from '../people.ts';
import type { Act } from './act.ts';

const linkRequest = { expiresInSeconds: 3600, maxUses: 10_000 };

/** All ways to share, and to read what was shared. */
export const sharing: readonly Act[] = [
  {
    name: 'share',
    weight: 6,
    when: ({ grant }) => !grant,
    async run({ airlock, person, crowd }, file) {
      const others = crowd.clients.filter((each) => each.person.sub !== person.sub);
      const principal =
        Math.random() < 0.5 ? `user:${anyOf(others)?.person.sub}` : `group:${anyOf(teams)}`;
      const grant = { principal, isSure: false };
      file.grant = grant;
      await airlock.share(file.id, principal);
      grant.isSure = true;
    },
  },
  {
    name: 'unshare',
    weight: 3,
    when: ({ grant }) => grant !== undefined,
    async run({ airlock }, file) {
      if (!file.grant) return;
      file.grant.isSure = false;
      await airlock.unshare(file.id, file.grant.principal);
      file.grant = undefined;
    },
  },
  {
    name: 'list grants',
    weight: 3,
    async run({ airlock }, { id, grant }) {
      const { grants } = await airlock.grants(id);
      const isListed = grants.some(({ principal }) => principal === grant?.principal);
      expect(isListed === (grant !== undefined), `the grants of ${id} are others`);
    },
  },
  {
    name: 'list what is shared',
    weight: 3,
    async run({ airlock, person }) {
      const shared = anyOf(['me', ...person.groups.map((group) => `group:${group}`)]);
      await airlock.list({ shared, limit: 50 });
    },
  },
  {
    name: 'download what is shared',
    weight: 6,
    when: (_file, client) => sharedWith(client).length > 0,
    async run(client) {
      const file = anyOf(sharedWith(client));
      if (file) await readShared(client, file);
    },
  },
  {
    name: 'create a link',
    weight: 4,
    when: ({ link }) => !link,
    async run(client, file) {
      file.link = await createLink(client, file);
    },
  },
  {
    name: 'follow a link',
    weight: 6,
    when: ({ link }) => link !== undefined,
    async run(_client, file) {
      if (file.link) await readFile(file.link.url, file);
    },
  },
  {
    name: 'list links',
    weight: 3,
    async run({ airlock }, { id, link }) {
      const { links } = await airlock.links(id);
      const isRight = link ? links.some((each) => each.id === link.id) : links.length === 0;
      expect(isRight, `the links of ${id} are others`);
    },
  },
  {
    name: 'revoke a link, follow it and get 404',
    weight: 2,
    when: ({ link }) => link !== undefined,
    async run({ airlock }, file) {
      if (!file.link) return;
      const { id, url } = file.link;
      file.link = undefined;
      await airlock.revokeLink(file.id, id);
      const { status } = await read(url);
      expect(status === 404, `a revoked link is answered ${status}`);
    },
  },
];

/** Files of others that this client may surely read. */
const sharedWith = ({ person, crowd }: Client): readonly Kept[] => {
  const names = [`user:${person.sub}`, ...person.groups.map((group) => `group:${group}`)];
  return crowd.clients.flatMap(({ files, person: owner }) =>
    owner.sub === person.sub
      ? []
      : files.filter(({ grant }) => grant?.isSure && names.includes(grant.principal)),
  );
};

/** A refusal is right when the grant was revoked, or the file abandoned, in between. */
async function readShared({ airlock }: Client, file: Kept): Promise<void> {
  const { grant } = file;
  try {
    await readFile((await airlock.download(file.id)).url, file);
  } catch (error) {
    if (grant?.isSure || error instanceof UnavailableError) throw error;
  }
}

const linkAttempts = 5;

/** The library asks for a link once only; when the answer was lost, the list shows what to take back before asking again. */
async function createLink({ airlock }: Client, { id }: Kept): Promise<LinkResponse> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await airlock.createLink(id, linkRequest);
    } catch (error) {
      if (!(error instanceof UnavailableError) || attempt === linkAttempts) throw error;
      const { links } = await airlock.links(id);
      for (const link of links) await airlock.revokeLink(id, link.id);
    }
  }
}
