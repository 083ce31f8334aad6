package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.item.FullExportLine;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.ExportFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardReaderTest {
  private final FakeS3 s3 = new FakeS3();

  /// `number: item` for each line, or `number: !` for one that holds none.
  private List<String> read(ExportFormat format, String... members) throws IOException {
    byte[][] parts = new byte[members.length][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = members[i].getBytes(UTF_8);
    }
    var file = Shards.put(s3, "a.gz", Shards.gzip(parts), 0);
    var line = new FullExportLine(new ItemScanner(KeySchema.of("id", KeyType.N)));
    var items = new ArrayList<String>();
    try (var reader = new ShardReader(s3, FakeS3.BUCKET, file, format)) {
      while (reader.next()) {
        try {
          reader.read(line);
          int length = line.itemTo() - line.itemFrom();
          items.add(
              reader.line() + ": " + new String(reader.buffer(), line.itemFrom(), length, UTF_8));
        } catch (MalformedItemException e) {
          items.add(reader.line() + ": !");
        }
      }
      assertThat(reader.lines()).isEqualTo(items.size());
    }
    return items;
  }

  @Test
  void bothFormatsGiveDynamoDbJson() throws Exception {
    String json = "{\"id\":{\"N\":\"1\"}}";
    assertThat(read(ExportFormat.DYNAMODB_JSON, "{\"Item\":" + json + "}\n"))
        .containsExactly("1: " + json);
    assertThat(read(ExportFormat.ION, "$ion_1_0 {Item:{id:1.}}\n")).containsExactly("1: " + json);
  }

  @Test
  void ionLinesMayBeginWithASpaceAndLieInSeveralGzipMembers() throws Exception {
    assertThat(
            read(
                ExportFormat.ION,
                "$ion_1_0 {Item:{id:1.}}\n $ion_1_0 {Item:",
                "{id:2.}}\n",
                "",
                " $ion_1_0 {Item:{id:3.}}\n "))
        .containsExactly(
            "1: {\"id\":{\"N\":\"1\"}}", "2: {\"id\":{\"N\":\"2\"}}", "3: {\"id\":{\"N\":\"3\"}}");
  }

  @Test
  void aBadLineFailsAlone() throws Exception {
    assertThat(
            read(
                ExportFormat.ION,
                "{Item:{id:1.}}\n{Item:{id:2.\n\n{Item:{id:\"x\"}}\n{Item:{id:2007T}}\n{Item:{id:4.}}"))
        .containsExactly(
            "1: {\"id\":{\"N\":\"1\"}}", "2: !", "4: !", "5: !", "6: {\"id\":{\"N\":\"4\"}}");
  }
}
