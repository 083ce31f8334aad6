package dev.hikkoshi.common.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeadRowsTest {
  private final Ledger ledger = InMemoryDynamoDb.ledger();

  @Test
  void anItemThatDiesAgainIsOneDeadItem() {
    var item = new DeadItem("s0/1", "{\"id\":{\"N\":\"1\"}}", "too large", "file:7");
    ledger.dead().record("m", item);
    ledger.dead().record("m", item);
    ledger.dead().record("other", item);
    assertThat(ledger.dead().all("m")).containsExactly(item);
  }

  /// A partition key has up to 2,048 bytes and a sort key up to 1,024, as JSON even more; the
  /// ledger's own sort key must not exceed 1,024.
  @Test
  void keysOfAnyLengthAreKept() {
    String longest = "\\u0001".repeat(3000);
    var items =
        List.of(
            new DeadItem("s0/1", longest + "a", "too large", ""),
            new DeadItem("s0/1", longest + "b", "too large", ""),
            new DeadItem("s0/1", "引".repeat(400), "too large", ""),
            new DeadItem("s0/2", longest + "a", "too large", ""));
    items.forEach(item -> ledger.dead().record("m", item));
    items.forEach(item -> ledger.dead().record("m", item));
    assertThat(ledger.dead().all("m")).containsExactlyInAnyOrderElementsOf(items);
  }
}
