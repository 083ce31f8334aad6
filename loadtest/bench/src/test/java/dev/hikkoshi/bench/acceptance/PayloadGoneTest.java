package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.aws.SignatureValidity;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.LocalFleetRunner;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// A payload that somebody deleted too early costs time, but no item.
class PayloadGoneTest {
  private static final String NAME = Cloud.named("payload-gone");
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HIKKOSHI_LEDGER_TABLE", NAME + "-ledger",
          "HIKKOSHI_SPLITS_QUEUE", NAME + "-splits",
          "HIKKOSHI_WORK_QUEUE", NAME + "-work",
          "HIKKOSHI_RETRY_QUEUE", NAME + "-retry",
          "HIKKOSHI_DEAD_QUEUE", NAME + "-dead",
          "HIKKOSHI_PAYLOAD_BUCKET", NAME + "-payloads");

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void aUnitWhosePayloadIsGoneIsSentAgain() throws Exception {
    var export = new TestExport(NAME).items(10, 1);
    export.shard(
        List.of("{\"id\":{\"S\":\"large\"},\"v\":{\"S\":\"" + "\\u0001".repeat(300_000) + "\"}}"));
    export.write();
    cloud.table(NAME, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(NAME, export.location(), NAME);
    var said = new Said();
    var settings =
        new WorkerSettings(4, Duration.ofSeconds(5), SignatureValidity.from(cloud.environment()));
    try (var services = Services.open(ENVIRONMENT, 50)) {
      services.prepare();
      var runbook =
          new Runbook(
              services,
              new MigrationFileReader().read(Path.of(file)),
              new RunOptions(Optional.empty(), settings, false),
              said,
              _ -> {});
      var run = new FutureTask<MigrationResult>(runbook::run);
      Thread.ofVirtual().start(run);
      try (var _ = LocalFleetRunner.startProducer(services)) {
        await(services, run);
        assertThat(payloads()).isEqualTo(1);
        services.payloads().delete(NAME);
        try (var _ = LocalFleetRunner.startWorker(services, settings)) {
          assertThat(run.get().exact()).isTrue();
        }
      }
      try (var dead = services.queues().open(services.names().dead())) {
        assertThat(dead.depth().total()).isZero();
      }
    }
    assertThat(said).anyMatch(line -> line.contains("it is sent again"));
    assertThat(cloud.count(NAME)).isEqualTo(11);
    assertThat(payloads()).isZero();
  }

  /// Waits until all units are on the queue: what is before the large item, the item, and what is
  /// behind it.
  private static void await(Services services, FutureTask<?> run) throws InterruptedException {
    try (var work = services.queues().open(services.names().work())) {
      while (work.depth().total() < 3 && !run.isDone()) {
        Thread.sleep(50);
      }
    }
  }

  private int payloads() {
    return cloud.s3().listObjectsV2(r -> r.bucket(NAME + "-payloads")).keyCount();
  }

  private static final class Said extends CopyOnWriteArrayList<String> implements Progress {
    private static final long serialVersionUID = 1L;

    @Override
    public void step(String what, long total) {}

    @Override
    public void done(long count) {}

    @Override
    public void say(String line) {
      add(line);
    }

    @Override
    public void close() {}
  }
}
