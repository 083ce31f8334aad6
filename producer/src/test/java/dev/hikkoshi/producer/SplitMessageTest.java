package dev.hikkoshi.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hikkoshi.common.item.Damage;
import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.common.unit.UnreadableMessageException;
import dev.hikkoshi.producer.SplitMessage.Task;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitMessageTest {
  private static final String SEND =
      "{\"v\":1,\"migration\":\"m\",\"split\":\"s00001\",\"task\":\"send\"}";

  @Test
  void isWrittenSo() {
    assertThat(new SplitMessage("m", "s00001", Task.SEND).encode()).isEqualTo(SEND);
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void isReadAsItWasWritten(Task task) throws Exception {
    var message = new SplitMessage("users-2026", "s00001", task);
    assertThat(SplitMessage.decode(message.encode())).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "null",
        "[]",
        "7",
        "{}",
        "{\"v\":2,\"migration\":\"m\",\"split\":\"s\",\"task\":\"send\"}",
        "{\"v\":\"1\",\"migration\":\"m\",\"split\":\"s\",\"task\":\"send\"}",
        "{\"v\":1.5,\"migration\":\"m\",\"split\":\"s\",\"task\":\"send\"}",
        "{\"v\":1,\"split\":\"s\",\"task\":\"send\"}",
        "{\"v\":1,\"migration\":\"M\",\"split\":\"s\",\"task\":\"send\"}",
        "{\"v\":1,\"migration\":7,\"split\":\"s\",\"task\":\"send\"}",
        "{\"v\":1,\"migration\":\"m\",\"task\":\"send\"}",
        "{\"v\":1,\"migration\":\"m\",\"split\":\"s/1\",\"task\":\"send\"}",
        "{\"v\":1,\"migration\":\"m\",\"split\":\"s\"}",
        "{\"v\":1,\"migration\":\"m\",\"split\":\"s\",\"task\":\"eat\"}",
        "{\"v\":1,\"migration\":\"m\",\"split\":\"s\",\"task\":\"send\"} more",
        "{\"v\":1,\"migration\":\"m\",\"split\":\"s\",\"split\":\"t\",\"task\":\"send\"}",
        "{\"v\":1,\"migration\":\"m\",\"split\":\"s\",\"task\":\"send\",\"x\":1}",
      })
  void anythingElseIsRefused(String body) {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> SplitMessage.decode(body))
        .withMessageStartingWith("not a split message");
  }

  @Test
  void namesLongerThanTheLedgerTakesAreRefused() {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> SplitMessage.decode(SEND.replace("\"m\"", "\"" + "m".repeat(65) + "\"")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void hostileNestingIsRefused(String open) {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> SplitMessage.decode(open.repeat(10_000)));
  }

  @Test
  void damagedMessagesAreRefusedOrRead() {
    int[] outcomes = new int[2];
    Seeds.each(
        5000,
        seed -> {
          String damaged =
              new String(Damage.to(SEND.getBytes(UTF_8), new SplittableRandom(seed)), UTF_8);
          try {
            var read = SplitMessage.decode(damaged);
            assertThat(SplitMessage.decode(read.encode())).isEqualTo(read);
            outcomes[0]++;
          } catch (UnreadableMessageException e) {
            outcomes[1]++;
          }
        });
    assertThat(outcomes[0]).isGreaterThan(100);
    assertThat(outcomes[1]).isGreaterThan(100);
  }
}
