package dev.hikkoshi.bench.measure;

import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.producer.split.SplitReader.SourceItems;
import dev.hikkoshi.runbook.Services;
import java.io.IOException;

/// Digests all splits of a migration of that many items from their files, as a producer does, and
/// nothing else.
final class SourceDigestTask implements MeasuredTask {
  private static final SourceItems NOWHERE =
      new SourceItems() {
        @Override
        public void item(ShardReader at, ExportLine line) {}

        @Override
        public void unreadable(ShardReader at, MalformedItemException reason) {
          throw new IllegalStateException(reason);
        }
      };

  private final Services services;

  SourceDigestTask(Services services) {
    this.services = services;
  }

  @Override
  public long run(int items) throws IOException, InterruptedException {
    Migration migration =
        services.ledger().migrations().find(BenchMigration.name(items)).orElseThrow();
    var reader = new SplitReader(services.clients().s3(), migration);
    long read = 0;
    for (Split split : services.ledger().splits().all(migration.name())) {
      read += reader.read(split, NOWHERE).digest().count();
    }
    return read;
  }
}
