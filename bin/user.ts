// `airlock user`: adds a person to the user pool of the deployed stack.
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { OperateError } from '../operate/operate-error.ts';
import { usersOf } from '../operate/users.ts';
import {
  type AirlockChoice,
  airlockOptions,
  airlockUsage,
  deployedOutputs,
  findingErrors,
} from './deployed-airlock.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock user add <email> [--group <name>]...

  add <email>     create an account; Cognito mails a temporary password and the address of the site
  --group <name>  put the person into this group of the configuration, such as staff; may be repeated
${airlockUsage}

Needs credentials and AWS_REGION. Exits with 0, or with 2 when it could not be done.`;

const options = { group: { type: 'string', multiple: true }, ...airlockOptions } as const;

await runCommand(
  { usage, options, maxWords: 2, foreseen: findingErrors },
  async ({ values, positionals: [verb, email] }) => {
    if (verb !== 'add' || !email) throw new OperateError(`Name what to do.\n\n${usage}`);
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
      throw new OperateError(`${email} is no email address.\n\n${usage}`);
    }
    const userPool = await userPoolOf(new CloudFormationClient(), values);
    const groups = values.group ?? [];
    await usersOf(new CognitoIdentityProviderClient(), userPool).add({ email, groups });
    const into = groups.length > 0 ? `, in ${groups.join(', ')}` : '';
    process.stdout.write(`${email} has an account${into}; Cognito mails a temporary password.\n`);
    return 0;
  },
);

async function userPoolOf(client: CloudFormationClient, choice: AirlockChoice): Promise<string> {
  const { stackName, outputs } = await deployedOutputs(client, choice);
  if (outputs.UserPoolId) return outputs.UserPoolId;
  throw new OperateError(
    `${stackName} has no user pool: add people at the issuer that auth.issuer of the configuration names.`,
  );
}
