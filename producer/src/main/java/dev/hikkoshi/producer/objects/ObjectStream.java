package dev.hikkoshi.producer.objects;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.ObjectHistory;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.VersionToCopy;
import dev.hikkoshi.common.unit.Work;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Packs objects to copy and keys to remove into units of at most a hundred and about 100 KB, in
/// the order they come, numbers them and hands them on: the same objects give the same units. An
/// object that is copied in parts is alone in its unit, and so is one with more than a hundred
/// versions. For one thread.
public final class ObjectStream {
  private static final int MAX_OBJECTS = 100;
  private static final int MAX_BYTES = 100_000;
  private static final int MAX_KEY_BYTES = 1_024;

  /// What one message can hold.
  private static final int MAX_HISTORY_BYTES = 900_000;

  /// What a copy has in JSON beside its keys.
  private static final int BESIDE = 200;

  /// What JSON makes of a character that needs an escape, at most.
  private static final int ESCAPE = 6;

  private final BucketDestination destination;
  private final Sink sink;
  private final List<ObjectToCopy> copies = new ArrayList<>();
  private final Set<String> toKeys = new HashSet<>();
  private final List<ObjectHistory> histories = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private int copyBytes;
  private int historyBytes;
  private int versions;
  private int removalBytes;
  private int count;

  public ObjectStream(BucketDestination destination, Sink sink) {
    this.destination = destination;
    this.sink = sink;
  }

  /// Adds an object to copy.
  ///
  /// @throws IllegalArgumentException if it can not be at the destination under that key, or says
  ///   something of itself that S3 never says
  public void copy(InventoryObject object, String toKey) throws InterruptedException {
    var copy =
        new ObjectToCopy(
            object.key(), object.size(), object.etag(), null, toKey, object.storageClass());
    int bytes = bytes(object.key()) + bytes(toKey) + BESIDE;
    boolean large = object.size() > destination.settings().multipartThreshold();
    if (large
        || copies.size() == MAX_OBJECTS
        || copyBytes + bytes > MAX_BYTES
        || toKeys.contains(toKey)) {
      finishCopies();
    }
    copies.add(copy);
    toKeys.add(toKey);
    copyBytes += bytes;
    if (large) {
      finishCopies();
    }
  }

  /// Adds an object with all its versions, which stay in one unit.
  ///
  /// @throws IllegalArgumentException if they can not be at the destination under that key, do not
  ///   fit into a message, or say something of themselves that S3 never says
  public void copy(ObjectHistory object) throws InterruptedException {
    int bytes = bytes(object.key()) + bytes(object.toKey());
    for (VersionToCopy version : object.versions()) {
      bytes += version.version().length() + BESIDE;
    }
    if (bytes > MAX_HISTORY_BYTES) {
      throw new IllegalArgumentException(
          object.versions().size() + " versions are more than a message can carry");
    }
    boolean large =
        object.versions().stream()
            .anyMatch(version -> version.size() > destination.settings().multipartThreshold());
    if (large
        || versions + object.versions().size() > MAX_OBJECTS
        || historyBytes + bytes > MAX_BYTES) {
      finishHistories();
    }
    histories.add(object);
    historyBytes += bytes;
    versions += object.versions().size();
    if (large) {
      finishHistories();
    }
  }

  /// Adds a key to remove.
  ///
  /// @throws IllegalArgumentException if there can be no such key
  public void remove(String toKey) throws InterruptedException {
    int bytes = bytes(toKey);
    if (removals.size() == MAX_OBJECTS || removalBytes + bytes > MAX_BYTES) {
      finishRemovals();
    }
    removals.add(toKey);
    removalBytes += bytes;
  }

  private static int bytes(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "its key would have "
              + length
              + " bytes at the destination; S3 takes 1 to "
              + MAX_KEY_BYTES);
    }
    long escaped = key.chars().filter(c -> c < ' ' || c == '"' || c == '\\').count();
    return length + (int) escaped * ESCAPE;
  }

  /// Hands on the last units.
  public void finish() throws InterruptedException {
    finishCopies();
    finishHistories();
    finishRemovals();
  }

  private void finishHistories() throws InterruptedException {
    if (!histories.isEmpty()) {
      sink.unit(
          count++, new CopyVersions(destination.sourceBucket(), destination.bucket(), histories));
      histories.clear();
      historyBytes = 0;
      versions = 0;
    }
  }

  private void finishCopies() throws InterruptedException {
    if (!copies.isEmpty()) {
      sink.unit(count++, new CopyObjects(destination.sourceBucket(), destination.bucket(), copies));
      copies.clear();
      toKeys.clear();
      copyBytes = 0;
    }
  }

  private void finishRemovals() throws InterruptedException {
    if (!removals.isEmpty()) {
      sink.unit(count++, new RemoveObjects(destination.bucket(), removals));
      removals.clear();
      removalBytes = 0;
    }
  }

  /// Units handed on so far.
  public int count() {
    return count;
  }

  /// Takes the units as they are packed.
  @FunctionalInterface
  public interface Sink {
    /// Takes a unit.
    ///
    /// @param sequence 0, 1, 2, …
    void unit(int sequence, Work work) throws InterruptedException;
  }
}
