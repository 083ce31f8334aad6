package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.UnreadableMessageException;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.producer.objects.ObjectSource;
import dev.hikkoshi.producer.objects.ObjectStream;
import dev.hikkoshi.runbook.ObjectResend;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Mends what a verification of a bucket found: copies what the destination misses or has
/// otherwise, as the source was read, and removes what only the destination has if that is wanted.
/// Of an object with versions, those that are missing after the ones that are there.
///
/// Units are packed as differences are found and kept on disk. An object that no unit can carry was
/// recorded dead when it was read first.
public final class ObjectRepair implements ObjectMending, Mender {
  private final ObjectSource source;
  private final boolean deleteExtra;
  private final String migration;
  private final Path file;
  private final BufferedWriter out;
  private final ObjectStream stream;

  /// @param deleteExtra whether keys that only the destination has are removed
  public ObjectRepair(Services services, Migration migration, boolean deleteExtra)
      throws IOException {
    this.source = new ObjectSource(services.source(migration).s3(), migration, services.time());
    this.deleteExtra = deleteExtra;
    this.migration = migration.name();
    this.file = Files.createTempFile("hikkoshi-repair-", ".jsonl");
    this.out = Files.newBufferedWriter(file);
    this.stream = new ObjectStream(source.destination(), this::write);
  }

  private void write(int sequence, Work work) {
    try {
      out.write(
          WorkMessageCodec.encode(
              new WorkMessage(migration, new UnitId("repair", sequence), 0, 0, work)));
      out.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void copy(InventoryObject object) throws InterruptedException {
    try {
      stream.copy(object, source.toKey(object.key()));
    } catch (IllegalArgumentException e) {
      // dead
    }
  }

  @Override
  public void copy(String key, List<InventoryObject> versions) throws InterruptedException {
    try {
      stream.copy(source.history(key, versions));
    } catch (IllegalArgumentException e) {
      // dead
    }
  }

  @Override
  public void remove(String toKey) throws InterruptedException {
    if (deleteExtra) {
      stream.remove(toKey);
    }
  }

  @Override
  public long mend(Services services, Migration now, Progress progress)
      throws IOException, InterruptedException {
    progress.step("mending what differs", 0);
    stream.finish();
    out.flush();
    var resend = new ObjectResend(services, now, Ledger.repairUnits(now.phase()), progress);
    try (var lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        resend.add(WorkMessageCodec.decode(line).work());
      }
    } catch (UnreadableMessageException e) {
      throw new IOException(file + " was changed meanwhile", e);
    }
    resend.finish();
    return resend.done();
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.delete(file);
  }
}
