// Reads the cloud assembly (`cdk.out`) with its stacks and their file assets.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CannotStartError } from '../cannot-start.ts';

/** A CloudFormation template as far as the local cloud reads it. */
export interface TemplateFile {
  readonly Parameters?: Record<string, { Type: string; Default?: unknown }>;
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  readonly Conditions?: Record<string, unknown>;
  readonly Resources?: Record<string, ResourceDefinition>;
  readonly Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
}

/** One resource as the template writes it, unresolved. */
export interface ResourceDefinition {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
}

/** A synthesized stack. */
export interface Stack {
  readonly name: string;
  readonly template: TemplateFile;
}

/** A file asset: a directory to be zipped, or one file. */
export interface Asset {
  readonly path: string;
  readonly packaging: 'zip' | 'file';
}

/** The content of a cloud assembly: stacks, and assets by their S3 keys in templates. */
export interface Assembly {
  readonly stacks: readonly Stack[];
  readonly assets: ReadonlyMap<string, Asset>;
}

interface Manifest {
  readonly artifacts?: Record<
    string,
    {
      readonly type: string;
      readonly properties?: {
        templateFile?: string;
        stackName?: string;
        directoryName?: string;
        file?: string;
      };
    }
  >;
}

interface AssetManifest {
  readonly files?: Record<
    string,
    {
      readonly source: { path?: string; packaging?: 'zip' | 'file' };
      readonly destinations: Record<string, { objectKey: string }>;
    }
  >;
}

/** Reads an assembly with its nested ones. Throws {@link CannotStartError} when the directory holds none. */
export async function readAssembly(directory: string): Promise<Assembly> {
  const stacks: Stack[] = [];
  const assets = new Map<string, Asset>();
  await readInto(directory, stacks, assets);
  if (stacks.length === 0) throw new CannotStartError(`${directory} holds no stack to run.`);
  return { stacks, assets };
}

async function readInto(directory: string, stacks: Stack[], assets: Map<string, Asset>) {
  const manifest = (await readJson(join(directory, 'manifest.json'))) as Manifest;
  for (const [id, { type, properties = {} }] of Object.entries(manifest.artifacts ?? {})) {
    if (type === 'aws:cloudformation:stack' && properties.templateFile) {
      const template = (await readJson(join(directory, properties.templateFile))) as TemplateFile;
      stacks.push({ name: properties.stackName ?? id, template });
    } else if (type === 'cdk:asset-manifest' && properties.file) {
      await readAssets(join(directory, properties.file), assets);
    } else if (type === 'cdk:cloud-assembly' && properties.directoryName) {
      await readInto(join(directory, properties.directoryName), stacks, assets);
    }
  }
}

async function readAssets(file: string, assets: Map<string, Asset>) {
  const { files = {} } = (await readJson(file)) as AssetManifest;
  for (const { source, destinations } of Object.values(files)) {
    if (!source.path) continue;
    const asset: Asset = {
      path: join(dirname(file), source.path),
      packaging: source.packaging ?? 'file',
    };
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, asset);
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new CannotStartError(`Cannot read ${file}; synthesize again with npm run synth.`, {
      cause: error,
    });
  }
}
