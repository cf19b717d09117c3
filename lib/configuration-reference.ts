// Makes the reference of airlock.config.ts out of the comments on the fields of its types.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.ts';

/** The types of which airlock.config.ts is made, in the order in which the reference lists them. */
const described: readonly (readonly [title: string, file: string, type: string])[] = [
  ['Top level', 'config/config.ts', 'ConfigInput'],
  ['A collection', 'config/config.ts', 'CollectionInput'],
  ['A collection: what files may contain', 'domain/content-policy.ts', 'ContentInput'],
  ['A collection: `image`', 'domain/content-policy.ts', 'ImageLimits'],
  ['A collection: `archive`', 'domain/content-policy.ts', 'ArchiveLimits'],
  ['A collection: `storage`', 'config/storage-config.ts', 'StorageInput'],
  ['A collection: `variants[]`', 'config/variants-config.ts', 'VariantInput'],
  ['`auth`', 'config/auth-config.ts', 'AuthInput'],
  ['`auth` and `auth.issuers[]`: the tokens', 'config/token-rules.ts', 'TokenRulesInput'],
  ['`auth.issuers[]`', 'config/auth-config.ts', 'IssuerInput'],
  ['`auth.services[]`', 'config/auth-config.ts', 'ServiceInput'],
  ['`auth.directory` with `engine: "endpoint"`', 'config/directory-config.ts', 'EndpointDirectory'],
  ['`scanner` with `engine: "clamd"`', 'config/scanner-config.ts', 'ClamdInput'],
  ['`site`', 'config/site-config.ts', 'SiteInput'],
  ['`site.sources[]`', 'config/site-config.ts', 'SiteSource'],
  ['`site.domain`', 'config/site-config.ts', 'SiteDomain'],
  ['`domains`', 'config/domains-config.ts', 'DomainsInput'],
  ['`domains.api`', 'config/domains-config.ts', 'ApiDomain'],
  ['`static`', 'config/static-config.ts', 'StaticInput'],
  ['`static.sources[]`', 'config/static-config.ts', 'StaticSource'],
  ['`throttle`', 'config/throttle-config.ts', 'ThrottleInput'],
  ['`operations`', 'config/operations-config.ts', 'OperationsInput'],
  ['`replication`', 'config/storage-config.ts', 'ReplicationInput'],
  ['`operations.budget`', 'config/operations-config.ts', 'BudgetInput'],
  ['`operations.auditLog`', 'config/operations-config.ts', 'AuditLogInput'],
];

/** One field: its path within the type, and its comment as one paragraph. */
export interface DescribedField {
  readonly path: string;
  readonly isOptional: boolean;
  readonly description: string;
}

/** The whole reference as Markdown. @throws Error for a type that is missing or has a field without a comment */
function configurationReference(): string {
  return described
    .map(([title, file, type]) => {
      const source = readFileSync(join(projectRoot, 'lambdas', file), 'utf8');
      const rows = fieldsOf(source, type).map(
        ({ path, isOptional, description }) =>
          `| \`${path}\` | ${isOptional ? '' : 'yes'} | ${description.replaceAll('|', '\\|')} |`,
      );
      return `## ${title}\n\n| field | required | description |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
    })
    .join('\n');
}

/** The fields of an interface of the formatted source, those of nested objects included. */
export function fieldsOf(source: string, type: string): readonly DescribedField[] {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`export interface ${type} `));
  if (start < 0) throw new Error(`There is no interface ${type}.`);
  const fields: DescribedField[] = [];
  const parents: string[] = [];
  let comment: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith('}')) return fields;
    const text = line.trim();
    const field = /^readonly (?<name>\w+)(?<mark>\??):/.exec(text)?.groups;
    if (text.startsWith('/**') || text.startsWith('*')) {
      comment.push(
        text
          .replace(/^\/?\*+\/?/, '')
          .replace(/\*\/$/, '')
          .trim(),
      );
    } else if (text.startsWith('}')) {
      parents.pop();
    } else if (field) {
      const path = [...parents, field.name].join('.');
      const description = comment.filter((part) => part !== '').join(' ');
      if (description === '') throw new Error(`The field ${path} of ${type} has no comment.`);
      fields.push({ path, isOptional: field.mark === '?', description: withDefault(description) });
      comment = [];
      if (text.endsWith('{')) parents.push(field.name ?? '');
    }
  }
  throw new Error(`The interface ${type} has no end.`);
}

const withDefault = (description: string): string =>
  description.replace(/ ?@default (.+)$/, ' Default: $1.');

const page = join(projectRoot, 'docs', 'configuration.md');
const mark = '<!-- reference: written by `npm run docs` from the comments on the types -->\n';

/** The page as it has to be: what stands before the mark, then the reference. */
export function configurationPage(): string {
  const [introduction = ''] = readFileSync(page, 'utf8').split(mark);
  return `${introduction}${mark}\n${configurationReference()}`;
}

/** Writes the page. */
export const writeConfigurationReference = (): void => writeFileSync(page, configurationPage());
