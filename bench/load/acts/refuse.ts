// What has to be refused, whatever fails in between: disguised bytes, more than the quota, files of strangers.
import { randomUUID } from 'node:crypto';
import { FileRejectedError } from '../../../client/errors.ts';
import { GiB } from '../../../lambdas/domain/sizes.ts';
import { issue, refusalOf, textClaim } from '../../user.ts';
import { anyOf, type Client, expect, type Kept } from '../client.ts';
import type { Act } from './act.ts';

/** Everything that the API must refuse. */
export const refused: readonly Act[] = [
  {
    name: 'refused: a script named .pdf',
    weight: 2,
    async run({ airlock }) {
      const script = `#!/bin/sh\necho ${randomUUID()}\n`;
      const source = new File([script], 'invoice.pdf', { type: 'application/pdf' });
      const error = await airlock
        .upload(source, { collection: 'documents' })
        .catch((thrown: unknown) => thrown);
      if (error instanceof FileRejectedError) return;
      throw error instanceof Error ? error : new Error('a script was taken for a PDF');
    },
  },
  {
    name: 'refused: more than the quota',
    weight: 2,
    async run(client) {
      const code = await refusalOf(issue(client, textClaim(GiB)));
      expect(code === 'quota_exceeded', `a claim beyond the quota was answered ${code}`);
    },
  },
  {
    name: 'refused: a stranger’s file',
    weight: 4,
    when: (_file, client) => strangeTo(client).length > 0,
    async run(client) {
      const file = anyOf(strangeTo(client));
      if (!file) return;
      const isRefused = await client.airlock.download(file.id).then(
        () => false,
        async (error: unknown) => (await refusalOf(Promise.reject(error))) === 'not_found',
      );
      // It may have been shared or published in this very moment.
      expect(isRefused || !isPrivate(file), `a stranger was let at ${file.id}`);
    },
  },
];

/** Files of other owners that only they may read. */
const strangeTo = ({ person, crowd }: Client): readonly Kept[] =>
  crowd.clients.flatMap(({ files, person: owner }) =>
    owner.sub === person.sub ? [] : files.filter(isPrivate),
  );

const isPrivate = ({ grant, isPublic }: Kept): boolean => !grant && !isPublic;
