package dev.hikkoshi.runbook.plan;

import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The ways of loading a table, each with its time and its bill.
///
/// @param file says how fast
/// @param prices what things cost
/// @param load what is loaded
/// @param model the table as it is
/// @param fleet who loads
/// @param time simulates
/// @param reads read units of the verification
/// @param verifySeconds its time
/// @param exportSeconds of an export before
/// @param missing whether the table is still to be made
record TableWays(
    MigrationFile file,
    PriceList prices,
    TablePlan.Load load,
    TableModel model,
    Fleet fleet,
    WriteTime time,
    double reads,
    double verifySeconds,
    double exportSeconds,
    boolean missing) {
  private static final double HOUR = 3_600;

  /// What a global index bears of an item.
  ///
  /// @param units mean write units, 0 if it holds none of the items
  record Share(TableIndex index, double units) {
    double startRate() {
      return index.startRate() > 0 ? index.startRate() : TableModel.NEW_ON_DEMAND;
    }
  }

  double units() {
    return load.volume().units();
  }

  /// With everything as it is.
  Alternative asItIs() {
    double seconds = seconds(profile(), file.target());
    return way(
        "as it is",
        seconds,
        verifySeconds,
        model.onDemand() ? onDemandWrites() : provisionedWrites(provisionedNow(), seconds),
        String.format(
            Locale.ROOT,
            "%s, %,.0f write units per second at once, %d partitions assumed, target %,.0f",
            model.onDemand() ? "on demand" : "provisioned",
            model.startRate(),
            model.partitions(),
            file.target()));
  }

  /// What else could be done.
  ///
  /// @param full whether it is one full export
  List<Alternative> others(boolean full) {
    var others = new ArrayList<Alternative>();
    double target = file.target();
    if (!model.onDemand() || capacity() < target) {
      others.add(warm(target, verifySeconds));
    }
    if (model.onDemand() || model.startRate() < target) {
      others.add(provisioned(target));
    }
    if (missing && full) {
      others.add(awsImport());
    }
    return others;
  }

  /// Indexes have capacity of their own.
  private double provisionedNow() {
    return model.startRate() + load.globals().stream().mapToDouble(Share::startRate).sum();
  }

  /// What table and indexes take at once, in units of whole items.
  private double capacity() {
    double all = load.allUnits();
    double table = model.startRate() * all / load.tableUnits();
    return load.globals().stream()
        .filter(share -> share.units() > 0)
        .mapToDouble(share -> share.startRate() * all / share.units())
        .reduce(table, Math::min);
  }

  /// The scarcest of table and global indexes is what limits the load.
  private CapacityProfile profile() {
    double all = load.allUnits();
    CapacityProfile scarcest = model.profile(load.tableUnits() / all);
    for (Share share : load.globals()) {
      if (share.units() > 0 && share.startRate() * all / share.units() < scarcest.initialRate()) {
        TableModel index =
            new TableModel(
                model.onDemand(),
                share.startRate(),
                model.onDemand()
                    ? Math.max(model.mostRate(), share.startRate())
                    : share.startRate(),
                0);
        scarcest = index.profile(share.units() / all);
      }
    }
    return scarcest;
  }

  /// On demand, warm for the whole target before the load begins.
  Alternative warm(double target, double verify) {
    double seconds = seconds(model.warm(target).profile(1), target);
    double all = load.allUnits();
    double more = Math.max(0, target * load.tableUnits() / all - model.startRate());
    double indexes =
        load.globals().stream()
            .mapToDouble(share -> Math.max(0, target * share.units() / all - share.startRate()))
            .sum();
    var costs = new ArrayList<>(onDemandWrites());
    costs.add(prices.of("warm throughput, once", Price.WARM_WRITES, more + indexes));
    return way(
        String.format(Locale.ROOT, "warm throughput %,.0f first", target),
        seconds,
        verify,
        costs,
        String.format(
            Locale.ROOT,
            "aws dynamodb update-table --table-name %s --warm-throughput WriteUnitsPerSecond=%.0f%s%s",
            file.table(),
            target,
            indexes > 0 ? ", its global indexes likewise" : "",
            target > model.mostRate()
                ? String.format(
                    Locale.ROOT,
                    "; above the quota of %,.0f: have that raised first",
                    model.mostRate())
                : ""));
  }

  private Alternative provisioned(double target) {
    double seconds = seconds(model.provisioned(target).profile(1), target);
    return way(
        String.format(Locale.ROOT, "provisioned %,.0f for the load", target),
        seconds,
        verifySeconds,
        provisionedWrites(target, seconds),
        String.format(
            Locale.ROOT,
            "aws dynamodb update-table --table-name %s --billing-mode PROVISIONED --provisioned-throughput WriteCapacityUnits=%.0f,ReadCapacityUnits=…; wait until ACTIVE, and back after; charged by the hour",
            file.table(),
            target));
  }

  private Alternative awsImport() {
    double bytes = load.volume().items() * load.jsonBytesEach();
    var costs = new ArrayList<Cost>();
    costs.add(prices.of("AWS import from S3", Price.IMPORT, bytes));
    costs.addAll(verification());
    return new Alternative(
        "AWS import from S3",
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        costs,
        "into a new table alone, charged by uncompressed bytes; AWS promises no time; 'hikkoshi verify' proves it afterwards");
  }

  private double seconds(CapacityProfile profile, double target) {
    Volume volume = load.volume();
    return time.seconds(profile, volume.items(), volume.unitsEach(), target);
  }

  private Alternative way(
      String name, double seconds, double verify, List<Cost> writes, String how) {
    double total = exportSeconds + seconds + verify;
    var costs = new ArrayList<>(writes);
    costs.addAll(load.messages().costs(prices));
    // Each file is looked at, proven and read.
    costs.add(prices.of("S3 reads of the source", Price.S3_READS, 3.0 * load.volume().files()));
    if (file.source() instanceof Source.Table) {
      costs.add(prices.of("export to S3", Price.EXPORT, load.volume().bytes()));
    }
    costs.addAll(verification());
    costs.addAll(fleet.costs(prices, seconds + verify));
    return new Alternative(name, OptionalDouble.of(seconds), OptionalDouble.of(total), costs, how);
  }

  private List<Cost> onDemandWrites() {
    return List.of(prices.of("write units", Price.WRITE_UNITS, units()));
  }

  /// Charged by the started hour.
  private List<Cost> provisionedWrites(double rate, double seconds) {
    return List.of(
        prices.of(
            "write capacity, unit-hours",
            Price.PROVISIONED_WRITES,
            rate * Math.max(1, Math.ceil(seconds / HOUR))));
  }

  private List<Cost> verification() {
    return List.of(prices.of("reads of the verification", Price.READ_UNITS, reads));
  }
}
