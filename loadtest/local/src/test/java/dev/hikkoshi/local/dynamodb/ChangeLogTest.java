package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private final ChangeLog log =
      new ChangeLog(new Table("t", "arn", 0, KeySchema.of("id", KeyType.S), 0, 0), START);

  private static Instant micros(long micros) {
    return START.plusNanos(micros * 1000);
  }

  private void write(long at, String key, @Nullable String before, @Nullable String after) {
    log.add(micros(at), ByteBuffer.wrap(key.getBytes(UTF_8)), bytes(before), bytes(after));
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "-" : new String(bytes, UTF_8);
  }

  /// `key before after micros` for each.
  private List<String> between(long from, long to) {
    return log.between(micros(from), micros(to)).stream()
        .map(change ->
            new String(change.key().array(), UTF_8)
                + " "
                + text(change.before())
                + " "
                + text(change.after())
                + " "
                + (change.at().toEpochMilli() - START.toEpochMilli()))
        .toList();
  }

  @Test
  void tellsEachKeyOnceFromFirstBeforeToLastAfter() {
    write(1000, "a", null, "1");
    write(2000, "b", "x", "y");
    write(3000, "a", "1", "2");
    write(4000, "b", "y", null);
    write(5000, "b", null, "z");
    assertThat(between(0, 9000)).containsExactly("a - 2 3", "b x z 5");
    assertThat(between(2000, 3000)).containsExactly("b x y 2");
    assertThat(between(3000, 5000)).containsExactly("a 1 2 3", "b y - 4");
    assertThat(between(6000, 9000)).isEmpty();
  }

  @Test
  void leavesOutWhatIsNeitherBeforeNorAfter() {
    write(1000, "a", null, "1");
    write(2000, "a", "1", null);
    write(3000, "b", null, null);
    assertThat(between(0, 9000)).isEmpty();
    assertThat(between(2000, 9000)).containsExactly("a 1 - 2");
  }

  @Test
  void aCutDividesWritesOfTheSameMillisecond() {
    write(1500, "a", null, "1");
    Instant cut = log.cut(micros(1600));
    assertThat(cut).isEqualTo(micros(2000));
    write(1700, "b", null, "1");
    assertThat(log.cut(micros(1800))).isEqualTo(micros(3000));
    assertThat(log.between(START, cut)).hasSize(1);
    assertThat(log.between(cut, micros(3000))).hasSize(1);
  }

  @Test
  void aCutOfAWholeMillisecondIsBehindItsWrites() {
    write(2000, "a", null, "1");
    assertThat(log.cut(micros(2000))).isEqualTo(micros(3000));
  }

  @Test
  void refusesAWindowItKnowsNotAllOf() {
    log.lose(micros(1000));
    assertThat(between(0, 1000)).isEmpty();
    assertThat(between(1001, 9000)).isEmpty();
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> between(1000, 1001))
        .withMessageContaining("PartiQL");
  }
}
