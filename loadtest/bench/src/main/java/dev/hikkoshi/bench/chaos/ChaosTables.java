package dev.hikkoshi.bench.chaos;

import dev.hikkoshi.bench.demo.DemoSource;
import dev.hikkoshi.common.aws.Clients;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.local.dynamodb.CapacityFilter;
import dev.hikkoshi.local.dynamodb.RequestFilter;
import dev.hikkoshi.runbook.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The source with its export, and a destination for each migration, too slow for the adversary to
/// miss it. For one thread.
final class ChaosTables implements AutoCloseable {
  /// Pattern of all destinations.
  static final String DESTINATIONS = "chaos-destination-*";

  private static final String SOURCE = "chaos-source";
  private static final String BUCKET = "chaos-exports";
  private static final double SECONDS_OF_WRITING = 22;
  private static final double LOWEST_RATE = 20;

  private final DemoSource source;
  private final DynamoDbClient direct;
  private final int items;
  private @Nullable S3Location export;

  /// @param dynamoDbLocal what the comparison reads: nothing stands in front of it
  ChaosTables(Clients clients, URI dynamoDbLocal, int items, Progress progress) {
    this.source = new DemoSource(clients.dynamoDb(), clients.s3(), progress);
    this.direct = DynamoDbClient.builder().endpointOverride(dynamoDbLocal).build();
    this.items = items;
  }

  /// What makes the destinations slow.
  static RequestFilter slowDestinations(int items, RandomGenerator random) {
    var profile =
        CapacityProfile.parse(
            String.format(
                Locale.ROOT,
                "{\"name\":\"chaos\",\"mode\":\"provisioned\",\"initialRate\":%f,\"burstSeconds\":0}",
                rate(items)));
    String prefix = DESTINATIONS.replace("*", "");
    return new CapacityFilter(profile, table -> table.startsWith(prefix), System::nanoTime, random);
  }

  private static double rate(int items) {
    return Math.max(LOWEST_RATE, items / SECONDS_OF_WRITING);
  }

  /// Fills and exports the source.
  void fill() throws InterruptedException {
    source.table(SOURCE);
    source.fill(SOURCE, items);
    export = source.export(SOURCE, BUCKET);
  }

  /// Creates a destination, and the file of the migration to it.
  Path migration(String name, int number, Path folder) throws IOException {
    String table = destination(number);
    source.table(table);
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %s
        source:
          dynamodb-export: %s
        destination:
          table: %s
        target: %d
        """
            .formatted(name, export, table, Math.round(2 * rate(items))));
  }

  /// Compares a destination with the source.
  TableComparison compare(int number) {
    return TableComparison.of(items(SOURCE), items(destination(number)));
  }

  private Iterable<Map<String, AttributeValue>> items(String table) {
    return direct.scanPaginator(s -> s.tableName(table).consistentRead(true)).items();
  }

  private static String destination(int number) {
    return DESTINATIONS.replace("*", Integer.toString(number));
  }

  @Override
  public void close() {
    direct.close();
  }
}
