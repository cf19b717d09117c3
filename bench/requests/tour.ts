// A tour of all use cases: each path is walked once, and its requests to AWS are recorded with their budget.
import { HeadObjectCommand, PutObjectCommand, UploadPartCopyCommand } from '@aws-sdk/client-s3';
import type { Principal } from '../../lambdas/domain/access.ts';
import type { Multipart } from '../../lambdas/domain/file.ts';
import { partLength } from '../../lambdas/domain/parts.ts';
import type { ObjectVersion } from '../../lambdas/domain/ports.ts';
import type { IssueResponse } from '../../lambdas/http/contract.ts';
import type { Backend } from '../../test/backend.ts';
import { note, noteClaim, postForm } from '../user.ts';
import { meter, type Usage } from './meter.ts';

/** The budget of a path. */
export interface Budget {
  readonly dynamodb: number;
  readonly s3: number;
  readonly s3BytesRead?: number;
  /** DynamoDB write request units, where they have a budget. */
  readonly writeUnits?: number;
}

/** The uploader, whose token names no groups. */
export const alice: Principal = { sub: 'alice', groups: [] };

/** Every use case, the paths walked so far, and what browser and S3 do between them. */
export type Tour = ReturnType<typeof startTour>;
/** One path, walked. */
export type Path = Readonly<{ name: string; usage: Usage; budget: Budget }>;

/** Begins a tour of a backend whose bucket announces nothing: a walk receives what it uploads. */
export function startTour(backend: Backend) {
  const { s3, bucket: Bucket, issue, receive } = backend;
  const measure = meter(backend);
  const paths: Path[] = [];

  /** Sends the bytes by the issued form, as a browser does; returns the version that S3 would announce. */
  async function send(issued: IssueResponse, bytes: Uint8Array<ArrayBuffer>) {
    return versionOf(await postForm(issued, bytes));
  }

  /** The current version of a key. */
  async function versionOf(key: string): Promise<ObjectVersion> {
    const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
    if (!VersionId) throw new Error(`S3 names no version of ${key}.`);
    return { key, versionId: VersionId };
  }

  /** Receives a version. Throws unless its file becomes ready. */
  async function receiveReady(version: ObjectVersion): Promise<void> {
    const { outcome, verdict } = await receive(version);
    if (outcome !== 'ready') throw new Error(`Received as ${outcome}: ${JSON.stringify(verdict)}`);
  }

  return {
    ...backend,
    paths,
    send,
    versionOf,
    receiveReady,
    /** Walks a path; returns what came of it. */
    async walk<Result>(name: string, budget: Budget, act: () => Promise<Result>): Promise<Result> {
      const { result, usage } = await measure(act);
      paths.push({ name, budget, usage });
      return result;
    },
    /** The requests of a walked path to AWS. */
    usageOf(name: string): Usage {
      const path = paths.find((each) => each.name === name);
      if (!path) throw new Error(`No path ${name} was walked.`);
      return path.usage;
    },
    /** Uploads a note; returns the id of the ready file. */
    async uploadNote(): Promise<string> {
      const issued = await issue(noteClaim, alice);
      await receiveReady(await send(issued, note));
      return issued.file.id;
    },
    /** Fills every part of an upload with the same bytes, copied inside S3. */
    async fillParts(
      Key: string,
      { size, uploadId: UploadId, ...plan }: Multipart & { readonly size: number },
      Body: Uint8Array,
    ): Promise<void> {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'part', Body }));
      for (let PartNumber = 1; PartNumber <= plan.partCount; PartNumber += 1) {
        const lastByte = (partLength(size, plan, PartNumber) ?? 0) - 1;
        const range = { CopySource: `${Bucket}/part`, CopySourceRange: `bytes=0-${lastByte}` };
        await s3.send(new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, ...range }));
      }
    },
  };
}
