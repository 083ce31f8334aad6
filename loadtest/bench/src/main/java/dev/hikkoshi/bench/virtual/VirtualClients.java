package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.aws.Clients;
import dev.hikkoshi.common.aws.CopyClients;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.aws.RawS3;
import dev.hikkoshi.common.aws.Topic;
import dev.hikkoshi.common.migration.Role;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.s3.S3Client;

/// AWS as one process sees it.
record VirtualClients(Node node, S3Client s3, RawDynamoDb rawDynamoDb, long startRate)
    implements Clients {
  private static final KeySchemaElement KEY =
      KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build();
  private static final AttributeDefinition ID =
      AttributeDefinition.builder()
          .attributeName("id")
          .attributeType(ScalarAttributeType.S)
          .build();

  @Override
  public DynamoDbClient dynamoDb() {
    return new Control();
  }

  @Override
  public Account as(@Nullable Role role) {
    return this;
  }

  @Override
  public Topic topic(String arn) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CopyClients copies() {
    return new CopyClients(s3, RawS3.NONE);
  }

  @Override
  public boolean isAws() {
    return true;
  }

  @Override
  public void close() {}

  /// Describes the destination.
  private final class Control implements DynamoDbClient {
    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
      return Sdk.call(
          node,
          "DescribeTable",
          Chaos.Kind.LOOK,
          () ->
              DescribeTableResponse.builder()
                  .table(t ->
                      t.tableName(VirtualTable.NAME)
                          .tableStatus(TableStatus.ACTIVE)
                          .provisionedThroughput(
                              p -> p.writeCapacityUnits(startRate).readCapacityUnits(startRate))
                          .keySchema(KEY)
                          .attributeDefinitions(ID))
                  .build());
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}
