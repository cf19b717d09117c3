// Holds what public pictures are served as by default, and the warning of a collection that serves the uploaded bytes.
import { Annotations as Added } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import shipped from '../../airlock.config.ts';
import type { CollectionInput } from '../../lambdas/config/config.ts';
import { documents, images } from '../../lambdas/config/presets.ts';
import { embed, emptyStack } from './embed.ts';

/** The warnings about collections that a stack with this collection has. */
function warningsOf(shown: CollectionInput, acknowledged?: string): readonly unknown[] {
  const stack = emptyStack();
  const uploads = embed(stack, { collections: { shown } });
  if (acknowledged) Added.of(uploads).acknowledgeWarning(acknowledged, 'Maps need the place.');
  const found = Annotations.fromStack(stack).findWarning(
    '*',
    Match.stringLikeRegexp('^collections'),
  );
  return found.map(({ entry }) => entry.data);
}

describe('public pictures', () => {
  it('every public collection of the shipped configuration that takes pictures serves sanitized copies', () => {
    const open = Object.values(shipped.collections).filter(
      ({ visibility, publishers }) => visibility === 'public' || publishers.length > 0,
    );
    expect(open.map(({ name, serve }) => [name, serve])).toEqual([['avatars', 'sanitized']]);
  });

  it('public images are sanitized unless the configuration says otherwise', () => {
    const open = { visibility: 'public' } as const;
    expect(images(open)).toMatchObject({ serve: 'sanitized' });
    expect(images(open).types).not.toContain('image/heic');
    expect(images({ ...open, serve: 'original' }).types).toContain('image/heic');
    expect(images()).toMatchObject({ serve: 'original' });
    expect(images().types).toContain('image/heic');
  });

  it('the synth warns of a public collection that serves pictures as they were uploaded', () => {
    const posters = { types: ['image/png'], maxBytes: 1000, visibility: 'public' } as const;
    expect(warningsOf(posters)).toEqual([
      expect.stringMatching(/^collections\.shown\.serve is 'original' and its files are public/),
    ]);
    expect(warningsOf(posters, 'airlock:publicOriginals:shown')).toEqual([]);
    expect(warningsOf({ ...posters, serve: 'sanitized' })).toEqual([]);
    expect(warningsOf({ ...posters, visibility: 'private' })).toEqual([]);
    expect(warningsOf(documents({ visibility: 'public' }))).toEqual([]);
  });
});
