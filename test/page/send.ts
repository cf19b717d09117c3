// Uploads files with the client library for tests that need existing files.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Airlock, createAirlock } from '../../client/airlock.ts';
import { FileRejectedError } from '../../client/errors.ts';
import { accessToken } from '../access-token.ts';
import { eventually } from '../eventually.ts';
import type { Username } from './people.ts';
import { stage } from './visit.ts';

/** The client of a user. */
export async function clientOf(username: Username): Promise<Airlock> {
  if (!stage) throw new Error('The local cloud is not running.');
  const token = await accessToken(stage, username);
  return createAirlock({ api: stage.api, getToken: () => token });
}

/**
 * Uploads a file as `username` and waits for its verdict, accepted or rejected, and for the variants of a picture: a page that
 * is opened afterwards shows the file as it stays.
 */
export async function send(username: Username, collection: string, file: File): Promise<void> {
  const airlock = await clientOf(username);
  const accepted = await airlock.upload(file, { collection }).catch((error: unknown) => {
    if (!(error instanceof FileRejectedError)) throw error;
  });
  if (accepted?.variantsStatus !== 'preparing') return;
  await eventually(async () => {
    expect((await airlock.get(accepted.id)).variantsStatus).not.toBe('preparing');
  });
}

/** Uploads a table with the text `a,b`; returns its name, which no other file has. */
export async function sendTable(username: Username): Promise<string> {
  const name = `${randomUUID()}.csv`;
  await send(username, 'documents', new File(['a,b'], name, { type: 'text/csv' }));
  return name;
}
