package dev.hikkoshi.common.unit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hikkoshi.common.item.Damage;
import dev.hikkoshi.common.item.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Copies and removals in messages.
class ObjectWorkTest {
  private static final UnitId UNIT = new UnitId("s0", 7);
  private static final String COPY =
      """
      {"v":1,"migration":"m","unit":"s0/7","phase":0,"attempt":0,"copy":{"from":"src","to":"dst",\
      "objects":[{"key":"a","size":1,"etag":"e","version":"v","toKey":"b","storageClass":"GLACIER"}]}}\
      """;
  private static final String REMOVE =
      """
      {"v":1,"migration":"m","unit":"s0/7","phase":0,"attempt":0,"remove":{"bucket":"dst","keys":["a","b"]}}\
      """;

  private static String encode(Work work) {
    return WorkMessageCodec.encode(new WorkMessage("m", UNIT, 0, 0, work));
  }

  private static Work decode(String body) throws UnreadableMessageException {
    return WorkMessageCodec.decode(body).work();
  }

  @Test
  void isWrittenAsTheContractSays() throws Exception {
    var copy =
        new CopyObjects("src", "dst", List.of(new ObjectToCopy("a", 1, "e", "v", "b", "GLACIER")));
    assertThat(encode(copy)).isEqualTo(COPY);
    assertThat(decode(COPY)).isEqualTo(copy);
    var remove = new RemoveObjects("dst", List.of("a", "b"));
    assertThat(encode(remove)).isEqualTo(REMOVE);
    assertThat(decode(REMOVE)).isEqualTo(remove);
  }

  @Test
  void versionsComeBackInTheirOrder() throws Exception {
    String body =
        """
        {"v":1,"migration":"m","unit":"s0/7","phase":0,"attempt":0,"versions":{"from":"src","to":"dst","objects":[{"key":"a","toKey":"b","versions":[{"version":"v1","size":1,"etag":"e","storageClass":"GLACIER"},{"version":"v2","deleteMarker":true}]}]}}\
        """;
    var versions =
        List.of(new VersionToCopy("v1", false, 1, "e", "GLACIER"), VersionToCopy.marker("v2"));
    var copy = new CopyVersions("src", "dst", List.of(new ObjectHistory("a", "b", versions)));
    assertThat(encode(copy)).isEqualTo(body);
    assertThat(decode(body)).isEqualTo(copy);
    assertUnreadable(body.replace("\"deleteMarker\":true", "\"size\":-1"), "size is below 0");
    assertUnreadable(body.replace("\"v2\"", "\"\""), "version is not");
    assertUnreadable(body.replaceAll("\\{\"version\":.*]}]", "]}]"), "without versions");
    assertUnreadable(
        body.replace("\"v2\",", "\"v2\",\"etag\":\"e\","), "a delete marker has neither");
  }

