package dev.hikkoshi.runbook;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.ExportLoad;
import dev.hikkoshi.common.ledger.LikeSource;
import dev.hikkoshi.common.ledger.Load;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.TableDestination;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.producer.export.ExportManifest;
import dev.hikkoshi.producer.export.ExportManifestReader;
import dev.hikkoshi.producer.export.ExportWindows;
import dev.hikkoshi.producer.export.ShardChecks;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.split.SplitPlanner;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Looks at sources and destination and, if they fit, records a new migration with its splits.
/// Writes nothing anywhere else.
final class Planner {
  private static final int SAMPLED_FILES = 3;
  private static final int SAMPLED_LINES = 20;

  private final Services services;
  private final S3Client s3;
  private final MigrationFile file;
  private final List<S3Location> exports;
  private final RunOptions options;
  private final Progress progress;

  /// @param exports of the file's source, in the order of loading
  Planner(
      Services services,
      MigrationFile file,
      List<S3Location> exports,
      RunOptions options,
      Progress progress) {
    this.services = services;
    this.s3 = services.clients().as(file.source().role()).s3();
    this.file = file;
    this.exports = exports;
    this.options = options;
    this.progress = progress;
  }

  /// Plans the migration.
  ///
  /// @throws UnsoundSourceException if the source is not sound
  /// @throws CommandException if the destination does not fit
  Migration plan() throws InterruptedException {
    var reader = new ExportManifestReader(s3);
    List<ExportManifest> manifests =
        exports.stream().map(export -> reader.read(export, options.allowUnsound())).toList();
    List<String> gaps = ExportWindows.check(manifests, options.allowGap());
    Optional<LikeSource> like = likeSource(manifests.getFirst());
    DestinationTable table = destination(like);
    var splits = new ArrayList<Split>();
    for (int phase = 0; phase < manifests.size(); phase++) {
      splits.addAll(splits(phase, manifests.get(phase), table, splits.size()));
    }
    var loads = new ArrayList<Load>();
    for (int i = 0; i < manifests.size(); i++) {
      ExportManifest manifest = manifests.get(i);
      loads.add(
          new ExportLoad(
              manifest.summary(),
              manifest.format(),
              manifest.view(),
              manifest.itemCount(),
              i > 0 && ExportWindows.apart(manifests.get(i - 1), manifest)));
    }
    var migration =
        new Migration(
            file.name(),
            loads,
            new TableDestination(file.table(), table.key()),
            file.source().role(),
            file.destination().role(),
            like.orElse(null),
            file.target(),
            file.target(),
            table.startRate(),
            file.readTarget().orElse(table.readTarget()),
            file.verify().orElse(Migration.most(manifests.getFirst().view())),
            MigrationState.CHECKING,
            0,
            splits.size(),
            TableDigest.bucketCountFor(loads.stream().mapToLong(Load::items).sum()),
            Stream.concat(
                    manifests.stream().flatMap(manifest -> manifest.unsound().stream()),
                    gaps.stream())
                .toList(),
            services.time().clock().instant());
    for (Split split : splits) {
      services.ledger().splits().plan(file.name(), split);
      if (split.files().stream().allMatch(ShardFile::proven)) {
        services.ledger().splits().checked(file.name(), split.id());
      }
    }
    services.ledger().migrations().create(migration);
    return migration;
  }

  /// How the destination is made, if it is missing and the file says so.
  private Optional<LikeSource> likeSource(ExportManifest first) {
    Destination.Create create = file.toTable().create();
    if (create == Destination.Create.NEVER) {
      return Optional.empty();
    }
    if (DestinationTable.find(dynamoDb(), file.table()).isPresent()) {
      progress.say(
          "table "
              + file.table()
              + " is there: it is used as it is, none of its settings is touched");
      return Optional.empty();
    }
    String like = first.tableArn();
    if (like == null) {
      throw CommandException.refused(
          "destination.create",
          first.summary()
              + " does not say which table was exported (tableArn), so that none can be made like it: create "
              + file.table()
              + " first");
    }
    return Optional.of(
        new LikeSource(
            like,
            create == Destination.Create.LIKE_SOURCE_INDEXES_LATER,
            LikeSource.Stage.PLANNED));
  }

