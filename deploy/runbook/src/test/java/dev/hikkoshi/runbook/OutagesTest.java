package dev.hikkoshi.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.queue.QueueException;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class OutagesTest {
  private final List<String> said = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private long now;
  private int runs;

  private String through(Outages.Repeatable<String> work) throws InterruptedException {
    var time =
        new Time() {
          @Override
          public void sleep(Duration duration) {
            waits.add(duration);
            now += duration.toNanos();
          }

          @Override
          public long nanoTime() {
            return now;
          }
        };
    var progress =
        new Progress() {
          @Override
          public void step(String name, long total) {}

          @Override
          public void done(long done) {}

          @Override
          public void say(String line) {
            said.add(line);
          }

          @Override
          public void close() {}
        };
    return new Outages(time, progress).through("m", work);
  }

  @Test
  void repeatsWhatFailsForAWhile() throws Exception {
    String answer =
        through(() -> {
          runs++;
          if (runs == 1) {
            throw SdkClientException.create("down");
          }
          if (runs == 2) {
            throw new QueueException("receive", "work", new IllegalStateException("down too"));
          }
          return "done";
        });
    assertThat(answer).isEqualTo("done");
    assertThat(waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(said)
        .containsExactly(
            "AWS cannot be used, tries again in 2 s: down",
            "AWS cannot be used, tries again in 4 s: receive on queue work failed: down too");
  }

  @Test
  void givesUpAfterAQuarterOfAnHourWithoutSuccess() {
    assertThatThrownBy(() ->
            through(() -> {
              throw SdkClientException.create("down");
            }))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "AWS could not be used for 15 minutes, 'hikkoshi run' goes on where it was: down");
    assertThat(waits).contains(Duration.ofSeconds(30)).hasSizeBetween(30, 36);
  }

  @Test
  void anOutageEveryHourIsNoReasonToGiveUp() throws Exception {
    String answer =
        through(() -> {
          now += Duration.ofHours(1).toNanos();
          if (++runs < 40) {
            throw SdkClientException.create("down");
          }
          return "done";
        });
    assertThat(answer).isEqualTo("done");
    assertThat(waits).allMatch(Duration.ofSeconds(2)::equals);
  }

  @Test
  void whatIsWrongForGoodIsToldAtOnce() {
    assertThatThrownBy(() ->
            through(() -> {
              throw CommandException.failed("failed", "m", "a shard is wrong");
            }))
        .hasMessage("a shard is wrong");
    assertThat(waits).isEmpty();
  }
}
