// The key pairs that sign downloads through the CDN: created by the deployment, with their private halves in SSM.
import { CustomResource, Duration, Validations } from 'aws-cdk-lib';
import { KeyGroup, PublicKey } from 'aws-cdk-lib/aws-cloudfront';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import { AirlockFunction } from './airlock-function.ts';
import { ownParameter } from './own-parameter.ts';
import { spelled } from './spelled.ts';

/** One key pair for each generation of the configuration: all are trusted, the first signs. */
export class DownloadKeys extends Construct {
  readonly keyGroup: KeyGroup;
  /** The key pair that signs, as CloudFront calls it. */
  readonly keyPairId: string;
  /** The parameter of its private half, and the right to read it. */
  readonly parameterName: string;
  readonly readRight: PolicyStatement;

  constructor(scope: Construct, id: string, props: { config: Config; functionsDirectory: string }) {
    super(scope, id);
    const { downloadKeys, logRetentionDays } = props.config;
    const parameters = downloadKeys.map((generation) => parameterOf(scope, generation));
    const maker = new AirlockFunction(this, {
      name: 'create-download-key',
      source: { functionsDirectory: props.functionsDirectory },
      environment: {},
      timeout: Duration.minutes(1),
      logRetentionDays,
      permissions: [
        new PolicyStatement({
          actions: ['ssm:DeleteParameter', 'ssm:GetParameter', 'ssm:PutParameter'],
          // A removed generation is deleted after the last reference to it.
          resources: [parameterOf(scope, '*').arn],
        }),
      ],
    });
    Validations.of(maker).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${spelled(this, parameterOf(scope, '*').arn)}]`,
      reason:
        'It makes and deletes a parameter for each generation that the configuration ever names.',
    });
    const keys = parameters.map(({ generation, name }) => {
      const pair = new CustomResource(this, `Pair-${generation}`, {
        resourceType: 'Custom::DownloadKey',
        serviceToken: maker.function.functionArn,
        properties: { ParameterName: name },
      });
      // A public key cannot be changed, nor can its name: a new generation is another construct.
      return new PublicKey(this, `PublicKey-${generation}`, {
        encodedKey: pair.getAttString('PublicKey'),
      });
    });
    this.keyGroup = new KeyGroup(this, 'Group', { items: keys });

    const [[key], [parameter]] = [keys, parameters];
    if (!key || !parameter) throw new Error('downloadKeys names no generation.');
    this.keyPairId = key.publicKeyId;
    this.parameterName = parameter.name;
    this.readRight = new PolicyStatement({
      actions: ['ssm:GetParameter'],
      resources: [parameter.arn],
    });
  }
}

const parameterOf = (airlock: Construct, generation: string) => ({
  generation,
  ...ownParameter(airlock, 'download-keys', generation),
});
