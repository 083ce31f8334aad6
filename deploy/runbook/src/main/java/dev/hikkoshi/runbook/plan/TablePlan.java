package dev.hikkoshi.runbook.plan;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.producer.export.ExportManifest;
import dev.hikkoshi.producer.export.ExportManifestReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.split.UnitStream;
import dev.hikkoshi.runbook.DestinationTable;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// Plans the migration of a table. Reads manifests, a few lines of the exports, and what DynamoDB
/// says of the tables; writes nothing.
final class TablePlan {
  /// As AWS says of exports of any size.
  private static final double EXPORT_SECONDS = 25 * 60;

  private static final double READ_UNIT_BYTES = 4_096;
  private static final double MESSAGE_BYTES = 200_000;

  /// Of a window, what verification may take before its pace is what should be changed.
  private static final double VERIFY_SHARE = 0.5;

  private final MigrationFile file;
  private final PlanOptions options;
  private final Account source;
  private final Account destination;
  private final List<String> notes = new ArrayList<>();

  TablePlan(Services services, MigrationFile file, PlanOptions options) {
    this.file = file;
    this.options = options;
    this.source = services.clients().as(file.source().role());
    this.destination = services.clients().as(file.destination().role());
  }

  MigrationPlan plan() {
    List<ExportManifest> manifests = manifests();
    Optional<TableDescription> there = table(destination, file.table());
    TableDescription table = there.orElseGet(() -> like(manifests));
    TableModel model = TableModel.of(table, quota());
    Load load = load(table, manifests);
    Volume volume = load.volume();
    Fleet fleet = Fleet.ofItems(file.target() / volume.unitsEach(), options.workers());
    var time = new WriteTime(Math.min(fleet.workers(), 200));
    double export = file.source() instanceof Source.Table ? EXPORT_SECONDS : 0;
    double held = there.isPresent() ? model.bytes() : 0;
    double reads = verifies(manifests) ? (volume.bytes() + held) / READ_UNIT_BYTES : 0;
    double readRate =
        file.readTarget().orElse(DestinationTable.like(table, file.table()).readTarget());
    double verify = reads / readRate;
    var ways =
        new TableWays(
            file,
            options.prices(),
            load,
            model,
            fleet,
            time,
            reads,
            verify,
            export,
            there.isEmpty());
    Alternative asItIs = ways.asItIs();
    var alternatives = new ArrayList<Alternative>(ways.others(fullExport(manifests)));
    List<String> advice =
        options
            .window()
            .map(window -> advice(window, ways, asItIs, alternatives, reads))
            .orElse(List.of());
    notes.add(
        "partitions and growth are a model of what AWS documents; the load's time is simulated, a run may differ");
    return new MigrationPlan(
        file.name(),
        volume,
        file.target(),
        fleet,
        export,
        verify,
        asItIs,
        alternatives,
        options.window(),
        advice,
        notes,
        options.prices());
  }

  private List<ExportManifest> manifests() {
    if (!(file.source() instanceof Source.Exports(var locations, _))) {
      return List.of();
    }
    var reader = new ExportManifestReader(source.s3());
    List<ExportManifest> manifests =
        locations.stream().map(at -> reader.read(at, options.allowUnsound())).toList();
    manifests.forEach(manifest -> notes.addAll(manifest.unsound()));
    return manifests;
  }

  private static Optional<TableDescription> table(Account account, String name) {
    try {
      return Optional.of(account.dynamoDb().describeTable(r -> r.tableName(name)).table());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw CommandException.refused(
          "destination.table", "table " + name + " cannot be described: " + e.getMessage());
    }
  }

  /// The source table, which a missing destination is made like.
  private TableDescription like(List<ExportManifest> manifests) {
    if (file.toTable().create() == Destination.Create.NEVER) {
      throw CommandException.refused(
          "destination.table",
          "no such table: "
              + file.table()
              + "; create it with the source's key schema first, or say 'create: like-source'");
    }
    String arn = sourceTable(manifests);
    if (arn == null) {
      throw CommandException.refused(
          "destination.create",
          manifests.getFirst().summary() + " does not say which table was exported (tableArn)");
    }
    notes.add("table " + file.table() + " is missing: planned as new, like " + arn);
    return fresh(sourceDescription(arn));
  }

  private @Nullable String sourceTable(List<ExportManifest> manifests) {
    return file.source() instanceof Source.Table table
        ? table.arn()
        : manifests.getFirst().tableArn();
  }

  private TableDescription sourceDescription(String arn) {
    return table(source, arn)
        .orElseThrow(() -> CommandException.refused("source.table", "no such table: " + arn));
  }

  /// A new table holds nothing yet.
  private static TableDescription fresh(TableDescription table) {
    return table.toBuilder().tableSizeBytes(0L).itemCount(0L).build();
  }

  private double quota() {
    try {
      Long most = destination.dynamoDb().describeLimits().tableMaxWriteCapacityUnits();
      return most == null || most < 1 ? TableModel.DEFAULT_QUOTA : most;
    } catch (SdkException e) {
      notes.add(
          "the quota of a table cannot be seen (dynamodb:DescribeLimits), 40,000 write units per second are assumed");
      return TableModel.DEFAULT_QUOTA;
    }
  }

  private boolean verifies(List<ExportManifest> manifests) {
    VerifyMode mode =
        file.verify()
            .orElse(
                Migration.most(
                    manifests.isEmpty() ? ExportView.ITEMS : manifests.getFirst().view()));
    return mode != VerifyMode.NONE;
  }

