package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.unit.KeyJson;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.producer.split.SplitReader.SourceItems;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.verify.Difference.Kind;
import dev.hikkoshi.runbook.verify.Spill.Entry;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.scan.SegmentScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Names the keys in which source and destination differ: reads both sides a second time (the
/// source load by load, so that later ones replace what earlier ones brought), keeps the items of
/// the differing buckets on disk, and joins them part by part. Memory does not grow with the number
/// of differences.
final class Differences {
  private static final long ITEMS_PER_PART = 50_000;
  private static final int MAX_PARTS = 512;
  private static final int SEGMENTS = 64;

  private final Services services;
  private final Migration migration;
  private final BitSet buckets;
  private final int parts;
  private final TableDigest shape;

  Differences(Services services, Migration migration, TableDigest source, TableDigest destination) {
    this.services = services;
    this.migration = migration;
    this.buckets = source.differingBuckets(destination);
    this.shape = new TableDigest(migration.buckets());
    long items =
        buckets.stream().mapToLong(b -> Math.max(source.count(b), destination.count(b))).sum();
    this.parts = Math.clamp(items / ITEMS_PER_PART + 1, 1, MAX_PARTS);
  }

  /// Finds them all.
  void find(Consumer<Difference> found) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("hikkoshi-verify-");
    try (var source = new Spill(folder.resolve("source"), parts);
        var destination = new Spill(folder.resolve("destination"), parts)) {
      readSource(source);
      readDestination(destination);
      source.seal();
      destination.seal();
      for (int part = 0; part < parts; part++) {
        join(source, destination, part, found);
      }
    } finally {
      delete(folder);
    }
  }

  private void readSource(Spill spill) throws IOException, InterruptedException {
    var reader = new SplitReader(services.source(migration).s3(), migration);
    for (Split split : services.ledger().splits().all(migration.name())) {
      reader.read(split, new SpilledSource(split.phase(), spill));
    }
  }

  private void readDestination(Spill spill) throws IOException, InterruptedException {
    var segments = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < SEGMENTS; i++) {
      var segment = new ScanSegment(migration.table(), i, SEGMENTS);
      segments.add(() -> {
        readSegment(segment, spill);
        return true;
      });
    }
    try {
      SideBySide.run(services.time(), "read-again", segments);
    } catch (ExecutionException e) {
      throw new IOException("reading " + migration.table() + " a second time failed", e.getCause());
    }
  }

  private void readSegment(ScanSegment segment, Spill spill)
      throws IOException, InterruptedException, MalformedItemException {
    var scanner = new ItemScanner(migration.key());
    new SegmentScan(
            services.destination(migration).rawDynamoDb(),
            RetryPolicy.STANDARD,
            new SplittableRandom(services.time().nanoTime() + segment.segment()),
            services.time())
        .read(
            segment,
            () -> true,
            (buffer, from, to) -> {
              scanner.scan(buffer, from, to);
              spill(spill, 0, false, new RawJson(buffer, from, to), scanner);
            });
  }

  private void spill(Spill spill, int load, boolean delete, RawJson item, ItemScanner scanned) {
    if (buckets.get(shape.bucketOf(scanned.keyHash()))) {
      String key = KeyJson.of(migration.key(), item).orElse("null");
      try {
        spill.add(
            scanned.keyHash(),
            new Entry(load, delete, scanned.key(), scanned.hashHigh(), scanned.hashLow(), key));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void join(Spill source, Spill destination, int part, Consumer<Difference> found)
      throws IOException {
    Map<ByteBuffer, Entry> expected = new HashMap<>();
    Set<ByteBuffer> twice = new HashSet<>();
    source.read(
        part,
        entry -> {
          ByteBuffer key = ByteBuffer.wrap(entry.key());
          Entry before = entry.delete() ? expected.remove(key) : expected.put(key, entry);
          if (before != null && before.load() == entry.load() && twice.add(key)) {
            // No table can hold both: the source itself contradicts every destination.
            found.accept(new Difference(Kind.DIFFERENT, entry.keyJson()));
          }
        });
    destination.read(
        part,
        entry -> {
          ByteBuffer key = ByteBuffer.wrap(entry.key());
          Entry wanted = expected.remove(key);
          if (wanted == null) {
            found.accept(new Difference(Kind.EXTRA, entry.keyJson()));
          } else if (!wanted.sameItem(entry) && !twice.contains(key)) {
            found.accept(new Difference(Kind.DIFFERENT, entry.keyJson()));
          }
        });
    expected.values().forEach(entry -> found.accept(new Difference(Kind.MISSING, entry.keyJson())));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Keeps the source's items of the buckets in question.
  private final class SpilledSource implements SourceItems {
    private final int load;
    private final Spill spill;

    SpilledSource(int load, Spill spill) {
      this.load = load;
      this.spill = spill;
    }

    @Override
    public void item(ShardReader at, ExportLine line) {
      spill(
          spill,
          load,
          line.isDelete(),
          new RawJson(at.buffer(), line.itemFrom(), line.itemTo()),
          line.item());
    }

    @Override
    public void unreadable(ShardReader at, MalformedItemException reason) {
      // recorded dead when it was read first
    }
  }
}