  @Test
  void anotherSystemAsksWithAnIdInsteadOfAUnit() throws Exception {
    String body =
        """
        {"v":1,"id":"r/1","copy":{"from":"src","to":"dst","objects":[{"key":"a"}]}}\
        """;
    var object = new ObjectToCopy("a", ObjectToCopy.UNKNOWN_SIZE, null, null, "a", null);
    var request = new AdHocCopy("r/1", 0, new CopyObjects("src", "dst", List.of(object)));
    assertThat(WorkMessageCodec.read(body.getBytes(UTF_8))).isEqualTo(request);
    var rest = request.deferred(request.copy());
    assertThat(WorkMessageCodec.read(WorkMessageCodec.utf8(rest))).isEqualTo(rest);
    assertThat(rest.attempt()).isEqualTo(1);
    assertThat(rest.unit().unit()).isEqualTo(request.unit().unit());
    assertUnreadable(body, "of no migration");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "unit":"s0/7",              | "id":"r",              | an id beside
          "migration":"m",            | "id":"r",              | an id beside
          "migration":"m",            | "migration":"~src->dst", | migration is not
          "phase":0,                  | "id":"r",              | an id beside
          """)
  void nobodyIsBoth(String part, String instead, String reason) {
    assertThat(REMOVE).contains(part);
    assertUnreadable(REMOVE.replace(part, instead), reason);
  }

  @Test
  void onlyCopiesCanBeAskedForByOthers() {
    assertUnreadable(
        "{\"v\":1,\"id\":\"r\",\"remove\":{\"bucket\":\"dst\",\"keys\":[]}}",
        "an id without a copy");
    assertUnreadable(
        "{\"v\":1,\"id\":\"a b\",\"copy\":{\"from\":\"src\",\"to\":\"dst\"}}", "id is not");
  }

  @Test
  void onlyTheKeyMustBeKnown() throws Exception {
    String body = COPY.replaceAll("\"objects\":.*", "\"objects\":[{\"key\":\"x/\\\\u0001\"}]}}");
    assertThat(decode(body))
        .isEqualTo(
            new CopyObjects(
                "src",
                "dst",
                List.of(
                    new ObjectToCopy(
                        "x/\u0001", ObjectToCopy.UNKNOWN_SIZE, null, null, "x/\u0001", null))));
  }

  @Test
  void everyKeyComesBackAsItWas() {
    Seeds.each(
        500,
        seed -> {
          var random = new SplittableRandom(seed);
          var objects = new ArrayList<ObjectToCopy>();
          var keys = new ArrayList<String>();
          for (int i = random.nextInt(5); i >= 0; i--) {
            objects.add(object(i, random));
            keys.add(key(random));
          }
          for (Work work :
              List.of(new CopyObjects("src", "dst", objects), new RemoveObjects("dst", keys))) {
            String body = encode(work);
            assertThat(body.codePoints()).allMatch(ObjectWorkTest::sqsAccepts);
            assertThat(decode(body)).isEqualTo(work);
          }
        });
  }

  private static ObjectToCopy object(int i, SplittableRandom random) {
    String key = key(random);
    String toKey =
        i + key.substring(0, key.offsetByCodePoints(0, key.codePointCount(0, key.length()) / 2));
    return random.nextBoolean()
        ? new ObjectToCopy(
            key, random.nextLong(1L << 53), "0af-" + i, "v~.!1", toKey, "STANDARD_IA")
        : new ObjectToCopy(key, ObjectToCopy.UNKNOWN_SIZE, null, null, toKey, null);
  }

  /// Any text of up to 1,024 bytes.
  private static String key(SplittableRandom random) {
    var key = new StringBuilder();
    int bytes = 1 + random.nextInt(1024);
    int kind = random.nextInt(4);
    while (true) {
      int c =
          switch (kind) {
            case 0 -> random.nextInt(0x20);
            case 1 -> "/\\\"+%.:~{}\u007f\u0080".charAt(random.nextInt(12));
            case 2 -> 0xFFF0 + random.nextInt(0x20);
            default -> random.nextInt(Character.MAX_CODE_POINT + 1);
          };
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        continue;
      }
      bytes -= new String(Character.toChars(c)).getBytes(UTF_8).length;
      if (bytes < 0) {
        return key.isEmpty() ? "k" : key.toString();
      }
      key.appendCodePoint(c);
    }
  }

  private static boolean sqsAccepts(int c) {
    return c == 0x9
        || c == 0xA
        || c == 0xD
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "from":"src"     | "from":"s"               | a bucket is not
          "from":"src"     | "from":"s/c"             | a bucket is not
          "from":"src",    | ~~                       | a bucket is not
          "to":"dst"       | "to":"dst/x"             | a bucket is not
          "to":"dst"       | "to":"dst","to":"dst"    | twice
          "to":"dst"       | "to":"dst","acl":"x"     | unknown field
          "key":"a",       | ~~                       | a key has 0 bytes
          "key":"a"        | "key":"\\uD800"          | surrogate
          "key":"a"        | "key":7                  | a string
          "key":"a"        | "key":"a","key":"b"      | twice
          "size":1         | "size":-1                | size is below 0
          "size":1         | "size":1.5               | not an integer
          "etag":"e"       | "etag":"e\\r\\nx: y"     | etag is not
          "etag":"e"       | "etag":"\\"e\\""         | etag is not
          "etag":"e"       | "etag":""                | etag is not
          "version":"v"    | "version":"ü"            | version is not
          "toKey":"b"      | "toKey":""               | a key has 0 bytes
          "GLACIER"        | "GLACIER\\nx"            | storageClass is not
          "GLACIER"        | null                     | a string
          "GLACIER"        | "GLACIER","owner":"x"    | unknown field
          "objects":[      | "objects":[{"key":"b"},  | two objects are copied to one key
          """)
  void refusesCopiesThatMakeNoSense(String part, String instead, String reason) {
    assertThat(COPY).contains(part);
    assertUnreadable(COPY.replace(part, instead), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "bucket":"dst",   | ~~                      | a bucket is not
          "bucket":"dst"    | "bucket":"../x"         | a bucket is not
          "a","b"           | "a",""                  | a key has 0 bytes
          "a","b"           | "a",null                | a string
          "keys":["a","b"]  | "keys":"a"              | an array
          "keys":["a","b"]  | "keys":[],"keys":[]     | twice
          "keys":["a","b"]  | "prefix":"a"            | unknown field
          """)
  void refusesRemovalsThatMakeNoSense(String part, String instead, String reason) {
    assertThat(REMOVE).contains(part);
    assertUnreadable(REMOVE.replace(part, instead), reason);
  }

  @Test
  void refusesKeysThatAreTooLong() {
    assertUnreadable(REMOVE.replace("\"a\"", "\"" + "é".repeat(513) + "\""), "1026 bytes");
  }

  @Test
  void damagedMessagesAreRefusedOrMeanSomething() {
    int[] outcomes = new int[2];
    Seeds.each(
        200,
        seed -> {
          var random = new SplittableRandom(seed);
          byte[] whole = (seed % 2 == 0 ? COPY : REMOVE).getBytes(UTF_8);
          for (int i = 0; i < 50; i++) {
            try {
              Work read = decode(new String(Damage.to(whole, random), UTF_8));
              assertThat(decode(encode(read))).isEqualTo(read);
              outcomes[1]++;
            } catch (UnreadableMessageException e) {
              outcomes[0]++;
            }
          }
        });
    assertThat(outcomes[0]).isGreaterThan(1000);
    assertThat(outcomes[1]).isGreaterThan(100);
  }

  private static void assertUnreadable(String body, String reason) {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> decode(body))
        .withMessageStartingWith("not a work message: ")
        .withMessageContaining(reason);
  }
}
