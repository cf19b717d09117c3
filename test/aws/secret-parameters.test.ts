// Answers of SSM about the private key that no local engine gives on demand, and what a deployment makes of them.
import { createPrivateKey } from 'node:crypto';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  InternalServerError,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, it } from 'vitest';
import {
  findSecretWith,
  keepSecretWith,
  removeSecretWith,
} from '../../lambdas/aws/secret-parameters.ts';
import { createDownloadKey } from '../../lambdas/create-download-key/create-download-key.ts';
import 'aws-sdk-client-mock-vitest/extend';

const client = new SSMClient({ region: 'eu-west-1' });
const ssm = mockClient(client);
afterEach(() => ssm.reset());

const name = '/airlock/download-key';
const answer = { $metadata: {}, message: '' };
const missing = new ParameterNotFound(answer);
const failure = new InternalServerError(answer);
const create = createDownloadKey({
  findPrivateKey: findSecretWith(client),
  keepPrivateKey: keepSecretWith(client),
  removePrivateKey: removeSecretWith(client),
});

it('a first deployment stores a new key as a SecureString and never overwrites one', async () => {
  ssm.on(GetParameterCommand).rejects(missing).on(PutParameterCommand).resolves({});
  expect(await create({ name, shouldExist: true })).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  const [{ args } = expect.fail('nothing was stored')] = ssm.commandCalls(PutParameterCommand);
  expect(args[0].input).toEqual({
    Name: name,
    Type: 'SecureString',
    Value: expect.stringContaining('PRIVATE KEY'),
  });
  expect(createPrivateKey(String(args[0].input.Value)).asymmetricKeyType).toBe('ec');
});

it('a deployment that loses the race for the first key returns the key of the other one', async () => {
  ssm.on(GetParameterCommand).rejects(missing).on(PutParameterCommand).resolves({});
  await create({ name, shouldExist: true });
  const [call = expect.fail('nothing was stored')] = ssm.commandCalls(PutParameterCommand);
  const Value = String(call.args[0].input.Value);
  ssm.reset();
  ssm
    .on(GetParameterCommand)
    .rejectsOnce(missing)
    .resolves({ Parameter: { Value } })
    .on(PutParameterCommand)
    .rejects(new ParameterAlreadyExists(answer));
  const first = await create({ name, shouldExist: true });
  expect(await create({ name, shouldExist: true })).toBe(first);
  expect(ssm).toHaveReceivedCommandTimes(PutParameterCommand, 1);
});

it('a deployment fails when another one deletes the key at the same time', async () => {
  ssm
    .on(GetParameterCommand)
    .rejects(missing)
    .on(PutParameterCommand)
    .rejects(new ParameterAlreadyExists(answer));
  await expect(create({ name, shouldExist: true })).rejects.toThrow('was deleted concurrently');
});

it('removing a key that does not exist is a success', async () => {
  ssm.on(DeleteParameterCommand).rejects(missing);
  expect(await create({ name, shouldExist: false })).toBeUndefined();
  expect(ssm).not.toHaveReceivedCommand(PutParameterCommand);
});

it.each([
  ['reading', () => findSecretWith(client)(name)],
  ['storing', () => keepSecretWith(client)(name, 'key')],
  ['removing', () => removeSecretWith(client)(name)],
])('a failure of SSM while %s a key is thrown', async (_what, act) => {
  ssm.onAnyCommand().rejects(failure);
  await expect(act()).rejects.toBe(failure);
});
