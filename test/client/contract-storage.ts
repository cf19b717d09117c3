// The storage of the contract server: the embedded S3, whose signed links and forms lead through the contract server.
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request as sendRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { startS3 } from '../../local/s3/server.ts';
import { connectS3 } from '../connect-s3.ts';
import { CREDENTIALS, REGION } from '../local/s3/engine.ts';
import { signForm } from '../local/s3/post-form.ts';

export const BUCKET = 'contract-bucket';
const CHECKSUM_HEADER = 'x-amz-checksum-sha256';

/** One file as it is claimed; the key is its id. */
export interface ClaimedObject {
  readonly key: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256?: string | undefined;
}

/** One part of an upload in parts. */
export interface ClaimedPart {
  readonly key: string;
  readonly uploadId: string;
  readonly partNumber: number;
  readonly size: number;
  readonly sha256?: string | undefined;
}

/** Starts S3 with a clock; `publicUrl` is where links and forms lead to, known once the contract server listens. */
export async function startContractStorage(now: () => number, publicUrl: () => string) {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-contract-'));
  const { accessKeyId, ...credential } = CREDENTIALS;
  const server = await startS3({
    directory,
    port: 0,
    region: REGION,
    credentialOf: (id) => (id === accessKeyId ? credential : undefined),
    now: () => new Date(now()),
  });
  await server.putBucket(BUCKET, { versioned: true, corsRules: [] });
  const clientOf = (endpoint: string) =>
    connectS3(endpoint, CREDENTIALS, {
      region: REGION,
      systemClockOffset: now() - Date.now(),
    });
  const secondsAhead = () => (now() - Date.now()) / 1000;

  return {
    /** A form for exactly this object. */
    signForm({ key, contentType, size, sha256 }: ClaimedObject, seconds: number) {
      const fields = signForm(BUCKET, {
        key,
        fields: [
          ['Content-Type', contentType],
          ['success_action_status', '201'],
          ...(sha256 ? [[CHECKSUM_HEADER, sha256] as const] : []),
        ],
        conditions: [['content-length-range', size, size]],
        expiresInSeconds: seconds + secondsAhead(),
        signedSecondsAgo: -secondsAhead(),
      });
      return { url: `${publicUrl()}/${BUCKET}`, fields: Object.fromEntries(fields) };
    },
    async createUpload(key: string, contentType: string, checksumParts: boolean): Promise<string> {
      const { UploadId = '' } = await clientOf(server.url).send(
        new CreateMultipartUploadCommand({
          Bucket: BUCKET,
          Key: key,
          ContentType: contentType,
          ...(checksumParts && { ChecksumAlgorithm: 'SHA256' as const }),
        }),
      );
      return UploadId;
    },
    async abortUpload(key: string, uploadId: string): Promise<void> {
      const abort = { Bucket: BUCKET, Key: key, UploadId: uploadId };
      await clientOf(server.url)
        .send(new AbortMultipartUploadCommand(abort))
        .catch((error: Error) => {
          if (error.name !== 'NoSuchUpload') throw error;
        });
    },
    async signPart({ key, uploadId, partNumber, size, sha256 }: ClaimedPart, seconds: number) {
      const command = new UploadPartCommand({
        Bucket: BUCKET,
        Key: key,
        UploadId: uploadId,
        PartNumber: partNumber,
        ContentLength: size,
        ...(sha256 && { ChecksumSHA256: sha256 }),
      });
      return getSignedUrl(clientOf(publicUrl()), command, {
        expiresIn: seconds,
        signingDate: new Date(now()),
        unhoistableHeaders: new Set([CHECKSUM_HEADER]),
      });
    },
    async read(key: string): Promise<Buffer> {
      const object = new GetObjectCommand({ Bucket: BUCKET, Key: key });
      const { Body } = await clientOf(server.url).send(object);
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    /** Lets S3 answer a request that came to the contract server, whose host is the one that was signed. */
    async answer(request: IncomingMessage, body: Buffer): Promise<[status: number, body: string]> {
      const { 'transfer-encoding': _, ...headers } = request.headers;
      const forwarded = sendRequest(`${server.url}${request.url}`, {
        method: request.method,
        headers: { ...headers, 'content-length': body.length },
      });
      const answered = new Promise<IncomingMessage>((resolve, reject) => {
        forwarded.once('response', resolve).once('error', reject);
      });
      forwarded.end(body);
      const response = await answered;
      return [response.statusCode ?? 500, await text(response)];
    },
    async close(): Promise<void> {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Reads a request's body; undefined when its connection broke. */
export const bodyOf = (request: IncomingMessage): Promise<Buffer | undefined> =>
  buffer(request).catch(() => undefined);
