package dev.hikkoshi.common.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.RateSample.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SampleRowsTest {
  private static final Instant FROM = Instant.parse("2026-11-21T01:02:03.500Z");
  private static final String WORKER = "worker-1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809";
  private static final int WRITE_UNIT_BYTES = 1024;

  private final Ledger ledger = InMemoryDynamoDb.ledger();

  private static RateSample sample(Instant from, Step... steps) {
    return new RateSample(WORKER, from, false, List.of(steps));
  }

  private List<RateSample> all(String migration) {
    var all = new ArrayList<RateSample>();
    ledger.samples().all(migration, all::add);
    return all;
  }

  @Test
  void samplesComeBackInOrderOfTimeUntilTheMigrationIsForgotten() {
    var first = sample(FROM, new Step(2, 1500, 299.5, 601.25, 3, 25, 1, 2, 600, 4));
    var second = sample(FROM.plusSeconds(30), new Step(2.004, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    ledger.samples().put("m", second);
    ledger.samples().put("m", first);
    ledger.samples().put("other", second);
    assertThat(all("m")).containsExactly(first, second);
    ledger.forget("m");
    assertThat(all("m")).isEmpty();
    assertThat(all("other")).containsExactly(second);
  }

  /// What a night costs is reckoned with one write unit a row.
  @Test
  void aFullRowIsOneWriteUnit() {
    var busy = new Step(2.004, 40_000, 12_345.678, 24_680.5, 123.5, 1_000, 12, 34, 24_680, 150);
    var row =
        new RateSample(WORKER, FROM, true, Collections.nCopies(RateSample.MOST_STEPS, busy))
            .row("t#" + "m".repeat(64));
    assertThat(bytes(row.attributes())).isBetween(500, WRITE_UNIT_BYTES);
  }

  /// As DynamoDB counts them.
  private static int bytes(Map<String, AttributeValue> attributes) {
    return attributes.entrySet().stream()
        .mapToInt(each -> each.getKey().length() + bytes(each.getValue()))
        .sum();
  }

  private static int bytes(AttributeValue value) {
    if (value.hasL()) {
      return 3 + value.l().stream().mapToInt(each -> 1 + bytes(each)).sum();
    }
    return value.n() == null
        ? value.s().getBytes(StandardCharsets.UTF_8).length
        : (value.n().replace(".", "").length() + 1) / 2 + 1;
  }
}
