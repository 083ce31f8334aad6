package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hikkoshi.worker.pace.RetryPolicy.HandBack;
import dev.hikkoshi.worker.pace.RetryPolicy.SendAgain;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {
  private final RetryPolicy policy = RetryPolicy.STANDARD;

  @ParameterizedTest(name = "attempt {0} after {1} hand-backs: {2} within {3} ms")
  @CsvSource({
    "1, 0, SendAgain, 100",
    "2, 0, SendAgain, 200",
    "5, 7, SendAgain, 1600",
    "6, 0, HandBack, 5000",
    "6, 2, HandBack, 20000",
    "6, 1000000, HandBack, 60000",
  })
  void waitsLongerEveryTimeAndThenHandsBack(int attempt, int handBacks, String kind, long bound) {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      var decision = policy.decide(attempt, handBacks, random);
      assertThat(decision).isInstanceOf(kind.equals("HandBack") ? HandBack.class : SendAgain.class);
      assertThat(decision.delay().toMillis()).as("seed %d", seed).isBetween(0L, bound);
      sum += decision.delay().toNanos() * 1e-6;
    }
    assertThat(sum / 10_000).as("seed %d", seed).isCloseTo(bound / 2.0, within(bound * 0.03));
  }
}
