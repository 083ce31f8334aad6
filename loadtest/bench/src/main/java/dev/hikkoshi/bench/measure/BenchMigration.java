package dev.hikkoshi.bench.measure;

import dev.hikkoshi.bench.sink.Sinks;
import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.Destination;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ExportLoad;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Load;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.ObjectLoad;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.ledger.TableDestination;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.objects.KeyPatterns;
import dev.hikkoshi.producer.split.SplitPlanner;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Tells the sinks' ledger of a migration that is under way and that nothing slows down.
final class BenchMigration {
  /// Its name, and its table's.
  static final String NAME = "bench";

  static final String BUCKET = "bench";

  /// Far more than any process does: the pace is not what is measured.
  static final double RATE = 10_000_000;

  private BenchMigration() {}

  /// The name of one that moves so many items, and its table's.
  static String name(int items) {
    return NAME + "-" + items;
  }

  /// Records the migration and its splits.
  ///
  /// @return the splits
  static List<Split> record(Sinks sinks, String name, SplitState state, List<ShardFile> files) {
    try (var client = client(sinks)) {
      var ledger = new Ledger(client, Ledger.DEFAULT_TABLE);
      long items = files.stream().mapToLong(ShardFile::items).sum();
      List<Split> splits =
          SplitPlanner.plan(0, BUCKET, files, 0).stream().map(split -> in(state, split)).toList();
      ledger
          .migrations()
          .create(
              migration(
                  name,
                  load(items),
                  new TableDestination(name, BenchItems.KEY),
                  items,
                  splits.size()));
      splits.forEach(split -> ledger.splits().plan(name, split));
      return splits;
    }
  }

  private static Split in(SplitState state, Split planned) {
    return new Split(
        planned.id(),
        planned.phase(),
        planned.bucket(),
        planned.files(),
        planned.ranges(),
        state,
        0,
        0,
        0,
        0,
        0,
        0,
        true,
        "");
  }

  /// Records a migration that copies objects.
  static void recordCopies(Sinks sinks, String from, String to) {
    try (var client = client(sinks)) {
      var load =
          new ObjectLoad(
              S3Location.parse("s3://" + from + "/"),
              true,
              false,
              null,
              OptionalLong.empty(),
              KeyPatterns.ALL);
      var settings = new CopySettings(null, null, false, 5L << 30, CopySettings.MIN_PART);
      new Ledger(client, Ledger.DEFAULT_TABLE)
          .migrations()
          .create(migration(NAME, load, new BucketDestination(from, to, "", settings), 0, 1));
    }
  }

  private static DynamoDbClient client(Sinks sinks) {
    Map<String, String> environment = sinks.environment();
    return DynamoDbClient.builder()
        .endpointOverride(URI.create(environment.getOrDefault("AWS_ENDPOINT_URL_DYNAMODB", "")))
        .region(Region.of(environment.getOrDefault("AWS_REGION", "")))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(NAME, NAME)))
        .build();
  }

  private static ExportLoad load(long items) {
    return new ExportLoad(
        S3Location.parse("s3://" + BUCKET + "/AWSDynamoDB/bench/manifest-summary.json"),
        ExportFormat.DYNAMODB_JSON,
        ExportView.ITEMS,
        items,
        false);
  }

  private static Migration migration(
      String name, Load load, Destination destination, long items, int splits) {
    return new Migration(
        name,
        List.of(load),
        destination,
        null,
        null,
        null,
        RATE,
        RATE,
        RATE,
        RATE,
        VerifyMode.NONE,
        MigrationState.PRODUCING,
        0,
        splits,
        TableDigest.bucketCountFor(items),
        List.of(),
        Clock.systemUTC().instant());
  }
}
