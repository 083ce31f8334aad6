package dev.hikkoshi.runbook.ecs;

import dev.hikkoshi.common.ledger.FleetUse;
import dev.hikkoshi.common.ledger.FleetUseRows;
import dev.hikkoshi.common.migration.EcsFleet;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.RunningFleet;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.Step;
import dev.hikkoshi.runbook.Steps;
import dev.hikkoshi.runbook.Uninterrupted;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.Service;

/// Two ECS services, with as many tasks as the migration file says while the migration needs them,
/// and none afterwards, whatever happens. The ledger knows who needs a service: the last one to
/// need it sets it to zero, and what was killed before it could is made up for by the migration's
/// next run. For one thread.
public final class EcsRunningFleet implements RunningFleet {
  private static final Duration FIRST_POLL = Duration.ofMillis(250);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Services services;
  private final FleetUseRows uses;
  private final String migration;
  private final Progress progress;
  private final EcsClients clients;
  private final List<EcsService> fleet;
  private boolean needed;
  private boolean up;

  /// @param migration who needs it
  public EcsRunningFleet(Services services, String migration, EcsFleet fleet, Progress progress) {
    this.services = services;
    this.uses = services.ledger().fleetUse();
    this.migration = migration;
    this.progress = progress;
    this.clients = EcsClients.open();
    this.fleet =
        List.of(
            new EcsService(
                clients,
                "fleet.ecs.producer-service",
                fleet.cluster(),
                fleet.producerService(),
                fleet.producers()),
            new EcsService(
                clients,
                "fleet.ecs.worker-service",
                fleet.cluster(),
                fleet.workerService(),
                fleet.workers()));
    this.needed = this.fleet.stream().anyMatch(this::isOurs);
  }

  private boolean isOurs(EcsService service) {
    return uses.all(service.id()).stream().anyMatch(use -> use.migration().equals(migration));
  }

  @Override
  public void up() throws InterruptedException {
    if (up) {
      return;
    }
    Steps.recorded(services, migration, Step.FLEET_UP, progress, this::raise);
    up = true;
  }

  private void raise() throws InterruptedException {
    fleet.forEach(EcsService::describe);
    needed = true;
    Instant now = services.time().clock().instant();
    for (EcsService service : fleet) {
      uses.put(service.id(), new FleetUse(migration, now, false));
    }
    int tasks = fleet.stream().mapToInt(EcsService::tasks).sum();
    progress.step("starting the tasks of " + names(), tasks);
    fleet.forEach(EcsService::take);
    await(tasks);
  }

  private void await(int tasks) throws InterruptedException {
    long until = services.time().nanoTime() + PATIENCE.toNanos();
    for (Duration poll = FIRST_POLL; ; poll = longer(poll)) {
      List<Service> now = fleet.stream().map(EcsService::describe).toList();
      progress.done(now.stream().mapToInt(Service::runningCount).sum());
      var late = new ArrayList<String>();
      for (int i = 0; i < now.size(); i++) {
        EcsService wanted = fleet.get(i);
        // Another migration's end may have crossed this one's begin.
        if (now.get(i).desiredCount() < wanted.tasks()) {
          wanted.take();
        }
        if (now.get(i).runningCount() < wanted.tasks()) {
          late.add(said(wanted, now.get(i)));
        }
      }
      if (late.isEmpty()) {
        return;
      }
      if (services.time().nanoTime() > until) {
        throw CommandException.failed(
            "failed",
            "fleet.ecs",
            String.format(
                Locale.ROOT,
                "of %d tasks not all run after %d minutes: %s",
                tasks,
                PATIENCE.toMinutes(),
                String.join("; ", late)));
      }
      services.time().sleep(poll);
    }
  }

  private static String said(EcsService wanted, Service now) {
    return wanted.name()
        + " has "
        + now.runningCount()
        + " of "
        + wanted.tasks()
        + (now.events().isEmpty() ? "" : ", ECS says: " + now.events().getFirst().message());
  }

  private static Duration longer(Duration poll) {
    Duration longer = poll.multipliedBy(2);
    return longer.compareTo(LONGEST_POLL) < 0 ? longer : LONGEST_POLL;
  }

  private String names() {
    return fleet.stream().map(EcsService::name).collect(Collectors.joining(" and "));
  }

  /// Sets both to zero, unless another migration needs them.
  @Override
  public void close() {
    try {
      if (needed) {
        Uninterrupted.run(this::lower);
      }
    } finally {
      clients.close();
    }
  }

  private void lower() {
    try {
      Steps.recorded(
          services, migration, Step.FLEET_DOWN, progress, () -> fleet.forEach(this::leave));
    } catch (SdkException e) {
      progress.say(
          "the fleet could not be set to zero, the next run tries again; or set it yourself: "
              + fleet.stream().map(EcsService::byHand).collect(Collectors.joining("; "))
              + ": "
              + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whoever leaves says so before it looks who else is there: of two that leave at once, one sees
  /// at least that the other leaves too.
  private void leave(EcsService service) {
    uses.put(service.id(), new FleetUse(migration, services.time().clock().instant(), true));
    List<String> others =
        uses.all(service.id()).stream()
            .filter(use -> !use.leaving() && !use.migration().equals(migration))
            .map(use -> use.migration() + " since " + use.since())
            .toList();
    if (others.isEmpty()) {
      service.leave();
      progress.say(service.name() + " is set to 0 tasks");
    } else {
      progress.say(service.name() + " is left as it is, needed by " + String.join(", ", others));
    }
    uses.remove(service.id(), migration);
  }
}
