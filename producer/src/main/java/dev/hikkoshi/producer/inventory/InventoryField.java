package dev.hikkoshi.producer.inventory;

import io.trino.orc.metadata.OrcType.OrcTypeKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The columns of an inventory that mean something here. CSV spells them `IsLatest`, ORC and
/// Parquet `is_latest`.
enum InventoryField {
  BUCKET(Kind.TEXT),
  KEY(Kind.TEXT),
  VERSION_ID(Kind.TEXT),
  IS_LATEST(Kind.FLAG),
  IS_DELETE_MARKER(Kind.FLAG),
  SIZE(Kind.NUMBER),
  LAST_MODIFIED_DATE(Kind.TIME),
  E_TAG(Kind.TEXT),
  STORAGE_CLASS(Kind.TEXT),
  IS_MULTIPART_UPLOADED(Kind.FLAG),
  ENCRYPTION_STATUS(Kind.TEXT),
  CHECKSUM_ALGORITHM(Kind.TEXT),
  OBJECT_OWNER(Kind.TEXT);

  /// What a column holds, and as which type a file may have it.
  enum Kind {
    TEXT(OrcTypeKind.STRING, "binary (STRING)"),
    NUMBER(OrcTypeKind.LONG, "int64"),
    FLAG(OrcTypeKind.BOOLEAN, "boolean"),
    TIME(OrcTypeKind.TIMESTAMP, "int64 (TIMESTAMP(MILLIS))");

    private final OrcTypeKind orc;
    private final String parquet;

    Kind(OrcTypeKind orc, String parquet) {
      this.orc = orc;
      this.parquet = parquet;
    }

    OrcTypeKind orc() {
      return orc;
    }

    String parquet() {
      return parquet;
    }
  }

  private static final Map<String, InventoryField> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(f -> bare(f.name()), Function.identity()));

  private final Kind kind;

  InventoryField(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /// The column of that name in either spelling; null for one that is of no interest.
  static @Nullable InventoryField named(String column) {
    return BY_NAME.get(bare(column));
  }

  private static String bare(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
