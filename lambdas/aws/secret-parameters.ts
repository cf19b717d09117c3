// SSM: secrets as SecureStrings, which only named roles can read.
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { FindSecret, KeepSecret, RemoveSecret } from '../domain/secret-ports.ts';

/** One GetParameter. */
export const findSecretWith =
  (ssm: SSMClient): FindSecret =>
  async (Name) => {
    try {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
      return Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  };

/** One PutParameter that never overwrites. */
export const keepSecretWith =
  (ssm: SSMClient): KeepSecret =>
  async (Name, Value) => {
    try {
      await ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }));
      return true;
    } catch (error) {
      if (error instanceof ParameterAlreadyExists) return false;
      throw error;
    }
  };

/** One DeleteParameter; idempotent: ParameterNotFound is ignored. */
export const removeSecretWith =
  (ssm: SSMClient): RemoveSecret =>
  async (Name) => {
    try {
      await ssm.send(new DeleteParameterCommand({ Name }));
    } catch (error) {
      if (!(error instanceof ParameterNotFound)) throw error;
    }
  };
