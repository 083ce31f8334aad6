package dev.hikkoshi.runbook;

import dev.hikkoshi.common.queue.QueueException;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Goes on through outages of the ledger, the queues or S3, as producers and workers do: what can
/// be repeated is repeated until it succeeds. For one thread.
final class Outages {
  private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /// What has gone well for so long before it failed does not belong to the outage before.
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  /// After so long somebody should look.
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Time time;
  private final Progress progress;

  Outages(Time time, Progress progress) {
    this.time = time;
    this.progress = progress;
  }

  /// Something that can be repeated from its beginning.
  interface Repeatable<T> {
    T run() throws InterruptedException;
  }

  /// Repeats it until AWS lets it come to an end of its own.
  ///
  /// @param migration for messages
  /// @throws CommandException exit 1 if an outage lasts for a quarter of an hour
  <T> T through(String migration, Repeatable<T> work) throws InterruptedException {
    long outageSince = time.nanoTime();
    Duration wait = FIRST_WAIT;
    while (true) {
      long begun = time.nanoTime();
      try {
        return work.run();
      } catch (SdkException | QueueException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long now = time.nanoTime();
        if (now - begun > HEALTHY.toNanos()) {
          outageSince = now;
          wait = FIRST_WAIT;
        }
        if (now - outageSince > LIMIT.toNanos()) {
          throw CommandException.failed(
              "failed",
              migration,
              "AWS could not be used for "
                  + LIMIT.toMinutes()
                  + " minutes, 'hikkoshi run' goes on where it was: "
                  + e.getMessage());
        }
        LOG.debug("A call failed", e);
        progress.say(
            "AWS cannot be used, tries again in " + wait.toSeconds() + " s: " + e.getMessage());
        time.sleep(wait);
        wait =
            wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
      }
    }
  }
}
