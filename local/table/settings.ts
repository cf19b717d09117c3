// AWS::DynamoDB::GlobalTable and AWS::DynamoDB::Table in the templates → the input of CreateTable.
import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  StreamViewType,
} from '@aws-sdk/client-dynamodb';
import type { Template } from '../template/template.ts';

/** A table as the template describes it. */
export interface TableSettings {
  readonly logicalId: string;
  readonly name: string;
  /** The ARN by which event source mappings name its stream. */
  readonly streamArn: string;
  readonly attributes: AttributeDefinition[];
  readonly keys: KeySchemaElement[];
  readonly indexes: GlobalSecondaryIndex[];
  readonly streamViewType?: StreamViewType;
  /** The attribute with the epoch second after which an item is removed. */
  readonly timeToLiveAttribute?: string;
}

interface TableProperties {
  readonly AttributeDefinitions: AttributeDefinition[];
  readonly KeySchema: KeySchemaElement[];
  readonly GlobalSecondaryIndexes?: GlobalSecondaryIndex[];
  readonly StreamSpecification?: { StreamViewType?: StreamViewType };
  readonly TimeToLiveSpecification?: { AttributeName?: string; Enabled?: boolean };
}

/** Reads every table. */
export function readTables(template: Template): TableSettings[] {
  return ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table']
    .flatMap((type) => template.resources(type))
    .map((resource) => {
      const properties = resource.properties as unknown as TableProperties;
      const { StreamSpecification: stream, TimeToLiveSpecification: timeToLive } = properties;
      return {
        logicalId: resource.logicalId,
        name: resource.ref,
        streamArn: resource.attribute('StreamArn'),
        attributes: properties.AttributeDefinitions,
        keys: properties.KeySchema,
        indexes: (properties.GlobalSecondaryIndexes ?? []).map(
          ({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }),
        ),
        ...(stream?.StreamViewType && { streamViewType: stream.StreamViewType }),
        ...(timeToLive?.Enabled &&
          timeToLive.AttributeName && { timeToLiveAttribute: timeToLive.AttributeName }),
      };
    });
}
