// The API as a stranger with nothing but HTTP uses it: every answer is checked, so that no failure counts as speed.
import { setTimeout as delay } from 'node:timers/promises';
import type {
  FileResponse,
  File as FileView,
  IssueResponse,
  ListResponse,
  SignPartsResponse,
  UsageResponse,
} from '../../lambdas/http/contract.ts';
import type { IssueRequest } from '../../lambdas/http/requests.ts';
import type { Addresses } from '../../local/controls.ts';
import { postForm } from '../post-form.ts';

/** One signed-in user's view of the API. */
export interface ApiClient {
  readonly token: string;
  issue(claim: IssueRequest): Promise<IssueResponse>;
  /** Issues if there is room; false when the quota is used up. */
  issueIfRoom(claim: IssueRequest): Promise<boolean>;
  usage(): Promise<UsageResponse>;
  /** Lists every file of the user's own. */
  listAll(): Promise<readonly FileView[]>;
  signParts(fileId: string, partNumbers: readonly number[]): Promise<SignPartsResponse['parts']>;
  /** Gives an upload up. */
  remove(fileId: string): Promise<void>;
  /** Posts the bytes by the form that was issued. */
  post(issued: IssueResponse, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  awaitReady(fileId: string): Promise<void>;
  /** Asks for a file that does not exist. */
  requireNotFound(fileId: string): Promise<void>;
}

const pollMilliseconds = 10;

/** Signs in as one of the local users. */
export async function signIn(addresses: Addresses, username: string): Promise<ApiClient> {
  const token = await tokenOf(addresses, username);
  const authorization = `Bearer ${token}`;

  async function call(path: string, status: number, init: RequestInit = {}): Promise<unknown> {
    const headers = { authorization, 'content-type': 'application/json' };
    return answerOf(await fetch(`${addresses.api}${path}`, { ...init, headers }), status);
  }

  const lookAt = async (fileId: string) =>
    ((await call(`/files/${fileId}`, 200)) as FileResponse).file;

  return {
    token,
    async signParts(fileId, partNumbers) {
      const parts = partNumbers.map((partNumber) => ({ partNumber }));
      const init = { method: 'POST', body: JSON.stringify({ parts }) };
      return ((await call(`/files/${fileId}/parts`, 200, init)) as SignPartsResponse).parts;
    },
    async remove(fileId) {
      await call(`/files/${fileId}`, 204, { method: 'DELETE' });
    },
    issue: (claim) =>
      call('/files', 201, {
        method: 'POST',
        body: JSON.stringify(claim),
      }) as Promise<IssueResponse>,
    async issueIfRoom(claim) {
      const response = await fetch(`${addresses.api}/files`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(claim),
      });
      const { code } = (await answerOf(response, 201, 403)) as { code?: string };
      if (response.status === 403 && code !== 'quota_exceeded') throw new Error(`Refused: ${code}`);
      return response.status === 201;
    },
    usage: () => call('/usage', 200) as Promise<UsageResponse>,
    async listAll() {
      const all: FileView[] = [];
      let cursor: string | undefined;
      do {
        const query = new URLSearchParams({ limit: '100', ...(cursor && { cursor }) });
        const page = (await call(`/files?${query}`, 200)) as ListResponse;
        all.push(...page.files);
        cursor = page.nextCursor;
      } while (cursor);
      return all;
    },
    async post(issued, bytes) {
      await postForm(issued, bytes);
    },
    async awaitReady(fileId) {
      let file = await lookAt(fileId);
      while (file.status === 'pending') {
        await delay(pollMilliseconds);
        file = await lookAt(fileId);
      }
      if (file.status !== 'ready') throw new Error(`The file is ${file.status}.`);
    },
    async requireNotFound(fileId) {
      await call(`/files/${fileId}`, 404);
    },
  };
}

async function tokenOf({ issuer, clientId }: Addresses, username: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'password',
    username,
    password: 'x',
    client_id: clientId,
    scope: 'openid',
  });
  const answer = await answerOf(await fetch(`${issuer}/token`, { method: 'POST', body }), 200);
  return (answer as { access_token: string }).access_token;
}

async function answerOf(response: Response, ...statuses: number[]): Promise<unknown> {
  const text = await response.text();
  if (statuses.includes(response.status)) return text && JSON.parse(text);
  throw new Error(
    `${response.url} answered ${response.status}, not ${statuses.join(' or ')}: ${text}`,
  );
}
