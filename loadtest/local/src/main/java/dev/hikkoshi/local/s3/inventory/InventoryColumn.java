package dev.hikkoshi.local.s3.inventory;

import dev.hikkoshi.local.s3.store.ObjectVersion;
import dev.hikkoshi.local.s3.store.S3Object;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A column of an inventory. What S3 can say of an object and this one cannot is empty.
public enum InventoryColumn {
  BUCKET("Bucket", String.class),
  KEY("Key", String.class),
  VERSION_ID("VersionId", String.class),
  IS_LATEST("IsLatest", Boolean.class),
  IS_DELETE_MARKER("IsDeleteMarker", Boolean.class),
  SIZE("Size", Long.class),
  LAST_MODIFIED_DATE("LastModifiedDate", Instant.class),
  E_TAG("ETag", String.class),
  STORAGE_CLASS("StorageClass", String.class),
  IS_MULTIPART_UPLOADED("IsMultipartUploaded", Boolean.class),
  REPLICATION_STATUS("ReplicationStatus", String.class),
  ENCRYPTION_STATUS("EncryptionStatus", String.class),
  OBJECT_LOCK_RETAIN_UNTIL_DATE("ObjectLockRetainUntilDate", Instant.class),
  OBJECT_LOCK_MODE("ObjectLockMode", String.class),
  OBJECT_LOCK_LEGAL_HOLD_STATUS("ObjectLockLegalHoldStatus", String.class),
  INTELLIGENT_TIERING_ACCESS_TIER("IntelligentTieringAccessTier", String.class),
  BUCKET_KEY_STATUS("BucketKeyStatus", String.class),
  CHECKSUM_ALGORITHM("ChecksumAlgorithm", String.class),
  OBJECT_ACCESS_CONTROL_LIST("ObjectAccessControlList", String.class),
  OBJECT_OWNER("ObjectOwner", String.class);

  private static final String ENCRYPTION = "SSE-S3";

  private final String spelling;
  private final Class<?> type;

  InventoryColumn(String spelling, Class<?> type) {
    this.spelling = spelling;
    this.type = type;
  }

  /// The column that an optional field of a configuration means.
  public static Optional<InventoryColumn> optional(String spelling) {
    return Arrays.stream(values())
        .filter(each -> each.compareTo(SIZE) >= 0 && each.spelling.equals(spelling))
        .findFirst();
  }

  static List<InventoryColumn> all(boolean versions, List<InventoryColumn> optional) {
    var all = new ArrayList<>(List.of(BUCKET, KEY));
    if (versions) {
      all.addAll(List.of(VERSION_ID, IS_LATEST, IS_DELETE_MARKER));
    }
    all.addAll(optional.stream().sorted().collect(Collectors.toList()));
    return all;
  }

  /// As a manifest and a CSV spell it.
  public String spelling() {
    return spelling;
  }

  /// As ORC and Parquet spell it.
  String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// String, Boolean, Long or Instant.
  Class<?> type() {
    return type;
  }

  /// What a row has here; null for nothing.
  @Nullable Object value(String bucket, ObjectVersion version, boolean latest, String owner) {
    S3Object object = version.object();
    return switch (this) {
      case BUCKET -> bucket;
      case KEY -> version.key();
      case VERSION_ID -> version.id();
      case IS_LATEST -> latest;
      case IS_DELETE_MARKER -> version.isDeleteMarker();
      case LAST_MODIFIED_DATE -> version.lastModified();
      case OBJECT_OWNER -> owner;
      case SIZE -> object == null ? null : object.size();
      case E_TAG -> object == null ? null : object.etag();
      case STORAGE_CLASS -> object == null ? null : object.metadata().storageClass();
      case IS_MULTIPART_UPLOADED -> object == null ? null : !object.parts().isEmpty();
      case ENCRYPTION_STATUS -> object == null ? null : ENCRYPTION;
      case CHECKSUM_ALGORITHM -> object == null ? null : object.checksum().algorithm().name();
      case BUCKET_KEY_STATUS -> object == null ? null : "DISABLED";
      case REPLICATION_STATUS,
          OBJECT_LOCK_RETAIN_UNTIL_DATE,
          OBJECT_LOCK_MODE,
          OBJECT_LOCK_LEGAL_HOLD_STATUS,
          INTELLIGENT_TIERING_ACCESS_TIER,
          OBJECT_ACCESS_CONTROL_LIST ->
          null;
    };
  }
}
