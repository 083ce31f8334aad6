package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hikkoshi.common.item.Damage;
import dev.hikkoshi.common.item.DynamoDbJson;
import dev.hikkoshi.common.item.FullExportLine;
import dev.hikkoshi.common.item.IncrementalExportLine;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.item.MalformedItemException.Reason;
import dev.hikkoshi.common.item.RandomItems;
import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.common.item.Value;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IonLineTest {
  private static final KeySchema KEY = KeySchema.of("id", KeyType.S);

  private final IonLine line = new IonLine();
  private final ItemScanner scanner = new ItemScanner(KEY);

  private String json(String ion) throws MalformedItemException {
    byte[] bytes = ("before\n" + ion + "\nafter").getBytes(UTF_8);
    line.read(bytes, 7, bytes.length - 6);
    return new String(line.json(), 0, line.length(), UTF_8);
  }

  private MalformedItemException refused(String ion) {
    var e = catchThrowableOfType(MalformedItemException.class, () -> json(ion));
    assertThat(e).as(ion).isNotNull();
    assertThat(e.reason()).isEqualTo(Reason.ION);
    return e;
  }

  @Test
  void readsALineAsAwsDocumentsIt() throws Exception {
    assertThat(
            json(
                " $ion_1_0 {Item:{Authors:$dynamodb_SS::[\"Author1\",\"Author2\"],Dimensions:\"8.5 x 11.0 x 1.5\","
                    + "ISBN:\"333-3333333333\",Id:103.,InPublication:false,PageCount:6d2,Price:2d3}}"))
        .isEqualTo(
            "{\"Item\":{\"Authors\":{\"SS\":[\"Author1\",\"Author2\"]},\"Dimensions\":{\"S\":\"8.5 x 11.0 x 1.5\"},"
                + "\"ISBN\":{\"S\":\"333-3333333333\"},\"Id\":{\"N\":\"103\"},\"InPublication\":{\"BOOL\":false},"
                + "\"PageCount\":{\"N\":\"600\"},\"Price\":{\"N\":\"2000\"}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "x"                            | {"S":"x"}
          ""                             | {"S":""}
          "a\\"\\\\/\\n\\0é\\U0001F600"  | {"S":"a\\"\\\\/\\u000a\\u0000é😀"}
          '''a''' '''b'''                | {"S":"ab"}
          1.                             | {"N":"1"}
          1                              | {"N":"1"}
          0x1F                           | {"N":"31"}
          1_000                          | {"N":"1000"}
          -0.                            | {"N":"0"}
          -1.50                          | {"N":"-1.50"}
          6d2                            | {"N":"600"}
          1d125                          | {"N":"1E125"}
          1d-130                         | {"N":"1E-130"}
          9.9999999999999999999999999999999999999d125 | {"N":"9.9999999999999999999999999999999999999E125"}
          12345678901234567890123456789012345678      | {"N":"12345678901234567890123456789012345678"}
          0.00000000000000000000000000000000000001    | {"N":"0.00000000000000000000000000000000000001"}
          true                           | {"BOOL":true}
          null                           | {"NULL":true}
          null.string                    | {"NULL":true}
          null.struct                    | {"NULL":true}
          null.float                     | {"NULL":true}
          {{}}                           | {"B":""}
          {{ aGk= }}                     | {"B":"aGk="}
          []                             | {"L":[]}
          [1.,"a",[null]]                | {"L":[{"N":"1"},{"S":"a"},{"L":[{"NULL":true}]}]}
          {}                             | {"M":{}}
          {S:{N:1.}}                     | {"M":{"S":{"M":{"N":{"N":"1"}}}}}
          {'$ion_1_0':1.,'':2.,"q":3.,'$9':4.,'null':5.} | {"M":{"$ion_1_0":{"N":"1"},"":{"N":"2"},"q":{"N":"3"},"$9":{"N":"4"},"null":{"N":"5"}}}
          $dynamodb_NS::[1.,2d1,-3]      | {"NS":["1","20","-3"]}
          $dynamodb_BS::[{{}},{{YQ==}}]  | {"BS":["","YQ=="]}
          '$dynamodb_SS'::["a",""]       | {"SS":["a",""]}
          """)
  void readsEveryTypeAndSpelling(String ion, String expected) throws Exception {
    assertThat(json("{Item:{a:" + ion + "}}")).isEqualTo("{\"Item\":{\"a\":" + expected + "}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          symbol                     | no value of the Ion type symbol
          'symbol'                   | no value of the Ion type symbol
          1e3                        | no value of the Ion type float
          nan                        | no value of the Ion type float
          +inf                       | no value of the Ion type float
          2026-11-21T00:00Z          | no value of the Ion type timestamp
          (1. 2.)                    | no value of the Ion type sexp
          {{"clob"}}                 | no value of the Ion type clob
          $dynamodb_XS::["a"]        | an annotation that is not of a set
          foo::1.                    | an annotation that is not of a set
          $dynamodb_SS::"a"          | an annotation that is not of a set
          $dynamodb_SS::null.list    | an annotation that is not of a set
          a::$dynamodb_SS::["a"]     | an annotation that is not of a set
          $dynamodb_SS::["a",1.]     | a set with a member of another type
          $dynamodb_SS::["a",null]   | a set with a member of another type
          $dynamodb_NS::[1.,2e0]     | a set with a member of another type
          $dynamodb_NS::["1"]        | a set with a member of another type
          $dynamodb_BS::["YQ=="]     | a set with a member of another type
          $dynamodb_SS::[a::"a"]     | a set with a member of another type
          {{a}}                      | not Ion text
          {$99:1.}                   | not Ion text
          "\\ud800"                  | not Ion text
          1d99999999999              | not Ion text
          1.5.                       | not Ion text
          [1.                        | not Ion text
          """)
  void refusesWhatIsNoValueOfDynamoDb(String ion, String problem) {
    var e = refused("{Item:{a:" + ion + "}}");
    assertThat(e).hasMessageContaining(problem);
    assertThat(e.offset()).isBetween(0, 60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$ion_1_0",
        "1.",
        "null.struct",
        "[]",
        "a::{Item:{}}",
        "{Item:1.}",
        "{Item:null.struct}",
        "{Item:a::{}}",
        "{Record:{Keys:[]}}",
        "{Item:{}} {Item:{}}",
        "{Item:{}}}",
        "{Item:{}",
        "$ion_2_0 {Item:{}}",
        "{\"Item\":{\"a\":{\"S\":\"x\"}}",
        "\u0000"
      })
  void refusesWhatIsNoLine(String ion) {
    refused(ion);
  }

  @Test
  void anIncrementalLineIsReadWithItsRecordAndWithout() throws Exception {
    String parts =
        "{Keys:{id:\"x\"},Metadata:{WriteTimestampMicros:1684374845117899.},OldImage:{id:\"x\",n:1.},NewImage:{id:\"x\",n:2.}}";
    String expected =
        "{\"Keys\":{\"id\":{\"S\":\"x\"}},\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1684374845117899\"}},"
            + "\"OldImage\":{\"id\":{\"S\":\"x\"},\"n\":{\"N\":\"1\"}},\"NewImage\":{\"id\":{\"S\":\"x\"},\"n\":{\"N\":\"2\"}}}";
    for (String ion : new String[] {"$ion_1_0 {Record:" + parts + "}", "$ion_1_0 " + parts}) {
      assertThat(json(ion)).isEqualTo(expected);
      var read = new IncrementalExportLine(KEY);
      read.read(line.json(), 0, line.length());
      assertThat(read.hasOldImage()).isTrue();
      assertThat(read.isDelete()).isFalse();
    }
    json("$ion_1_0 {Record:{Keys:{id:\"x\"},Metadata:{WriteTimestampMicros:1.}}}");
    var deleted = new IncrementalExportLine(KEY);
    deleted.read(line.json(), 0, line.length());
    assertThat(deleted.isDelete()).isTrue();
  }

  @Test
  void hostileDepthIsRefused() {
    for (String opening : new String[] {"[", "{a:", "$dynamodb_SS::[", "("}) {
      refused("{Item:{a:" + opening.repeat(1_000_000));
    }
    assertThat(refused("{Item:{a:" + "[".repeat(200))).hasMessageContaining("deeper than");
  }

  @Test
  void whatDynamoDbAllowsIsNotTooDeep() throws Exception {
    String item = "[".repeat(31) + "1." + "]".repeat(31);
    json("{Item:{id:\"x\",a:" + item + "}}");
    new FullExportLine(scanner).read(line.json(), 0, line.length());
  }

  /// The same item in both formats has the same canonical form, whatever the spelling.
  @Test
  void saysTheSameAsJson() {
    KeySchema[] schemas = {
      KEY, KeySchema.of("p", KeyType.N, "s", KeyType.B), KeySchema.of("M", KeyType.B)
    };
    Seeds.each(
        3000,
        seed -> {
          KeySchema schema = schemas[(int) (seed % schemas.length)];
          var items = new RandomItems(schema, seed);
          Map<String, Value> item = items.next();
          byte[] json = DynamoDbJson.exportLine(item);
          var expected = new ItemScanner(schema);
          new FullExportLine(expected).read(json, 0, json.length);
          same(IonText.fullLine(item), expected, schema);
          for (int i = 0; i < 3; i++) {
            String respelt = IonText.respelt(item, items.random());
            assertThat(respelt).doesNotContain("\n");
            same("{'Item':" + respelt + "}", expected, schema);
          }
        });
  }

  private void same(String ion, ItemScanner expected, KeySchema schema)
      throws MalformedItemException {
    var own = new ItemScanner(schema);
    json(ion);
    new FullExportLine(own).read(line.json(), 0, line.length());
    assertThat(own.canonicalForm()).as(ion).isEqualTo(expected.canonicalForm());
    assertThat(own.hashHigh()).isEqualTo(expected.hashHigh());
    assertThat(own.hashLow()).isEqualTo(expected.hashLow());
    assertThat(own.keyHash()).isEqualTo(expected.keyHash());
    assertThat(own.sizeBytes()).isEqualTo(expected.sizeBytes());
  }

  /// Damaged lines are refused as declared, never otherwise.
  @Test
  void damagedLinesAreRefusedOrRead() {
    int[] outcomes = new int[2];
    Seeds.each(
        300,
        seed -> {
          var random = new SplittableRandom(seed);
          byte[] whole = IonText.fullLine(new RandomItems(KEY, seed).next()).getBytes(UTF_8);
          for (int i = 0; i < 50; i++) {
            byte[] damaged = Damage.to(whole, random);
            try {
              line.read(damaged, 0, damaged.length);
              new FullExportLine(scanner).read(line.json(), 0, line.length());
              outcomes[1]++;
            } catch (MalformedItemException e) {
              assertThat(e.getMessage()).hasSizeLessThan(120);
              outcomes[0]++;
            }
          }
        });
    assertThat(outcomes[0]).isGreaterThan(1000);
    assertThat(outcomes[1]).isGreaterThan(1000);
  }
}
