package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.unit.KeyJson;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Resend;
import dev.hikkoshi.runbook.Services;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Mends what a verification found: writes what the destination misses or has otherwise, as the
/// source leaves it, and deletes what only the destination has if that is wanted.
///
/// What to send is kept as one bit a line of the source and as keys on disk, so that memory does
/// not grow with the number of differences.
public final class Repair implements Consumer<Difference>, Mender {
  private static final BitSet NONE = new BitSet();

  private final Map<Integer, BitSet> lines = new HashMap<>();
  private final boolean deleteExtra;
  private final Path extraKeys;
  private final BufferedWriter extra;

  /// @param deleteExtra whether keys that only the destination has are deleted
  public Repair(boolean deleteExtra) throws IOException {
    this.deleteExtra = deleteExtra;
    this.extraKeys = Files.createTempFile("hikkoshi-extra-", ".jsonl");
    this.extra = Files.newBufferedWriter(extraKeys);
  }

  @Override
  public void accept(Difference difference) {
    SourceLine source = difference.source();
    if (source.split() >= 0) {
      lines.computeIfAbsent(source.split(), _ -> new BitSet()).set(source.line());
    } else if (difference.kind() == Difference.Kind.EXTRA && deleteExtra) {
      try {
        extra.write(difference.key());
        extra.newLine();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public long mend(Services services, Migration migration, Progress progress)
      throws IOException, InterruptedException {
    progress.step("mending what differs", 0);
    Map<String, DeadItem> dead =
        services.ledger().dead().all(migration.name()).stream()
            .collect(Collectors.toMap(DeadItem::key, Function.identity(), (a, _) -> a));
    var resend = new Resend(services, migration, Ledger.repairUnits(migration.phase()), progress);
    writeLines(new Source(services, migration), migration, resend, dead);
    deleteExtraKeys(resend);
    resend.finish();
    return resend.done();
  }

  private void writeLines(
      Source source, Migration migration, Resend resend, Map<String, DeadItem> dead)
      throws IOException, InterruptedException {
    source.read(
        (_, number) -> lines.containsKey(number),
        (_, at, line, number) -> {
          if (lines.getOrDefault(number.split(), NONE).get(number.line())) {
            String key =
                KeyJson.of(
                        migration.key(), new RawJson(at.buffer(), line.itemFrom(), line.itemTo()))
                    .orElse("");
            resend.add(
                at.buffer(),
                line.itemFrom(),
                line.itemTo(),
                line.isDelete(),
                key,
                Optional.ofNullable(dead.get(key)));
          }
        });
  }

  private void deleteExtraKeys(Resend resend) throws IOException, InterruptedException {
    extra.flush();
    try (var keys = Files.newBufferedReader(extraKeys)) {
      for (String key = keys.readLine(); key != null; key = keys.readLine()) {
        byte[] json = key.getBytes(StandardCharsets.UTF_8);
        resend.add(json, 0, json.length, true, key, Optional.empty());
      }
    }
  }

  @Override
  public void close() throws IOException {
    extra.close();
    Files.delete(extraKeys);
  }
}
