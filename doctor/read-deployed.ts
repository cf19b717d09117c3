// Templates of stacks as they are deployed, from CloudFormation itself.
import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { DoctorError } from './doctor-error.ts';
import type { StackTemplate, TemplateBody } from './template.ts';

/**
 * Reads the templates of these stacks; needs `cloudformation:GetTemplate` on them.
 * @throws {DoctorError} if one does not exist in the client's region, or its template is no JSON.
 */
export const readDeployed = (
  client: CloudFormationClient,
  names: readonly string[],
): Promise<readonly StackTemplate[]> => Promise.all(names.map((name) => readStack(client, name)));

async function readStack(client: CloudFormationClient, name: string): Promise<StackTemplate> {
  const { TemplateBody: body = '' } = await client
    .send(new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }))
    .catch((cause: Error) => {
      throw new DoctorError(
        `Cannot read stack ${name}: ${cause.message}. Check the credentials, AWS_REGION and the name in airlock.config.ts.`,
        { cause },
      );
    });
  try {
    return { name, template: JSON.parse(body) as TemplateBody };
  } catch (cause) {
    throw new DoctorError(`The template of ${name} is no JSON; deploy it with npm run deploy.`, {
      cause,
    });
  }
}
