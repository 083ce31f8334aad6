package dev.hikkoshi.local.s3.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A data file in CSV: gzipped, all fields quoted, no header, keys URL-encoded.
record CsvFile(List<InventoryColumn> columns) implements DataFormat {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  @Override
  public String suffix() {
    return ".csv.gz";
  }

  @Override
  public String schema() {
    return columns.stream().map(InventoryColumn::spelling).collect(Collectors.joining(", "));
  }

  @Override
  public byte[] write(List<@Nullable Object[]> rows) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      for (@Nullable Object[] row : rows) {
        gzip.write(line(row).getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private String line(@Nullable Object[] row) {
    var line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      line.append(i == 0 ? "\"" : ",\"")
          .append(text(columns.get(i), row[i]).replace("\"", "\"\""))
          .append('"');
    }
    return line.append('\n').toString();
  }

  private static String text(InventoryColumn column, @Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Instant time -> TIME.format(time);
      case String key when column == InventoryColumn.KEY -> encoded(key);
      default -> value.toString();
    };
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}
