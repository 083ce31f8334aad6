package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.bench.demo.SdkSettings;
import dev.hikkoshi.common.ledger.FleetUse;
import dev.hikkoshi.common.ledger.StepRecord;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.local.ecs.Ecs;
import dev.hikkoshi.local.ecs.TaskGroup;
import dev.hikkoshi.runbook.LocalFleetRunner;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.worker.WorkerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// A run that scales ECS services whose tasks are real producers and workers.
class EcsFleetTest {
  private static final int ITEMS = 60;
  private static final List<String> SERVICES = List.of("move-producer", "move-worker");

  private final Cloud cloud = Cloud.get();
  private final String name = Cloud.named("ecs-" + System.nanoTime());
  @TempDir private Path folder;
  private Services services = Services.open(Map.of(), 1);
  private WorkerSettings settings = WorkerSettings.from(cloud.environment());
  private Ecs ecs = cluster();

  private Ecs cluster() {
    try {
      return Ecs.start(
          "move",
          Map.of(
              "move-producer",
              () -> LocalFleetRunner.startProducer(services),
              "move-worker",
              () -> LocalFleetRunner.startWorker(services, settings)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void ownQueues() {
    SdkSettings.use(ecs.environment());
    services.close();
    services =
        Services.open(
            Map.of(
                "HIKKOSHI_LEDGER_TABLE", name + "-ledger",
                "HIKKOSHI_SPLITS_QUEUE", name + "-splits",
                "HIKKOSHI_WORK_QUEUE", name + "-work",
                "HIKKOSHI_RETRY_QUEUE", name + "-retry",
                "HIKKOSHI_DEAD_QUEUE", name + "-dead"),
            100);
    services.prepare();
    // Fewer than the migration needs.
    ecs.service("move-worker").bounds(0, 1);
  }

  @AfterEach
  void close() {
    ecs.close();
    services.close();
  }

  @Test
  void theServicesRunForTheMigrationAndAreThenSetToZero() throws Exception {
    MigrationResult result = runbook(file(true)).run();
    assertThat(result.exact()).isTrue();
    assertThat(ecs.service("move-producer").most()).isEqualTo(1);
    assertThat(ecs.service("move-worker").most()).isEqualTo(2);
    isAtZero();
    assertThat(services.ledger().steps().all(name))
        .extracting(StepRecord::step)
        .containsExactly(
            "preflight", "plan", "fleet-up", "produce", "drain", "retry", "verify", "fleet-down");
    // Nothing is started for what is complete.
    assertThat(runbook(file(true)).run().exact()).isTrue();
    assertThat(services.ledger().steps().find(name, "fleet-up", 0).orElseThrow().runs()).isOne();
  }

  @Test
  void theyAreSetToZeroWhenTheRunFails() {
    String file = file(false);
    assertThatThrownBy(() -> runbook(file).run()).isInstanceOf(RuntimeException.class);
    assertThat(ecs.service("move-worker").most()).isEqualTo(2);
    isAtZero();
  }

  @Test
  void theyAreSetToZeroWhenTheRunIsInterruptedOrWasKilled() throws Exception {
    String file = file(true);
    var ended = new CompletableFuture<MigrationResult>();
    var moving = new CompletableFuture<Void>();
    Thread run =
        Thread.ofPlatform()
            .start(() -> {
              try {
                ended.complete(
                    runbook(
                            file,
                            line -> {
                              if (line.startsWith("moving")) {
                                moving.complete(null);
                                Thread.currentThread().interrupt();
                              }
                            })
                        .run());
              } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
              }
            });
    moving.get();
    run.join();
    assertThatThrownBy(ended::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(InterruptedException.class);
    isAtZero();

    // What a killed run leaves behind.
    SERVICES.forEach(service -> {
      services.ledger().fleetUse().put("move/" + service, new FleetUse(name, Instant.EPOCH, false));
      ecs.service(service).suspend(true);
      ecs.service(service).desire(1);
    });
    assertThat(runbook(file).run().exact()).isTrue();
    isAtZero();
    SERVICES.forEach(service -> {
      services.ledger().fleetUse().put("move/" + service, new FleetUse(name, Instant.EPOCH, false));
      ecs.service(service).suspend(true);
      ecs.service(service).desire(1);
    });
    assertThat(runbook(file).run().exact()).isTrue();
    isAtZero();
  }

  @Test
  void whatAnotherMigrationNeedsIsLeftToIt() throws Exception {
    services
        .ledger()
        .fleetUse()
        .put("move/move-worker", new FleetUse("other", Instant.EPOCH, false));
    var said = new CopyOnWriteArrayList<String>();
    assertThat(runbook(file(true), said::add).run().exact()).isTrue();
    assertThat(ecs.service("move-producer").desired()).isZero();
    assertThat(ecs.service("move-worker").desired()).isEqualTo(2);
    assertThat(said).anyMatch(line -> line.contains("needed by other since 1970"));
  }

  @Test
  void aServiceThatIsMissingIsRefused() {
    var export = new TestExport(name).items(ITEMS, 2).write();
    cloud.table(name, "id", ScalarAttributeType.S);
    String missing = file(export.location(), "gone");
    assertThatThrownBy(() -> runbook(missing).run())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("has no active service gone");
    assertThat(ecs.service("move-producer").most()).isZero();
  }

  private void isAtZero() {
    for (TaskGroup service : Stream.of("move-producer", "move-worker").map(ecs::service).toList()) {
      assertThat(service.desired()).isZero();
    }
    assertThat(ecs.service("move-worker").max()).hasValue(1);
    assertThat(ecs.service("move-worker").suspended()).isFalse();
    SERVICES.forEach(service ->
        assertThat(services.ledger().fleetUse().all("move/" + service))
            .noneMatch(use -> use.migration().equals(name)));
  }

  private Runbook runbook(String file) {
    return runbook(file, _ -> {});
  }

  private Runbook runbook(String file, Consumer<String> said) {
    var migration = new MigrationFileReader().read(Path.of(file));
    return new Runbook(
        services,
        migration,
        new RunOptions(Optional.of(migration.fleet()), settings, false),
        new Progress() {
          @Override
          public void step(String step, long total) {
            said.accept(step);
          }

          @Override
          public void done(long done) {}

          @Override
          public void say(String line) {
            said.accept(line);
          }

          @Override
          public void close() {}
        },
        _ -> {});
  }

  private String file(boolean sound) {
    String known = folder.resolve(name + ".yaml").toString();
    if (Files.exists(Path.of(known))) {
      return known;
    }
    var export = new TestExport(name).items(ITEMS, 2).write();
    if (!sound) {
      String files = export.text("manifest-files.json");
      export.manifest("manifest-files", files.replace("\"itemCount\":30", "\"itemCount\":31"));
      export.manifest("manifest-summary", export.summary(ITEMS + 2));
    }
    cloud.table(name, "id", ScalarAttributeType.S);
    return file(export.location(), "move-worker");
  }

  private String file(String export, String workers) {
    return new MigrationFiles(folder)
        .write(
            name,
            """
            name: %s
            source: { dynamodb-export: "%s" }
            destination: { table: %s }
            fleet: { ecs: { cluster: move, producer-service: move-producer, worker-service: %s, producers: 1, workers: 2 } }
            """
                .formatted(name, export, name, workers));
  }
}
