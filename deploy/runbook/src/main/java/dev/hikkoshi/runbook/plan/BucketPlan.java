package dev.hikkoshi.runbook.plan;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Previous;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.runbook.Services;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Plans the migration of a bucket. Reads inventories or lists the bucket; writes nothing.
final class BucketPlan {
  /// Copies a second that one partition of a bucket takes.
  private static final double PARTITION_RATE = 3_500;

  private static final double LIST_PAGE = 1_000;

  /// A listing asks for one page after the other, in so many ranges at once, at 20 pages a second
  /// each.
  private static final double LISTED_PER_SECOND = 48 * 20 * LIST_PAGE;

  private static final int MOST_OBJECTS = 100;
  private static final double MESSAGE_BYTES = 100_000;

  /// Of an object in a message, beside its key.
  private static final double OBJECT_BYTES = 120;

  private final MigrationFile file;
  private final PlanOptions options;
  private final Account source;
  private final Source.Objects from;
  private final Destination.Bucket to;
  private final List<String> notes = new ArrayList<>();

  BucketPlan(
      Services services,
      MigrationFile file,
      Source.Objects from,
      Destination.Bucket to,
      PlanOptions options) {
    this.file = file;
    this.options = options;
    this.source = services.clients().as(from.role());
    this.from = from;
    this.to = to;
  }

  MigrationPlan plan() {
    var count = new ObjectCount(from, to.settings());
    count(count);
    var volume =
        new Volume(
            "objects",
            count.objects(),
            count.bytes(),
            count.files(),
            count.seen(),
            count.isEstimate(),
            count.requestsEach());
    Fleet fleet = Fleet.ofObjects(file.target(), options.workers());
    boolean verifies = file.verify().map(mode -> mode != VerifyMode.NONE).orElse(true);
    double verify = verifies ? volume.items() / LISTED_PER_SECOND : 0;
    Alternative asItIs = way("as it is", 1, file.target(), volume, count, fleet, verify, single());
    var others = new ArrayList<Alternative>();
    int enough = (int) Math.ceil(file.target() / PARTITION_RATE);
    if (enough > 1) {
      others.add(split(enough, file.target(), volume, count, fleet, verify));
    }
    List<String> advice = advice(asItIs, others, volume, count, fleet, verify);
    notes(count);
    return new MigrationPlan(
        file.name(),
        volume,
        file.target(),
        fleet,
        0,
        verify,
        asItIs,
        others,
        options.window(),
        advice,
        notes,
        options.prices());
  }

  private void count(ObjectCount count) {
    switch (from) {
      case Source.Inventory inventory -> {
        try {
          count.inventory(source, inventory.location(), options.allowUnsound());
        } catch (IOException e) {
          throw new UnsoundSourceException(
              inventory.location().toString(), "the inventory cannot be read: " + e.getMessage());
        }
        Previous previous = inventory.previous();
        if (previous != null) {
          notes.add(
              "only what "
                  + switch (previous) {
                    case Previous.Inventory(var location) -> "changed since " + location;
                    case Previous.Listed _ -> "the destination does not list";
                  }
                  + " is copied; this is what copying all of it takes, which is the most");
        }
      }
      case Source.Bucket bucket -> count.listing(source, bucket.location());
    }
  }

  private void notes(ObjectCount count) {
    if (count.isEstimate()) {
      notes.add(
          from instanceof Source.Bucket
              ? "the bucket holds more than was listed: this is the least; an inventory tells all"
              : "after a million rows the rest was reckoned by the bytes of the data files");
    }
    notes.add(
        count.folders() <= 1
            ? "all keys begin alike: one partition of "
                + (int) PARTITION_RATE
                + " copies per second has all of them until S3 splits it"
            : "keys begin in "
                + count.folders()
                + (count.isEstimate() ? " or more" : "")
                + " folders, along which S3 can split");
    if (count.inParts() > 0) {
      notes.add(
          count.inParts()
              + " objects are copied in parts, each part a request; how long their bytes take is not simulated");
    }
    notes.add(
        "S3's partitions are a model of what AWS documents; KMS requests, dearer storage classes and transfer between regions are not in the bill");
  }

  private static String single() {
    return "S3 takes 3,500 copies per second of one partition, and a bucket begins with one; hot ones split, after ten minutes in this model, and until then it answers 503 Slow Down";
  }

  private Alternative split(
      int partitions, double target, Volume volume, ObjectCount count, Fleet fleet, double verify) {
    return way(
        partitions + " prefixes split beforehand",
        partitions,
        target,
        volume,
        count,
        fleet,
        verify,
        String.format(
            Locale.ROOT,
            "have AWS support split %s along %d prefixes of its keys before the night, for %,.0f copies per second",
            to.bucket(),
            partitions,
            target));
  }

  private Alternative way(
      String name,
      int partitions,
      double target,
      Volume volume,
      ObjectCount count,
      Fleet fleet,
      double verify,
      String how) {
    CapacityProfile profile =
        CapacityProfile.parse(
            String.format(
                Locale.ROOT,
                "{\"name\":\"bucket\",\"kind\":\"s3\",\"partitions\":{\"initial\":%d,\"rateEach\":%.0f,\"splitAtUtilization\":0.9,\"splitAfterSeconds\":600},\"latencyMillis\":{\"p50\":40,\"p99\":200}}",
                partitions,
                PARTITION_RATE));
    double seconds =
        new WriteTime(Math.min(fleet.workers(), 200))
            .seconds(profile, volume.items(), volume.unitsEach(), target);
    PriceList prices = options.prices();
    var costs = new ArrayList<Cost>();
    costs.add(prices.of("S3 copies", Price.S3_WRITES, volume.units()));
    costs.add(prices.of("S3 reads", Price.S3_READS, count.reads() + 3.0 * volume.files()));
    double pages = Math.ceil(volume.items() / LIST_PAGE);
    double listings = (from instanceof Source.Bucket ? 1 : 0) + (verify > 0 ? 1 : 0);
    costs.add(prices.of("S3 listings", Price.S3_WRITES, pages * listings));
    costs.addAll(
        Messages.of(
                volume.items(),
                count.keyBytesEach() * 2 + OBJECT_BYTES,
                MOST_OBJECTS,
                MESSAGE_BYTES)
            .costs(prices));
    costs.addAll(fleet.costs(prices, seconds + verify));
    return new Alternative(
        name, OptionalDouble.of(seconds), OptionalDouble.of(seconds + verify), costs, how);
  }

  private List<String> advice(
      Alternative asItIs,
      List<Alternative> others,
      Volume volume,
      ObjectCount count,
      Fleet fleet,
      double verify) {
    Optional<Duration> window = options.window();
    if (window.isEmpty() || asItIs.fits(window.get())) {
      return List.of();
    }
    Optional<Alternative> fitting =
        others.stream().filter(way -> way.fits(window.get())).findFirst();
    if (fitting.isPresent()) {
      return List.of("fits with " + fitting.get().name() + ": " + fitting.get().how());
    }
    double left = window.get().toMillis() / 1e3 - verify;
    if (left <= 0) {
      return List.of("the verification alone takes longer");
    }
    double target = Math.ceil(volume.units() / left * 1.02 / 100) * 100;
    Alternative faster =
        split((int) Math.ceil(target / PARTITION_RATE), target, volume, count, fleet, verify);
    others.add(faster);
    return List.of(
        String.format(
            Locale.ROOT,
            "%s with target: %.0f; %s",
            faster.fits(window.get()) ? "fits" : "comes nearest",
            target,
            faster.how()));
  }
}
