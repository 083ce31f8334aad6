package dev.hikkoshi.runbook.plan;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.objects.KeyFilter;
import dev.hikkoshi.producer.inventory.InventoryManifest;
import dev.hikkoshi.producer.inventory.InventoryManifestReader;
import dev.hikkoshi.producer.inventory.InventoryReader;
import dev.hikkoshi.producer.inventory.InventorySplits;
import dev.hikkoshi.producer.inventory.MalformedRowException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Counts the objects of an inventory or a bucket, exactly up to a million rows; beyond that the
/// rest of an inventory is reckoned by the bytes of its files, and of a bucket it is not known. For
/// one thread.
final class ObjectCount {
  private static final long ENOUGH = 1_000_000;

  /// More first folders than this need not be told apart.
  private static final int MOST_FOLDERS = 1_000;

  private final CopySettings settings;
  private final KeyFilter filter;
  private final Set<String> folders = new HashSet<>();
  private long files;
  private long rows;
  private double scale = 1;
  private boolean cut;
  private long objects;
  private double bytes;
  private double keyBytes;
  private double requests;
  private double reads;
  private long inParts;

  ObjectCount(Source.Objects source, CopySettings settings) {
    this.settings = settings;
    this.filter = source.patterns().filter();
  }

  /// Reads an inventory's data files until there is enough.
  ///
  /// @throws IOException if one cannot be read
  void inventory(Account account, S3Location location, boolean allowUnsound) throws IOException {
    InventoryManifest manifest =
        new InventoryManifestReader(account.s3()).read(location, allowUnsound);
    String bucket = manifest.location().bucket();
    files = manifest.files().size();
    long read = 0;
    for (InventoryManifest.DataFile file : manifest.files()) {
      if (rows >= ENOUGH) {
        cut = true;
        break;
      }
      ShardFile head = InventorySplits.head(account.s3(), bucket, file);
      try (var reader =
          InventoryReader.open(
              account.s3(), bucket, head, manifest.schema(), manifest.sourceBucket())) {
        read(reader);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      read += file.bytes();
    }
    if (cut) {
      scale = (double) manifest.bytes() / read;
    }
  }

  private void read(InventoryReader reader) throws IOException, InterruptedException {
    while (reader.next()) {
      rows++;
      try {
        InventoryObject object = reader.object();
        if (object.isCurrent() && filter.accepts(object.key())) {
          add(object.key(), object.size());
        }
      } catch (MalformedRowException e) {
        objects++; // it will be recorded dead
      }
    }
  }

  /// Lists a bucket until there is enough.
  void listing(Account account, S3Location location) {
    for (var page :
        account
            .s3()
            .listObjectsV2Paginator(r -> r.bucket(location.bucket()).prefix(location.key()))) {
      for (S3Object object : page.contents()) {
        if (filter.accepts(object.key())) {
          add(object.key(), object.size());
        }
      }
      if (objects >= ENOUGH && Boolean.TRUE.equals(page.isTruncated())) {
        cut = true;
        return;
      }
    }
  }

  private void add(String key, long size) {
    objects++;
    bytes += Math.max(0, size);
    keyBytes += key.length();
    if (folders.size() < MOST_FOLDERS) {
      int slash = key.indexOf('/');
      folders.add(slash < 0 ? "" : key.substring(0, slash + 1));
    }
    if (size > settings.multipartThreshold()) {
      inParts++;
      // Created, copied part by part, completed.
      requests += 2 + Math.ceil((double) size / settings.partSize());
      reads += 3;
    } else {
      requests++;
    }
  }

  long objects() {
    return Math.round(objects * scale);
  }

  double bytes() {
    return bytes * scale;
  }

  /// Requests of the price of a copy, one object with another.
  double requestsEach() {
    return objects == 0 ? 1 : Math.max(1, requests / objects);
  }

  /// Requests of the price of a read.
  double reads() {
    return reads * scale;
  }

  double keyBytesEach() {
    return objects == 0 ? 0 : keyBytes / objects;
  }

  long files() {
    return files;
  }

  long seen() {
    return objects;
  }

  /// Objects that are copied in parts.
  long inParts() {
    return Math.round(inParts * scale);
  }

  /// Whether not all were counted.
  boolean isEstimate() {
    return cut;
  }

  /// Different beginnings of keys, up to their first slash.
  int folders() {
    return folders.size();
  }
}
