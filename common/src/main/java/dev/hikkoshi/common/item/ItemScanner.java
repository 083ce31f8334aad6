package dev.hikkoshi.common.item;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.util.Arrays;

/// Reads one item of a table, written as DynamoDB JSON (`{"id":{"S":"x"},…}`), in one pass and then
/// answers for it: its size, its key and its canonical form's hash. Reused for one item after the
/// other without garbage but for the hash value; not thread-safe.
///
/// **The canonical form** is the same for all spellings of an item (attribute order, set order,
/// escapes, spellings of a number) and for nothing else: every part is tagged or preceded by its
/// length. It is a stable format, since a digest written by one version is compared by another:
///
/// ```
/// item   = count entry*            count and length: 4 bytes, big-endian
/// entry  = text value              sorted by the text's bytes (the attribute's name in UTF-8)
/// text   = length byte*
/// value  = 'S' text                string, decoded, UTF-8
///        | 'N' text                number as `0` or `[-]digits E exponent`, see NumberForm
///        | 'B' text                binary, decoded
///        | 'T' | 'F'               BOOL true, BOOL false
///        | 'Z' | 'z'               NULL true, NULL false (which DynamoDB refuses)
///        | 's' set | 'n' set | 'b' set        SS, NS, BS; members as in S, N, B
///        | 'L' count value*        in the list's order
///        | 'M' count entry*        sorted as above
/// set    = count text*             sorted by the texts' bytes; one twice stays twice
/// key    = value value?            the partition key's value, then the sort key's
/// ```
///
/// Bytes are compared unsigned, the shorter first where one begins the other. The item hash is
/// XXH3-128 of the item, the key hash XXH3-64 of the key, both with seed 0.
public final class ItemScanner {
  private static final Hasher128 ITEM_HASHER = Hashing.xxh3_128();
  private static final Hasher64 KEY_HASHER = Hashing.xxh3_64();
  private static final int WRITE_UNIT_BYTES = 1024;

  private final JsonCursor cursor = new JsonCursor();
  private final CanonicalReader reader;

  private boolean scanned;
  private boolean hashed;
  private long hashHigh;
  private long hashLow;

  public ItemScanner(KeySchema schema) {
    reader = new CanonicalReader(schema);
  }

  /// Reads the item that is the whole of `buffer[from..to)`, but for white space around it.
  public void scan(byte[] buffer, int from, int to) throws MalformedItemException {
    scan(cursor.reset(buffer, from, to));
    try {
      cursor.end();
    } catch (MalformedJsonException e) {
      scanned = false;
      throw new MalformedItemException(e);
    }
  }

  /// Reads the item that is the next value of `text`, which then stands behind it. Offsets in
  /// errors count from the start of that text; after an error `text` must be reset.
  public void scan(JsonCursor text) throws MalformedItemException {
    scanned = false;
    hashed = false;
    reader.read(text);
    scanned = true;
  }

  /// Only who asks for the hash pays for it.
  private void hash() {
    requireScanned();
    if (!hashed) {
      reader.item.finish();
      HashValue128 hash = ITEM_HASHER.hashBytesTo128Bits(reader.item.bytes, 0, reader.item.length);
      hashHigh = hash.getMostSignificantBits();
      hashLow = hash.getLeastSignificantBits();
      hashed = true;
    }
  }

  /// Bytes by DynamoDB's rules for item sizes: what the 400 KB limit and capacity are about.
  public int sizeBytes() {
    requireScanned();
    return reader.size;
  }

  /// Write units of one put of this item into a table without indexes: size ÷ 1 KB, rounded up.
  public int writeUnits() {
    requireScanned();
    return Math.max(1, (reader.size + WRITE_UNIT_BYTES - 1) / WRITE_UNIT_BYTES);
  }

  /// The upper half of the item's hash.
  public long hashHigh() {
    hash();
    return hashHigh;
  }

  /// The lower half of the item's hash.
  public long hashLow() {
    hash();
    return hashLow;
  }

  /// The key's hash: the same for two items of one key.
  public long keyHash() {
    requireScanned();
    return KEY_HASHER.hashBytesToLong(reader.key.bytes, 0, reader.key.length);
  }

  /// A copy of the canonical key: equal for two items of a table iff they have the same key.
  public byte[] key() {
    requireScanned();
    return Arrays.copyOf(reader.key.bytes, reader.key.length);
  }

  public int keyLength() {
    requireScanned();
    return reader.key.length;
  }

  /// Copies the canonical key to `target`, which has room for [#keyLength] bytes at `at`.
  public void copyKey(byte[] target, int at) {
    requireScanned();
    System.arraycopy(reader.key.bytes, 0, target, at, reader.key.length);
  }

  /// A copy of the item's canonical form.
  public byte[] canonicalForm() {
    requireScanned();
    reader.item.finish();
    return Arrays.copyOf(reader.item.bytes, reader.item.length);
  }

  private void requireScanned() {
    if (!scanned) {
      throw new IllegalStateException("no item was scanned, or the last one was malformed");
    }
  }
}
