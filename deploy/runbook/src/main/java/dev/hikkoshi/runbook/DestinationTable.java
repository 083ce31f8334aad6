package dev.hikkoshi.runbook;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.runbook.cli.CommandException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/// The destination as DynamoDB describes it.
///
/// @param key its key schema
/// @param startRate what it takes at once, in write units per second: its provisioned capacity or
///   warm throughput, or what a new on-demand table takes
/// @param readRate the same of reading, in read units per second
public record DestinationTable(String name, KeySchema key, double startRate, double readRate) {
  private static final double NEW_ON_DEMAND = 4_000;
  private static final double NEW_ON_DEMAND_READS = 12_000;

  /// Below this a verification would hardly move; what even the smallest tables have saved for
  /// bursts pays for it.
  private static final double SLOWEST_READS = 100;

  /// Looks at a table.
  ///
  /// @throws CommandException exit 3 if it is missing, not active, or may not be looked at
  public static DestinationTable describe(DynamoDbClient client, String name) {
    return find(client, name)
        .orElseThrow(() ->
            CommandException.refused(
                "destination.table",
                "no such table: "
                    + name
                    + "; create it with the source's key schema first, or say 'create: like-source'"));
  }

  /// Looks at a table that may be missing.
  ///
  /// @throws CommandException exit 3 if it is not active, or may not be looked at
  static Optional<DestinationTable> find(DynamoDbClient client, String name) {
    TableDescription table;
    try {
      table = client.describeTable(r -> r.tableName(name)).table();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw CommandException.refused(
          "destination.table", "table " + name + " cannot be described: " + e.getMessage());
    }
    if (table.tableStatus() != TableStatus.ACTIVE && table.tableStatus() != TableStatus.UPDATING) {
      throw CommandException.refused(
          "destination.table",
          "table " + name + " is " + table.tableStatusAsString() + ", not ACTIVE");
    }
    return Optional.of(like(table, name));
  }

  /// A table of that name that is like another.
  public static DestinationTable like(TableDescription table, String name) {
    return new DestinationTable(name, key(table), startRate(table), readRate(table));
  }

  private static double startRate(TableDescription table) {
    var warm = table.warmThroughput();
    if (warm != null && warm.writeUnitsPerSecond() != null) {
      return warm.writeUnitsPerSecond();
    }
    var provisioned = table.provisionedThroughput();
    return provisioned != null && provisioned.writeCapacityUnits() > 0
        ? provisioned.writeCapacityUnits()
        : NEW_ON_DEMAND;
  }

  private static double readRate(TableDescription table) {
    var warm = table.warmThroughput();
    if (warm != null && warm.readUnitsPerSecond() != null) {
      return warm.readUnitsPerSecond();
    }
    var provisioned = table.provisionedThroughput();
    return provisioned != null && provisioned.readCapacityUnits() > 0
        ? provisioned.readCapacityUnits()
        : NEW_ON_DEMAND_READS;
  }

  /// How fast it may be read unless the operator says otherwise, in read units per second: half of
  /// what it takes at once, so that whoever reads it besides is not starved.
  public double readTarget() {
    return Math.max(SLOWEST_READS, readRate / 2);
  }

  private static KeySchema key(TableDescription table) {
    Map<String, KeyType> types =
        table.attributeDefinitions().stream()
            .collect(
                Collectors.toMap(
                    AttributeDefinition::attributeName,
                    a -> KeyType.valueOf(a.attributeTypeAsString())));
    var parts =
        table.keySchema().stream()
            .sorted(java.util.Comparator.comparing(k -> k.keyTypeAsString())) // HASH, RANGE
            .map(k -> new KeySchema.Attribute(k.attributeName(), type(types, k.attributeName())))
            .toList();
    return new KeySchema(parts.getFirst(), parts.size() > 1 ? parts.get(1) : null);
  }

  private static KeyType type(Map<String, KeyType> types, String attribute) {
    return Optional.ofNullable(types.get(attribute))
        .orElseThrow(() -> new IllegalStateException("no type for key attribute " + attribute));
  }
}
