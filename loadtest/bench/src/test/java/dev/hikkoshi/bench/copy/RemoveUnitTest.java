package dev.hikkoshi.bench.copy;

import static dev.hikkoshi.bench.copy.Buckets.FROM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.bench.copy.Wire.Answer;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.worker.write.UnitEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoveUnitTest {
  private Buckets buckets;

  @BeforeEach
  void start() throws IOException {
    buckets = new Buckets();
  }

  @AfterEach
  void stop() {
    buckets.close();
  }

  private List<String> left() {
    return buckets.s3.listObjectsV2(r -> r.bucket(FROM)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  @Test
  void removesKeysOfAnyShapeAndNothingElse() throws Exception {
    var keys =
        new ArrayList<>(
            List.of(
                "a//b",
                "+",
                "%2B",
                "é\uD83D\uDE00",
                "dir/",
                ".",
                "a\nb",
                "<&>",
                "\u0001",
                "\uFFFF"));
    IntStream.range(0, 20).forEach(i -> keys.add("k" + i));
    keys.forEach(key -> buckets.put(key, 1, 1));
    buckets.put("stays", 1, 1);
    keys.add("never there");
    keys.add("k1");
    var end = (UnitEnd.Done) buckets.remove(FROM, keys);
    assertThat(left()).containsExactly("stays");
    assertThat(end.totals().items()).isEqualTo(31);
    assertThat(end.totals().dead()).isZero();
  }

  @Test
  void goesInBatchesOfWhatS3Takes() throws Exception {
    var end =
        (UnitEnd.Done)
            buckets.remove(FROM, IntStream.range(0, 2_500).mapToObj(i -> "k" + i).toList());
    assertThat(buckets.wire.sent("DeleteObjects")).hasSize(3);
    assertThat(end.totals().items()).isEqualTo(2_500);
    assertThat(buckets.paced).extracting("estimated").containsExactly(1000.0, 1000.0, 500.0);
  }

  @Test
  void eachKeyHasItsOwnError() throws Exception {
    buckets.wire.answers(_ ->
        Optional.of(
            new Answer(
                200,
                """
                <DeleteResult>\
                <Error><Key>locked</Key><Code>AccessDenied</Code><Message>no</Message></Error>\
                <Error><Key>slow</Key><Code>SlowDown</Code><Message>later</Message></Error>\
                <Error><Key>ill</Key><Code>InternalError</Code><Message>ill</Message></Error>\
                </DeleteResult>\
                """)));
    var end =
        (UnitEnd.Refused) buckets.remove(FROM, List.of("fine", "locked", "slow", "ill", "good"));
    assertThat(end.rest()).isEqualTo(new RemoveObjects(FROM, List.of("slow", "ill")));
    assertThat(end.totals().items()).isEqualTo(2);
    assertThat(buckets.dead())
        .containsExactly(new DeadItem("s0/0", "locked", "AccessDenied: no", ""));
  }

  @Test
  void aBucketThatIsGoneOrClosedIsWaitedFor() throws Exception {
    assertThat(((UnitEnd.Unavailable) buckets.remove("nowhere", List.of("a"))).reason())
        .startsWith("NoSuchBucket");
    buckets.wire.answers(_ -> Answer.error(403, "AccessDenied"));
    assertThat(buckets.remove(FROM, List.of("a", "b"))).isInstanceOf(UnitEnd.Unavailable.class);
    assertThat(buckets.dead()).isEmpty();
  }
}