  private DestinationTable destination(Optional<LikeSource> like) {
    if (like.isEmpty()) {
      return DestinationTable.describe(dynamoDb(), file.table());
    }
    String arn = like.get().sourceTable();
    try {
      SourceTable source =
          SourceTable.describe(services.clients().as(file.source().role()).dynamoDb(), arn);
      return DestinationTable.like(source.table(), file.table());
    } catch (SdkException e) {
      throw CommandException.refused(
          "destination.create",
          "table "
              + file.table()
              + " is to be made like "
              + arn
              + ", which cannot be looked at: "
              + e.getMessage());
    }
  }

  private DynamoDbClient dynamoDb() {
    return services.clients().as(file.destination().role()).dynamoDb();
  }

  private List<Split> splits(int phase, ExportManifest manifest, DestinationTable table, int first)
      throws InterruptedException {
    List<ShardFile> shards =
        new ShardChecks(s3).heads(services.time(), manifest.summary().bucket(), manifest.files());
    if (manifest.listedItems() != manifest.itemCount()) {
      throw contradiction(manifest, shards);
    }
    keyFits(manifest, shards, table);
    return SplitPlanner.plan(phase, manifest.summary().bucket(), shards, first);
  }

  /// The manifest's two counts differ: finds out which of its files is counted wrong, if it is one
  /// of them.
  private RuntimeException contradiction(ExportManifest manifest, List<ShardFile> shards) {
    for (ShardFile shard : shards) {
      long lines = lines(manifest, shard);
      if (lines != shard.items()) {
        return CommandException.failed(
            "failed",
            shard.key(),
            String.format(
                Locale.ROOT,
                "shard %s holds %d items, its manifest says %d; nothing was written",
                shard.key(),
                lines,
                shard.items()));
      }
    }
    return new UnsoundSourceException(
        "manifest-files.json",
        String.format(
            Locale.ROOT,
            "manifest-summary.json promises %d items, the shards in manifest-files.json hold %d: one of the two is cut or changed",
            manifest.itemCount(),
            manifest.listedItems()));
  }

  private long lines(ExportManifest manifest, ShardFile shard) {
    try (var reader = open(manifest, shard)) {
      while (reader.next()) {
        // counted by the reader
      }
      return reader.lines();
    } catch (IOException e) {
      throw new UnsoundSourceException(
          shard.key(), "shard " + shard.key() + " cannot be read: " + e.getMessage());
    }
  }

  /// Items of another key would all be refused by the table, one by one: better to see it in the
  /// first few.
  private void keyFits(ExportManifest manifest, List<ShardFile> shards, DestinationTable table) {
    for (ShardFile shard :
        shards.stream().filter(s -> s.items() > 0).limit(SAMPLED_FILES).toList()) {
      keyFits(manifest, shard, table);
    }
  }

  private void keyFits(ExportManifest manifest, ShardFile shard, DestinationTable table) {
    ExportLine line = SplitReader.lines(manifest.view(), table.key());
    MalformedItemException misfit = null;
    int misfits = 0;
    int lines = 0;
    try (var reader = open(manifest, shard)) {
      while (lines < SAMPLED_LINES && reader.next()) {
        lines++;
        try {
          reader.read(line);
        } catch (MalformedItemException e) {
          if (isAboutTheKey(e)) {
            misfit = e;
            misfits++;
          }
        }
      }
    } catch (IOException e) {
      if (shard.proven()) {
        throw new UnsoundSourceException(
            shard.key(), "shard " + shard.key() + " cannot be read: " + e.getMessage());
      }
      return; // its bytes are checked next
    }
    if (misfit != null && misfits == lines) {
      throw CommandException.refused(
          "destination.table",
          "table "
              + table.name()
              + " has another key than the export's items: its key is "
              + described(table)
              + ", and in "
              + shard.key()
              + " "
              + misfit.getMessage());
    }
  }

  private ShardReader open(ExportManifest manifest, ShardFile shard) throws IOException {
    return new ShardReader(s3, manifest.summary().bucket(), shard, manifest.format());
  }

  private static boolean isAboutTheKey(MalformedItemException e) {
    return switch (e.reason()) {
      case KEY_MISSING, KEY_TYPE, KEY_EMPTY -> true;
      case JSON,
          ION,
          ENVELOPE,
          SHAPE,
          UNKNOWN_TYPE,
          SEVERAL_TYPES,
          DUPLICATE_NAME,
          BASE64,
          NUMBER ->
          false;
    };
  }

  private static String described(DestinationTable table) {
    String partition = table.key().partition().name() + " (" + table.key().partition().type() + ")";
    return table
        .key()
        .sort()
        .map(sort -> partition + " and " + sort.name() + " (" + sort.type() + ")")
        .orElse(partition);
  }
}
