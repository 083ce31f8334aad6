package dev.hikkoshi.common.unit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hikkoshi.common.item.Damage;
import dev.hikkoshi.common.item.DynamoDbJson;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.item.RandomItems;
import dev.hikkoshi.common.item.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkMessageCodecTest {
  private static final KeySchema SCHEMA = KeySchema.of("id", KeyType.S);
  private static final String SCAN =
      """
      {"v":1,"migration":"m","unit":"s/0","phase":0,"attempt":0,"scan":{"table":"tab","segment":0,"of":1}}\
      """;

  @Test
  void isWrittenAsTheContractSays() {
    var unit = new UnitId("s00001", 7);
    assertThat(
            WorkMessageCodec.encode(
                new WorkMessage(
                    "users-2026",
                    unit,
                    0,
                    2,
                    new WriteItems(
                        "users",
                        List.of(RawJson.of("{\"a\":1}"), RawJson.of("{ }")),
                        List.of(RawJson.of("{\"k\":2}"))))))
        .isEqualTo(
            """
            {"v":1,"migration":"users-2026","unit":"s00001/7","phase":0,"attempt":2,\
            "write":{"table":"users","put":[{"a":1},{ }],"delete":[{"k":2}]}}\
            """);
    assertThat(
            WorkMessageCodec.encode(
                new WorkMessage("m", unit, 1, 0, new ScanSegment("users", 3, 16))))
        .isEqualTo(
            """
            {"v":1,"migration":"m","unit":"s00001/7","phase":1,"attempt":0,\
            "scan":{"table":"users","segment":3,"of":16}}\
            """);
  }

  @Test
  void everyItemComesBackAsItWasExported() {
    Seeds.each(
        300,
        seed -> {
          var items = new RandomItems(SCHEMA, seed);
          var message = randomWrite(items);
          String body = WorkMessageCodec.encode(message);
          assertThat(body.codePoints()).allMatch(WorkMessageCodecTest::sqsAccepts);
          WorkMessage read = WorkMessageCodec.decode(body);
          assertThat(read.migration()).isEqualTo(message.migration());
          assertThat(read.unit()).isEqualTo(message.unit());
          assertThat(read.phase()).isEqualTo(message.phase());
          assertThat(read.attempt()).isEqualTo(message.attempt());
          var sent = (WriteItems) message.work();
          var back = (WriteItems) read.work();
          assertThat(back.table()).isEqualTo(sent.table());
          assertSame(back.put(), sent.put());
          assertSame(back.delete(), sent.delete());
        });
  }

  private static WorkMessage randomWrite(RandomItems items) {
    var random = items.random();
    return new WorkMessage(
        "m-" + random.nextInt(1000),
        new UnitId("s0", random.nextInt(1_000_000_000)),
        random.nextInt(5),
        random.nextInt(Integer.MAX_VALUE - 1),
        new WriteItems("tab.le_-1", some(items), some(items)));
  }

  /// Items in the middle of a larger buffer, plain or respelt.
  private static List<RawJson> some(RandomItems items) {
    return IntStream.range(0, items.random().nextInt(6))
        .mapToObj(i -> {
          var item = items.next();
          byte[] json =
              ("??"
                      + (items.random().nextBoolean()
                          ? DynamoDbJson.plain(item)
                          : DynamoDbJson.respelt(item, items.random()))
                      + "??")
                  .getBytes(UTF_8);
          return new RawJson(json, 2, json.length - 2);
        })
        .toList();
  }

  private static boolean sqsAccepts(int c) {
    return c == 0x9
        || c == 0xA
        || c == 0xD
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static void assertSame(List<RawJson> back, List<RawJson> sent) throws Exception {
    assertThat(back).hasSameSizeAs(sent);
    for (int i = 0; i < sent.size(); i++) {
      String text = sent.get(i).toString();
      assertThat(back.get(i).toString().strip())
          .isEqualTo(text.replace("\uFFFE", "\\uFFFE").replace("\uFFFF", "\\uFFFF").strip());
      assertThat(canonical(back.get(i))).isEqualTo(canonical(sent.get(i)));
    }
  }

  private static byte[] canonical(RawJson item) throws Exception {
    var scanner = new ItemScanner(SCHEMA);
    scanner.scan(item.buffer(), item.from(), item.to());
    return scanner.canonicalForm();
  }

  @Test
  void escapesOnlyWhatSqsRefuses() throws Exception {
    String item = "{\"id\":{\"S\":\"\uFFFD|\uFFFE|\uFFFF|\\uFFFE|\u0080|\uE000|😀|\uDBFF\uDFFF\"}}";
    var message =
        new WorkMessage(
            "m",
            new UnitId("s", 0),
            0,
            0,
            new WriteItems("tab", List.of(RawJson.of(item)), List.of()));
    var back = (WriteItems) WorkMessageCodec.decode(WorkMessageCodec.encode(message)).work();
    assertThat(back.put().getFirst().toString())
        .isEqualTo(
            "{\"id\":{\"S\":\"\uFFFD|\\uFFFE|\\uFFFF|\\uFFFE|\u0080|\uE000|😀|\uDBFF\uDFFF\"}}");
  }

  @Test
  void fieldsMayStandInAnyOrderWithWhiteSpace() throws Exception {
    var read =
        WorkMessageCodec.decode(
            " { \"scan\":{\"of\":8,\"segment\":7,\"table\":\"tab\"},\n\"attempt\":1,\"phase\":2,"
                + "\"unit\":\"s/3\",\"migration\":\"m\",\"v\":1 } ");
    assertThat(read)
        .isEqualTo(new WorkMessage("m", new UnitId("s", 3), 2, 1, new ScanSegment("tab", 7, 8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "v":1                | "v":2                       | its version is 2
          "v":1                | "v":-1                      | its version is -1
          "v":1                | "v":99999999999999999999    | not an integer
          "v":1                | "v":1.0                     | not an integer
          "v":1                | "v":"1"                     | an integer
          "v":1                | "v":null                    | an integer
          "v":1,               | ~~                          | its version is -1
          "v":1                | "v":1,"v":1                 | twice
          "migration":"m",     | ~~                          | missing
          "migration":"m"      | "migration":"M"             | migration is not
          "migration":"m"      | "migration":""              | migration is not
          "migration":"m"      | "migration":"a/b"           | migration is not
          "migration":"m"      | "migration":null            | a string
          "migration":"m"      | "migration":"m","migration":"n" | twice
          "unit":"s/0",        | ~~                          | missing
          "unit":"s/0"         | "unit":"s"                  | not a unit id
          "unit":"s/0"         | "unit":"s/-1"               | not a unit id
          "unit":"s/0"         | "unit":"S/1"                | not a unit id
          "unit":"s/0"         | "unit":"s/9999999999"       | not a unit id
          "unit":"s/0"         | "unit":7                    | a string
          "phase":0,           | ~~                          | missing
          "phase":0            | "phase":-1                  | phase is out of range
          "phase":0            | "phase":2147483647          | phase is out of range
          "phase":0            | "phase":1e3                 | not an integer
          "attempt":0,         | ~~                          | missing
          "attempt":0          | "attempt":-1                | attempt is out of range
          "attempt":0          | "attempt":9223372036854775808 | not an integer
          "attempt":0          | "attempt":0,"surprise":1    | unknown field
          "segment":0          | "segment":0,"surprise":1    | unknown field
          "segment":0          | "segment":1                 | segment 1 of 1
          "segment":0,         | ~~                          | segment -1 of 1
          "of":1               | "of":0                      | segment 0 of 0
          "of":1               | "of":1000001                | segment 0 of 1000001
          "of":1               | "of":99999999999            | of is out of range
          "of":1               | "of":1,"of":1               | twice
          "table":"tab",       | ~~                          | scan has no table
          "tab"                | "ta"                        | table is not
          "tab"                | "ta\\"b"                    | table is not
          "tab"                | "täb"                       | table is not
          "scan":{"table":"tab","segment":0,"of":1} | "scan":[]   | an object
          "scan":{"table":"tab","segment":0,"of":1} | "move":{}   | unknown field
          ,"scan":{"table":"tab","segment":0,"of":1} | ~~         | missing
          "scan":{"table":"tab","segment":0,"of":1} | "write":{"put":[]}    | write has no table
          "scan":{"table":"tab","segment":0,"of":1} | "write":{"table":"tab","put":{}} | an array
          "scan":{"table":"tab","segment":0,"of":1} | "write":{"table":"tab","put":[1,]} | a value
          "scan":{"table":"tab","segment":0,"of":1} | "write":{"table":"tab","put":[],"put":[]} | twice
          "scan":{"table":"tab","segment":0,"of":1} | "write":{"table":"tab","puts":[]} | unknown field
          "scan":              | "write":{"table":"tab"},"scan": | more than one kind of work
          "scan":              | "scan":{"table":"tab","segment":0,"of":1},"scan": | twice
          """)
  void refusesWhatItDoesNotKnow(String part, String instead, String reason) {
    assertThat(SCAN).contains(part);
    assertUnreadable(SCAN.replace(part, instead), reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"\"",
        "[]",
        "{}",
        "{\"v\":1}",
        "hello",
        "<html/>",
        "\u0000",
        "\uFFFF",
        "\uD800",
      })
  void refusesWhatIsNoMessage(String body) {
    assertUnreadable(body, "");
  }

  @Test
  void refusesWhatFollowsTheMessage() {
    assertUnreadable(SCAN + SCAN, "the end of the text");
  }

  @Test
  void refusesEveryTruncation() {
    for (int end = 0; end < SCAN.length(); end++) {
      assertUnreadable(SCAN.substring(0, end), "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void refusesHostileNesting(String bracket) {
    String deep = bracket.repeat(10_000);
    assertUnreadable(deep, "");
    assertUnreadable(SCAN.replace("\"m\"", deep), "");
    assertUnreadable(
        SCAN.replace("\"scan\":", "\"write\":{\"table\":\"tab\",\"put\":[" + deep), "deep");
  }

  @Test
  void damagedMessagesAreRefusedOrMeanSomething() {
    int[] outcomes = new int[2];
    Seeds.each(
        300,
        seed -> {
          var random = new SplittableRandom(seed);
          byte[] whole =
              (seed % 2 == 0
                      ? SCAN
                      : WorkMessageCodec.encode(randomWrite(new RandomItems(SCHEMA, seed))))
                  .getBytes(UTF_8);
          for (int i = 0; i < 50; i++) {
            String damaged = new String(Damage.to(whole, random), UTF_8);
            try {
              WorkMessage read = WorkMessageCodec.decode(damaged);
              String again = WorkMessageCodec.encode(read);
              assertThat(WorkMessageCodec.encode(WorkMessageCodec.decode(again))).isEqualTo(again);
              outcomes[1]++;
            } catch (UnreadableMessageException e) {
              assertThat(e).hasMessageStartingWith("not a work message: ");
              outcomes[0]++;
            }
          }
        });
    assertThat(outcomes[0]).isGreaterThan(1000);
    assertThat(outcomes[1]).isGreaterThan(1000);
  }

  @Test
  void aRemainderKeepsItsUnit() {
    var first = new WorkMessage("m", new UnitId("s", 3), 1, 4, new ScanSegment("tab", 0, 1));
    var rest = new WriteItems("tab", new ArrayList<>(), List.of());
    assertThat(first.deferred(rest))
        .isEqualTo(new WorkMessage("m", new UnitId("s", 3), 1, 5, rest));
  }

  private static void assertUnreadable(String body, String reason) {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .as(body.length() > 200 ? body.substring(0, 200) : body)
        .isThrownBy(() -> WorkMessageCodec.decode(body))
        .withMessageStartingWith("not a work message: ")
        .withMessageContaining(reason);
  }

  @Test
  void whatEscapesAddIsKnownBefore() {
    for (String text :
        List.of("{}", "\"\uFFFE\uFFFFé\uFFFD\"", "\"\uFFFF\"", "\"\uD800\uDFFF\uFFBF\"")) {
      var json =
          new RawJson(
              ("\uFFFE" + text + "\uFFFE").getBytes(UTF_8), 3, 3 + text.getBytes(UTF_8).length);
      var work = new WriteItems("users", List.of(json), List.of());
      var none = new WriteItems("users", List.of(), List.of());
      int header = encode(none).length();
      assertThat(encode(work).getBytes(UTF_8).length - header)
          .isEqualTo(WorkMessageCodec.longest(json));
    }
  }

  private static String encode(WriteItems work) {
    return WorkMessageCodec.encode(new WorkMessage("m", new UnitId("s", 0), 0, 0, work));
  }
}
