package dev.hikkoshi.common.ledger;

import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One row per multipart upload. It stays when the upload is completed, so that a unit that is
/// delivered again does not copy a huge object again, until the migration is forgotten.
public final class UploadRows {
  private static final Hasher128 HASHER = Hashing.xxh3_128();

  private final LedgerTable table;

  UploadRows(LedgerTable table) {
    this.table = table;
  }

  /// What was begun for an object of a unit.
  public Optional<Upload> find(String migration, String unit, String key) {
    return table.get(partition(migration), sort(unit, key)).map(Upload::of);
  }

  /// Says that an upload is about to be begun.
  ///
  /// @return false if somebody said so before; that row is left alone
  public boolean begin(String migration, Upload upload) {
    Row row = new Row(partition(migration), sort(upload.unit(), upload.key()));
    row.attributes().putAll(upload.values().attributes());
    return table.putIfAbsent(row);
  }

  /// The upload has an id now.
  ///
  /// @return false if it had one before; that one is left alone
  public boolean began(String migration, Upload upload, String id) {
    return table.update(
        partition(migration),
        sort(upload.unit(), upload.key()),
        RowUpdate.set(upload.values().text("id", id)).when(RowCondition.absent("id")));
  }

  /// All parts are there: what the finished object's ETag will be.
  public void completing(String migration, Upload upload, String etag) {
    table.update(
        partition(migration),
        sort(upload.unit(), upload.key()),
        RowUpdate.set(new Row().text("etag", etag)));
  }

  /// Nothing is left of it.
  public void remove(String migration, Upload upload) {
    table.delete(partition(migration), sort(upload.unit(), upload.key()));
  }

  /// All that were begun and not removed, completed ones too.
  public List<Upload> all(String migration) {
    var uploads = new ArrayList<Upload>();
    table.query(partition(migration), "", row -> uploads.add(Upload.of(row)));
    return uploads;
  }

  void forget(String migration) {
    table.deleteAll(partition(migration));
  }

  /// A sort key has at most 1,024 bytes, as a key may have alone.
  private static String sort(String unit, String key) {
    return unit + "#" + HASHER.hashBytesTo128Bits(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String partition(String migration) {
    return "up#" + migration;
  }
}
