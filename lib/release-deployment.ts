// Puts a release into the static bucket in an order in which no document is served before its assets.
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { Release, ReleasePart } from './release.ts';
import { cacheFor, type Files, SiteFiles, type SiteFilesProps } from './site-files.ts';

/**
 * Deploys a release: its record, which keeps the pruning off its assets; the assets; the documents that name them. When a
 * deployment fails half way, the old documents stay, with all their assets.
 */
export class ReleaseDeployment extends SiteFiles {
  constructor(
    scope: Construct,
    id: string,
    { release, ...props }: SiteFilesProps & { readonly release: Release },
  ) {
    super(scope, id, props);
    const { assets, documents, recordDirectory } = release;
    this.add({
      Record: {
        source: Source.asset(recordDirectory),
        cacheControl: cacheFor.sameName,
        folder: undefined,
      },
    });
    this.add(filesOf('Assets', assets, cacheFor.hashedName));
    this.add(filesOf('Documents', documents, cacheFor.sameName));
  }
}

const filesOf = (
  id: string,
  parts: readonly ReleasePart[],
  cacheControl: Files['cacheControl'],
): Record<string, Files> =>
  Object.fromEntries(
    parts.map(({ directory, contentType }) => [
      id + pascalCase(contentType ?? ''),
      { source: Source.asset(directory), cacheControl, ...(contentType && { contentType }) },
    ]),
  );

const pascalCase = (type: string) =>
  type.replace(/(^|\W)(\w)/g, (_match, _separator, letter: string) => letter.toUpperCase());
