package dev.hikkoshi.runbook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.WarmThroughput;

/// The source table as DynamoDB describes it, and how to ask for one like it.
///
/// Left out are what belongs to an account (encryption with a key of its own, replicas, resource
/// policy, autoscaling) and backups.
///
/// @param timeToLive the attribute that says when an item expires; null if none does
/// @param tags without those that AWS sets itself
record SourceTable(TableDescription table, @Nullable String timeToLive, List<Tag> tags) {
  /// What a new on-demand table and a new index have without being asked; more is paid for once, so
  /// less is not asked for.
  private static final long NEW_READS = 12_000;

  private static final long NEW_WRITES = 4_000;

  /// Looks at the table.
  static SourceTable describe(DynamoDbClient client, String arn) {
    TableDescription table = client.describeTable(r -> r.tableName(arn)).table();
    var timeToLive = client.describeTimeToLive(r -> r.tableName(arn)).timeToLiveDescription();
    boolean expires =
        timeToLive != null
            && (timeToLive.timeToLiveStatus() == TimeToLiveStatus.ENABLED
                || timeToLive.timeToLiveStatus() == TimeToLiveStatus.ENABLING);
    return new SourceTable(
        table, expires ? timeToLive.attributeName() : null, tags(client, table.tableArn()));
  }

  private static List<Tag> tags(DynamoDbClient client, String arn) {
    var tags = new ArrayList<Tag>();
    String next = null;
    do {
      String from = next;
      var page = client.listTagsOfResource(r -> r.resourceArn(arn).nextToken(from));
      tags.addAll(page.tags());
      next = page.nextToken();
    } while (next != null);
    tags.removeIf(tag -> tag.key().startsWith("aws:"));
    return tags;
  }

  /// Asks for a table like it, without what comes when everything is loaded: stream, time to live,
  /// and perhaps indexes.
  CreateTableRequest create(String name, boolean indexesLater) {
    List<GlobalSecondaryIndex> indexes = indexesLater ? List.of() : indexes();
    var request =
        CreateTableRequest.builder()
            .tableName(name)
            .keySchema(table.keySchema())
            .billingMode(isOnDemand() ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED)
            .provisionedThroughput(provisioned(table.provisionedThroughput()))
            .onDemandThroughput(limit(table.onDemandThroughput()))
            .warmThroughput(
                table.warmThroughput() == null
                    ? null
                    : warm(
                        table.warmThroughput().readUnitsPerSecond(),
                        table.warmThroughput().writeUnitsPerSecond()))
            .deletionProtectionEnabled(table.deletionProtectionEnabled())
            .attributeDefinitions(attributes(indexes));
    if (table.tableClassSummary() != null) {
      request.tableClass(table.tableClassSummary().tableClass());
    }
    if (table.hasLocalSecondaryIndexes()) {
      request.localSecondaryIndexes(localIndexes());
    }
    if (!indexes.isEmpty()) {
      request.globalSecondaryIndexes(indexes);
    }
    if (!tags.isEmpty()) {
      request.tags(tags);
    }
    return request.build();
  }

  /// Its global secondary indexes.
  List<GlobalSecondaryIndex> indexes() {
    return table.globalSecondaryIndexes().stream().map(this::index).toList();
  }

  /// The types of all key attributes of the table and of these indexes.
  List<AttributeDefinition> attributes(List<GlobalSecondaryIndex> indexes) {
    Set<String> names = new HashSet<>();
    Stream.of(
            table.keySchema().stream(),
            table.localSecondaryIndexes().stream().flatMap(index -> index.keySchema().stream()),
            indexes.stream().flatMap(index -> index.keySchema().stream()))
        .flatMap(keys -> keys)
        .map(KeySchemaElement::attributeName)
        .forEach(names::add);
    return table.attributeDefinitions().stream()
        .filter(attribute -> names.contains(attribute.attributeName()))
        .toList();
  }

  /// Its stream, if it has one.
  Optional<StreamSpecification> stream() {
    return Optional.ofNullable(table.streamSpecification())
        .filter(stream -> Boolean.TRUE.equals(stream.streamEnabled()));
  }

  private boolean isOnDemand() {
    var billing = table.billingModeSummary();
    return billing != null && billing.billingMode() == BillingMode.PAY_PER_REQUEST;
  }

  private List<LocalSecondaryIndex> localIndexes() {
    return table.localSecondaryIndexes().stream().map(SourceTable::localIndex).toList();
  }

  private static LocalSecondaryIndex localIndex(LocalSecondaryIndexDescription index) {
    return LocalSecondaryIndex.builder()
        .indexName(index.indexName())
        .keySchema(index.keySchema())
        .projection(index.projection())
        .build();
  }

  private GlobalSecondaryIndex index(GlobalSecondaryIndexDescription index) {
    var warm = index.warmThroughput();
    return GlobalSecondaryIndex.builder()
        .indexName(index.indexName())
        .keySchema(index.keySchema())
        .projection(index.projection())
        .provisionedThroughput(provisioned(index.provisionedThroughput()))
        .onDemandThroughput(limit(index.onDemandThroughput()))
        .warmThroughput(
            warm == null ? null : warm(warm.readUnitsPerSecond(), warm.writeUnitsPerSecond()))
        .build();
  }

  private @Nullable ProvisionedThroughput provisioned(
      @Nullable ProvisionedThroughputDescription throughput) {
    return isOnDemand() || throughput == null
        ? null
        : ProvisionedThroughput.builder()
            .readCapacityUnits(throughput.readCapacityUnits())
            .writeCapacityUnits(throughput.writeCapacityUnits())
            .build();
  }

  /// -1 says that there is no limit, as does nothing at all.
  private static @Nullable OnDemandThroughput limit(@Nullable OnDemandThroughput limit) {
    if (limit == null) {
      return null;
    }
    Long reads = limited(limit.maxReadRequestUnits());
    Long writes = limited(limit.maxWriteRequestUnits());
    return reads == null && writes == null
        ? null
        : OnDemandThroughput.builder()
            .maxReadRequestUnits(reads)
            .maxWriteRequestUnits(writes)
            .build();
  }

  private static @Nullable Long limited(@Nullable Long units) {
    return units == null || units < 0 ? null : units;
  }

  private static @Nullable WarmThroughput warm(@Nullable Long reads, @Nullable Long writes) {
    if (reads == null || writes == null || (reads <= NEW_READS && writes <= NEW_WRITES)) {
      return null;
    }
    return WarmThroughput.builder()
        .readUnitsPerSecond(Math.max(reads, NEW_READS))
        .writeUnitsPerSecond(Math.max(writes, NEW_WRITES))
        .build();
  }
}