  private boolean fullExport(List<ExportManifest> manifests) {
    return file.source() instanceof Source.Table
        || (manifests.size() == 1 && manifests.getFirst().view() == ExportView.ITEMS);
  }

  private Load load(TableDescription table, List<ExportManifest> manifests) {
    List<TableIndex> indexes =
        file.toTable().create() == Destination.Create.LIKE_SOURCE_INDEXES_LATER
            ? TableIndex.of(table).stream().filter(index -> !index.global()).toList()
            : TableIndex.of(table);
    if (file.source() instanceof Source.Table from) {
      return described(sourceDescription(from.arn()), indexes);
    }
    KeySchema key = DestinationTable.like(table, file.table()).key();
    var sample = new ItemSample(source.s3(), key, indexes);
    try {
      for (ExportManifest manifest : manifests) {
        sample.add(manifest);
      }
    } catch (IOException e) {
      throw new UnsoundSourceException(
          manifests.getFirst().summary().toString(),
          "the source cannot be sampled: " + e.getMessage());
    }
    long items = manifests.stream().mapToLong(ExportManifest::itemCount).sum();
    if (sample.lines() == 0 && items > 0) {
      throw CommandException.refused(
          "destination.table",
          "none of the lines sampled is an item for table "
              + file.table()
              + ": 'hikkoshi preflight' says what is wrong with its key");
    }
    if (sample.unreadable() > 0) {
      notes.add(
          sample.unreadable()
              + " of the lines sampled hold no item for this table: they will be recorded dead");
    }
    return Load.sampled(
        items, manifests.stream().mapToLong(m -> m.files().size()).sum(), sample, indexes);
  }

  /// Of a table that is not exported yet there is only what DescribeTable says, which is up to six
  /// hours old.
  private Load described(TableDescription from, List<TableIndex> indexes) {
    notes.add(
        "the table is not exported yet: counts are DescribeTable's, up to six hours old, and every item is taken for an average one");
    return Load.described(from.itemCount(), from.tableSizeBytes().doubleValue(), indexes);
  }

  /// What makes it fit, the least change first.
  private List<String> advice(
      Duration window, TableWays ways, Alternative asItIs, List<Alternative> others, double reads) {
    if (asItIs.fits(window)) {
      return List.of();
    }
    var advice = new ArrayList<String>();
    others.stream()
        .filter(way -> way.fits(window))
        .forEach(way -> advice.add("fits with " + way.name() + ": " + way.how()));
    if (!advice.isEmpty()) {
      return advice;
    }
    double left = window.toMillis() / 1e3 - ways.exportSeconds();
    double verify = ways.verifySeconds();
    if (left <= 0) {
      return List.of(
          "the export alone takes longer: export before the window, and give the export");
    }
    double readTarget = 0;
    if (verify > VERIFY_SHARE * left) {
      verify = VERIFY_SHARE * left / 2;
      readTarget = roundUp(reads / verify);
      advice.add(
          String.format(
              Locale.ROOT,
              "read-target: %.0f (and as much warm read throughput) verifies in %s",
              readTarget,
              MigrationPlan.time(OptionalDouble.of(verify))));
    }
    double target = roundUp(ways.units() / (left - verify) * 1.02);
    Alternative faster = ways.warm(target, verify);
    others.add(faster);
    advice.add(
        String.format(
            Locale.ROOT,
            "%s with target: %.0f, %s, in %s",
            faster.fits(window) ? "fits" : "comes nearest",
            target,
            faster.how(),
            MigrationPlan.time(faster.totalSeconds())));
    return advice;
  }

  private static double roundUp(double rate) {
    return Math.ceil(rate / 100) * 100;
  }

  /// What is loaded.
  ///
  /// @param volume all of it
  /// @param jsonBytesEach mean length of an item's JSON
  /// @param tableUnits units of an item that the table bears itself
  /// @param globals units of an item that global indexes bear, with what they take at once
  record Load(
      Volume volume, double jsonBytesEach, double tableUnits, List<TableWays.Share> globals) {
    static Load sampled(long items, long files, ItemSample sample, List<TableIndex> indexes) {
      double table = Math.max(1, sample.unitsEach());
      var globals = new ArrayList<TableWays.Share>();
      for (int i = 0; i < indexes.size(); i++) {
        double units = sample.indexUnitsEach(i);
        if (indexes.get(i).global()) {
          globals.add(new TableWays.Share(indexes.get(i), units));
        } else {
          table += units;
        }
      }
      double each = table + globals.stream().mapToDouble(TableWays.Share::units).sum();
      return new Load(
          new Volume(
              "items", items, items * sample.bytesEach(), files, sample.lines(), false, each),
          sample.jsonBytesEach(),
          table,
          globals);
    }

    static Load described(long items, double bytes, List<TableIndex> indexes) {
      double size = items == 0 ? 0 : bytes / items;
      double table = Math.max(1, Math.ceil(size / 1_024));
      List<TableWays.Share> globals =
          indexes.stream()
              .filter(TableIndex::global)
              .map(index -> new TableWays.Share(index, table))
              .toList();
      double own = table * (1 + indexes.size() - globals.size());
      return new Load(
          new Volume("items", items, bytes, 0, 0, true, own + table * globals.size()),
          size * 1.5,
          own,
          globals);
    }

    Messages messages() {
      return Messages.of(volume.items(), jsonBytesEach + 1, UnitStream.MAX_ITEMS, MESSAGE_BYTES);
    }

    double allUnits() {
      return Stream.concat(Stream.of(tableUnits), globals.stream().map(TableWays.Share::units))
          .mapToDouble(units -> units)
          .sum();
    }
  }
}
