package dev.hikkoshi.runbook.dead;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.inventory.KeyHistories;
import dev.hikkoshi.producer.inventory.MalformedRowException;
import dev.hikkoshi.producer.inventory.ObjectSink;
import dev.hikkoshi.producer.objects.ObjectSource;
import dev.hikkoshi.producer.objects.ObjectStream;
import dev.hikkoshi.runbook.ObjectResend;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Sends dead objects again: after access was granted, say, or an archived object was restored. Of
/// an inventory as that describes them, of a bucket that is listed as it lists them now. It can be
/// interrupted and repeated at any point.
public final class ObjectRedrive {
  private final Ledger ledger;
  private final Migration migration;
  private final Progress progress;
  private final ObjectSource source;
  private final ObjectResend resend;
  private final ObjectStream stream;
  private final Set<String> dead;
  private final Set<String> found = new HashSet<>();

  /// @param migration in the phase that redrives, which no unit has been sent for
  public ObjectRedrive(Services services, Migration migration, Progress progress) {
    this.ledger = services.ledger();
    this.migration = migration;
    this.progress = progress;
    this.source = new ObjectSource(services.source(migration).s3(), migration, services.time());
    this.resend =
        new ObjectResend(services, migration, Ledger.redrivenUnits(migration.phase()), progress);
    this.stream = new ObjectStream(source.destination(), (_, work) -> resend.add(work));
    this.dead =
        ledger.dead().all(migration.name()).stream().map(DeadItem::key).collect(Collectors.toSet());
  }

  /// Sends every dead object, and waits until all are settled.
  ///
  /// @return how many are not dead any more
  /// @throws IOException if the source could not be read
  public long redrive() throws IOException, InterruptedException {
    progress.step("sending dead objects again", dead.size());
    List<Split> splits = ledger.splits().all(migration.name());
    if (source.load().versions()) {
      histories(splits);
    } else {
      source.readAll(splits, new Dead(this::copy));
    }
    long gone = 0;
    for (String key : dead) {
      if (!found.contains(key)) {
        gone += notInSource(key);
      }
    }
    stream.finish();
    resend.finish();
    return resend.revived() + gone;
  }

  private void histories(List<Split> splits) throws IOException, InterruptedException {
    try (var histories = new KeyHistories(Files.createTempDirectory("hikkoshi-versions-"))) {
      source.readAll(
          splits,
          new Dead(version -> {
            try {
              histories.add(KeyHistories.Side.SOURCE, version);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }));
      histories.read((key, versions, _) -> copy(key, versions));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void copy(InventoryObject object) throws InterruptedException {
    try {
      stream.copy(object, source.toKey(object.key()));
    } catch (IllegalArgumentException e) {
      progress.say(object.key() + " is not sent again: " + e.getMessage());
    }
  }

  private void copy(String key, List<InventoryObject> read) throws InterruptedException {
    try {
      stream.copy(source.history(key, source.oldestFirst(read)));
    } catch (IllegalArgumentException e) {
      progress.say(key + " is not sent again: " + e.getMessage());
    }
  }

  /// A key of the destination that could not be removed, or an object that a bucket does not list
  /// any more.
  ///
  /// @return how many dead items of it there are no more
  private long notInSource(String key) throws InterruptedException {
    if (source.load().previous() != null && key.startsWith(source.destination().prefix())) {
      stream.remove(key);
      return 0;
    }
    if (!source.load().listed()) {
      return 0;
    }
    List<DeadItem> items =
        ledger.dead().all(migration.name()).stream()
            .filter(item -> item.key().equals(key))
            .toList();
    items.forEach(item -> ledger.dead().remove(migration.name(), item));
    progress.say(key + " is not in the source any more");
    return items.size();
  }

  /// Lets through what is dead.
  private final class Dead implements ObjectSink {
    private final Take take;

    Dead(Take take) {
      this.take = take;
    }

    @Override
    public void object(InventoryObject object, String position) throws InterruptedException {
      if (dead.contains(object.key())) {
        found.add(object.key());
        take.object(object);
      }
    }

    @Override
    public void unreadable(String position, MalformedRowException reason) {
      found.add(position); // it stays dead
    }
  }

  @FunctionalInterface
  private interface Take {
    void object(InventoryObject object) throws InterruptedException;
  }
}
