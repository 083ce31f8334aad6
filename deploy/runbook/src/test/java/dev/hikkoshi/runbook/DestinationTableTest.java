package dev.hikkoshi.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableWarmThroughputDescription;

class DestinationTableTest {
  @Test
  void isReadAtHalfOfWhatItTakesAtOnce() {
    assertThat(table().readTarget()).isEqualTo(6_000);
    assertThat(table(1_000).readTarget()).isEqualTo(500);
    var warm =
        TableWarmThroughputDescription.builder()
            .readUnitsPerSecond(30_000L)
            .writeUnitsPerSecond(9_000L)
            .build();
    assertThat(of(described().warmThroughput(warm)).readTarget()).isEqualTo(15_000);
  }

  @Test
  void isReadAtAHundredUnitsHoweverSmallItIs() {
    assertThat(table(5).readTarget()).isEqualTo(100);
  }

  private static DestinationTable table() {
    return of(described());
  }

  private static DestinationTable table(long readUnits) {
    return of(
        described()
            .provisionedThroughput(
                ProvisionedThroughputDescription.builder()
                    .readCapacityUnits(readUnits)
                    .writeCapacityUnits(1L)
                    .build()));
  }

  private static DestinationTable of(TableDescription.Builder table) {
    return DestinationTable.like(table.build(), "users");
  }

  private static TableDescription.Builder described() {
    return TableDescription.builder()
        .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
        .attributeDefinitions(
            AttributeDefinition.builder()
                .attributeName("id")
                .attributeType(ScalarAttributeType.S)
                .build());
  }
}
