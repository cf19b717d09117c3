// Custom::CDKBucketDeployment: copies assets into a bucket as `cdk deploy` would, leaving alone what is already there.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getMimeType } from 'hono/utils/mime';
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';
import { toPattern } from './path-pattern.ts';

interface DeploymentProperties {
  readonly SourceObjectKeys: string[];
  readonly SourceMarkers?: Record<string, string>[];
  readonly SourceMarkersConfig?: { jsonEscape?: boolean | string }[];
  readonly DestinationBucketName: string;
  readonly DestinationBucketKeyPrefix?: string;
  readonly Prune?: boolean | string;
  readonly Exclude?: string[];
  readonly Include?: string[];
  readonly SystemMetadata?: Record<string, string>;
  readonly UserMetadata?: Record<string, string>;
}

/** A file that is uploaded to the bucket. */
interface DeployedFile {
  readonly key: string;
  readonly read: () => Promise<Buffer>;
}

// As many as the AWS CLI sends; more only wait for a connection.
const FILES_AT_ONCE = 10;

/** Runs every bucket deployment, in the order of the templates. */
export async function deployFiles(template: Template, s3: S3Client): Promise<void> {
  for (const resource of template.resources('Custom::CDKBucketDeployment')) {
    await deploy(resource, template, s3);
  }
}

async function deploy(resource: Resource, template: Template, s3: S3Client): Promise<void> {
  const properties = resource.properties as unknown as DeploymentProperties;
  const prefix = properties.DestinationBucketKeyPrefix
    ? `${properties.DestinationBucketKeyPrefix}/`
    : '';
  const files = (await listSources(resource, properties, template)).filter(({ key }) =>
    isIncluded(key, properties),
  );
  for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
    const some = files.slice(start, start + FILES_AT_ONCE);
    await Promise.all(
      some.map(async ({ key, read }) =>
        putUnlessPresent(s3, toObject(prefix + key, await read(), properties)),
      ),
    );
  }
  if (String(properties.Prune) === 'true') {
    await prune(s3, properties, prefix, new Set(files.map(({ key }) => prefix + key)));
  }
}

async function listSources(
  resource: Resource,
  properties: DeploymentProperties,
  template: Template,
): Promise<DeployedFile[]> {
  const sources = properties.SourceObjectKeys.map(async (key, index) => {
    const { path, packaging } = template.asset(key);
    if (packaging !== 'zip') {
      throw new CannotStartError(
        `${resource.logicalId} (Custom::CDKBucketDeployment) deploys an archive; the local cloud deploys directories only.`,
      );
    }
    const markers = Object.entries(properties.SourceMarkers?.[index] ?? {});
    const inJson = String(properties.SourceMarkersConfig?.[index]?.jsonEscape) === 'true';
    return listDirectory(path, (content) =>
      replaceMarkers(content, markers, inJson, template.finish),
    );
  });
  return (await Promise.all(sources)).flat();
}

async function listDirectory(
  directory: string,
  transform: (content: Buffer) => Buffer,
): Promise<DeployedFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({
      key: relative(directory, join(parentPath, name)).split(sep).join('/'),
      read: async () => transform(await readFile(join(parentPath, name))),
    }));
}

/** Puts deploy-time values, such as the address of the API, where synth could only leave a marker. */
function replaceMarkers(
  content: Buffer,
  markers: [string, string][],
  inJson: boolean,
  finish: (text: string) => string,
): Buffer {
  if (markers.length === 0) return content;
  const text = markers.reduce(
    (result, [marker, value]) =>
      result.replaceAll(marker, inJson ? JSON.stringify(value).slice(1, -1) : value),
    content.toString(),
  );
  return Buffer.from(finish(text));
}

/** As `aws s3 sync --exclude … --include …`: what an exclude takes out, an include brings back. */
function isIncluded(key: string, { Exclude = [], Include = [] }: DeploymentProperties): boolean {
  const matches = (pattern: string) => toPattern(pattern).test(key);
  return !Exclude.some(matches) || Include.some(matches);
}

function toObject(
  key: string,
  content: Buffer,
  { DestinationBucketName, SystemMetadata = {}, UserMetadata }: DeploymentProperties,
): PutObjectCommandInput & { Key: string; Body: Buffer } {
  return {
    Bucket: DestinationBucketName,
    Key: key,
    Body: content,
    ContentType: SystemMetadata['content-type'] ?? getMimeType(key) ?? 'binary/octet-stream',
    CacheControl: SystemMetadata['cache-control'],
    ContentDisposition: SystemMetadata['content-disposition'],
    ContentEncoding: SystemMetadata['content-encoding'],
    ContentLanguage: SystemMetadata['content-language'],
    ...(UserMetadata && { Metadata: UserMetadata }),
  };
}

async function putUnlessPresent(
  s3: S3Client,
  object: PutObjectCommandInput & { Body: Buffer },
): Promise<void> {
  const present = await s3
    .send(new HeadObjectCommand({ Bucket: object.Bucket, Key: object.Key }))
    .catch((error) => {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404)
        return undefined;
      throw error;
    });
  const same =
    present?.ETag === `"${createHash('md5').update(object.Body).digest('hex')}"` &&
    present.ContentType === object.ContentType &&
    present.CacheControl === object.CacheControl;
  if (!same) await s3.send(new PutObjectCommand(object));
}

async function prune(
  s3: S3Client,
  properties: DeploymentProperties,
  prefix: string,
  kept: ReadonlySet<string>,
): Promise<void> {
  const Bucket = properties.DestinationBucketName;
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: prefix })) {
    for (const { Key = '' } of page.Contents ?? []) {
      if (kept.has(Key) || !isIncluded(Key.slice(prefix.length), properties)) continue;
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    }
  }
}
