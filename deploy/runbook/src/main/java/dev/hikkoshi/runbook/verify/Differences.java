package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.unit.KeyJson;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.runbook.verify.Difference.Kind;
import dev.hikkoshi.runbook.verify.Spill.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Names the keys in which source and destination differ: reads both sides a second time, keeps the
/// items of the differing buckets on disk, and joins them part by part. Memory does not grow with
/// the number of differences, nor with the tables.
final class Differences {
  private final Source source;
  private final Destination destination;
  private final Migration migration;
  private final VerifyMode mode;
  private final TableDigest expected;
  private final BitSet buckets;
  private final KeyFilter counted;
  private final int parts;

  /// @param expected what the destination should hold
  /// @param found what it holds
  Differences(
      Source source,
      Destination destination,
      Migration migration,
      VerifyMode mode,
      TableDigest expected,
      TableDigest found) {
    this.source = source;
    this.destination = destination;
    this.migration = migration;
    this.mode = mode;
    this.expected = expected;
    this.buckets = expected.differingBuckets(found);
    this.counted =
        mode == VerifyMode.ALL
            ? KeyFilter.everything()
            : KeyFilter.expecting(migration.sourceItems());
    this.parts =
        Spill.parts(
            buckets.stream().mapToLong(b -> Math.max(expected.count(b), found.count(b))).sum());
  }

  /// Finds them all.
  void find(Consumer<Difference> found) throws IOException, InterruptedException {
    try (var wanted = new Spill(parts);
        var there = new Spill(parts)) {
      readSource(wanted);
      readDestination(there);
      wanted.seal();
      there.seal();
      for (int part = 0; part < parts; part++) {
        join(wanted, there, part, found);
      }
    }
  }

  private void readSource(Spill spill) throws IOException, InterruptedException {
    source.read(
        (_, _) -> true,
        (load, at, line, number) -> {
          var json = new RawJson(at.buffer(), line.itemFrom(), line.itemTo());
          if (isLookedAt(line.item())) {
            counted.put(line.item().keyHash());
            spill(spill, load, line.isDelete(), json, line.item(), number);
          }
        });
  }

  private void readDestination(Spill spill) throws IOException, InterruptedException {
    destination.read((json, scanned) -> {
      if (isLookedAt(scanned) && counted.mayContain(scanned.keyHash())) {
        spill(spill, 0, false, json, scanned, SourceLine.NONE);
      }
    });
  }

  private boolean isLookedAt(ItemScanner item) {
    return buckets.get(expected.bucketOf(item.keyHash()));
  }

  private void spill(
      Spill spill, int load, boolean delete, RawJson json, ItemScanner item, SourceLine number)
      throws IOException {
    String key = KeyJson.of(migration.key(), json).orElse("null");
    spill.add(
        item.keyHash(),
        new Entry(
            load,
            delete,
            item.key(),
            item.keyHash(),
            item.hashHigh(),
            item.hashLow(),
            number,
            key));
  }

  private void join(Spill source, Spill destination, int part, Consumer<Difference> found)
      throws IOException {
    Map<ByteBuffer, Entry> wanted = new HashMap<>();
    Set<ByteBuffer> twice = new HashSet<>();
    source.read(
        part,
        entry -> {
          ByteBuffer key = ByteBuffer.wrap(entry.key());
          Entry before = wanted.put(key, entry);
          if (before != null && before.load() == entry.load() && twice.add(key)) {
            // No table can hold both: the source itself contradicts every destination.
            found.accept(new Difference(Kind.DIFFERENT, entry.keyJson(), SourceLine.NONE));
          }
        });
    destination.read(
        part,
        entry -> {
          ByteBuffer key = ByteBuffer.wrap(entry.key());
          Entry should = wanted.remove(key);
          if (should == null ? mode == VerifyMode.ALL : should.delete()) {
            found.accept(new Difference(Kind.EXTRA, entry.keyJson(), SourceLine.NONE));
          } else if (should != null && !should.sameItem(entry) && !twice.contains(key)) {
            found.accept(new Difference(Kind.DIFFERENT, entry.keyJson(), should.source()));
          }
        });
    wanted.values().stream()
        .filter(entry -> !entry.delete())
        .forEach(
            entry -> found.accept(new Difference(Kind.MISSING, entry.keyJson(), entry.source())));
  }
}
