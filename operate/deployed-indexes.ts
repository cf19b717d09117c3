// Which secondary indexes the table of a deployed stack has, from its template.
import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';

interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string }[];
  };
}

/** Reads the names of the indexes; none before the first deployment. Needs `cloudformation:GetTemplate`. */
export async function deployedIndexes(
  client: CloudFormationClient,
  stackName: string,
): Promise<readonly string[]> {
  const template = await findTemplate(client, stackName);
  return Object.values(template?.Resources ?? {})
    .filter(({ Type }) => Type === 'AWS::DynamoDB::GlobalTable')
    .flatMap(({ Properties }) => Properties?.GlobalSecondaryIndexes ?? [])
    .map(({ IndexName }) => IndexName);
}

/** The template; undefined before the first deployment, which CloudFormation answers with a ValidationError. */
async function findTemplate(
  client: CloudFormationClient,
  StackName: string,
): Promise<Template | undefined> {
  try {
    const command = new GetTemplateCommand({ StackName, TemplateStage: 'Original' });
    const { TemplateBody = '{}' } = await client.send(command);
    return JSON.parse(TemplateBody) as Template;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ValidationError' && message.includes('does not exist')) return undefined;
    throw error;
  }
}
