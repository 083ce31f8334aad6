package dev.hikkoshi.runbook.plan;

import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.capacity.CapacityProfile.Growth;
import dev.hikkoshi.common.capacity.CapacityProfile.KeyOrder;
import dev.hikkoshi.common.capacity.CapacityProfile.Kind;
import dev.hikkoshi.common.capacity.CapacityProfile.Latency;
import dev.hikkoshi.common.capacity.CapacityProfile.Mode;
import dev.hikkoshi.common.capacity.CapacityProfile.Partitions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexWarmThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableWarmThroughputDescription;

/// A table as the capacity model has it. What AWS does not tell is assumed as its documents
/// describe it: a partition for each thousand write units that the table takes at once, which
/// splits after five minutes of heat, and an on-demand table that doubles after ten busy minutes.
///
/// @param onDemand whether it grows
/// @param startRate write units per second that it takes at once
/// @param mostRate where it stops growing: its own limit, or the account's quota
/// @param bytes it holds already
record TableModel(boolean onDemand, double startRate, double mostRate, long bytes) {
  /// What a new on-demand table takes, in write units per second.
  static final double NEW_ON_DEMAND = 4_000;

  /// A table's quota unless the account has asked for more.
  static final double DEFAULT_QUOTA = 40_000;

  private static final double PARTITION_RATE = 1_000;
  private static final double PARTITION_BYTES = 10L << 30;
  private static final double BURST_SECONDS = 300;
  private static final Growth GROWTH = new Growth(0.8, 600, 2);

  /// @param quota the most write units per second of a table in its account
  static TableModel of(TableDescription table, double quota) {
    boolean onDemand =
        table.billingModeSummary() != null
            && table.billingModeSummary().billingMode() == BillingMode.PAY_PER_REQUEST;
    double start =
        onDemand
            ? rate(table.warmThroughput())
            : Math.max(1, table.provisionedThroughput().writeCapacityUnits());
    double first = start == 0 ? NEW_ON_DEMAND : start;
    double limit = onDemand ? Math.min(limit(table), Math.max(quota, first)) : first;
    Long bytes = table.tableSizeBytes();
    return new TableModel(onDemand, Math.min(first, limit), limit, bytes == null ? 0 : bytes);
  }

  private static double limit(TableDescription table) {
    var limit = table.onDemandThroughput();
    Long most = limit == null ? null : limit.maxWriteRequestUnits();
    return most == null || most < 1 ? Double.POSITIVE_INFINITY : most;
  }

  private static double rate(@Nullable TableWarmThroughputDescription warm) {
    return warm == null || warm.writeUnitsPerSecond() == null ? 0 : warm.writeUnitsPerSecond();
  }

  /// What an index takes at once; 0 if nothing is said.
  static double rate(
      @Nullable GlobalSecondaryIndexWarmThroughputDescription warm,
      @Nullable ProvisionedThroughputDescription provisioned) {
    if (provisioned != null
        && provisioned.writeCapacityUnits() != null
        && provisioned.writeCapacityUnits() > 0) {
      return provisioned.writeCapacityUnits();
    }
    return warm == null || warm.writeUnitsPerSecond() == null ? 0 : warm.writeUnitsPerSecond();
  }

  /// The same table, on demand and warm for so much.
  TableModel warm(double rate) {
    return new TableModel(true, Math.max(rate, startRate), Math.max(rate, mostRate), bytes);
  }

  /// The same table with so much provisioned.
  TableModel provisioned(double rate) {
    return new TableModel(false, rate, rate, bytes);
  }

  int partitions() {
    return (int)
        Math.max(
            1, Math.max(Math.ceil(startRate / PARTITION_RATE), Math.ceil(bytes / PARTITION_BYTES)));
  }

  /// The profile that the simulator takes.
  ///
  /// @param share of the units of an item, indexes included, that the scarcest of table and indexes
  ///   bears: what it takes divided by this is what all of them take
  CapacityProfile profile(double share) {
    double scale = 1 / share;
    return new CapacityProfile(
        onDemand ? "on-demand" : "provisioned",
        Kind.DYNAMODB,
        onDemand ? Mode.ON_DEMAND : Mode.PROVISIONED,
        startRate * scale,
        mostRate * scale,
        onDemand ? Optional.of(GROWTH) : Optional.empty(),
        Optional.of(new Partitions(partitions(), PARTITION_RATE * scale, 0.9, 300)),
        onDemand ? 0 : BURST_SECONDS,
        new Latency(6, 40),
        List.of(),
        Optional.empty(),
        KeyOrder.INTERLEAVED);
  }
}
