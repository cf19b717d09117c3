// Wires CloudFormation's custom resource to SSM.

import { connectSsm } from '../aws/connect.ts';
import { customResource } from '../aws/events/custom-resource.ts';
import { findSecretWith, keepSecretWith, removeSecretWith } from '../aws/secret-parameters.ts';
import { createDownloadKey } from './create-download-key.ts';

const ssm = connectSsm();

const create = createDownloadKey({
  findPrivateKey: findSecretWith(ssm),
  keepPrivateKey: keepSecretWith(ssm),
  removePrivateKey: removeSecretWith(ssm),
});

export const handler = customResource(async ({ isDeleted, properties, physicalId }) => {
  // A deletion removes the parameter that was created, even if the properties have changed since.
  const name = isDeleted ? physicalId : (properties.ParameterName ?? '');
  const publicKey = await create({ name, shouldExist: !isDeleted });
  return { physicalId: name, attributes: publicKey ? { PublicKey: publicKey } : {} };
});
