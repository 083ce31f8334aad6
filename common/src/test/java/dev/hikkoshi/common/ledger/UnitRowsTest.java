package dev.hikkoshi.common.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.unit.UnitId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class UnitRowsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private final LedgerTable table = LedgerTable.dynamoDb(new InMemoryDynamoDb(), "ledger");
  private final UnitRows units = new UnitRows(table);

  private Row row(int sequence) {
    var rows = new ArrayList<Row>();
    table.query(UnitRows.partition("m", "s0", 0), "", rows::add);
    return rows.get(sequence);
  }

  @Test
  void onlyAUnitThatIsToBeForgottenExpires() {
    units.settle("m", new UnitId("s0", 0), UnitTotals.NONE, NOW, NOW);
    units.settle("m", new UnitId("s0", 1), UnitTotals.NONE, NOW, NOW, Duration.ofDays(30));
    assertThat(row(0).has(UnitRows.EXPIRES)).isFalse();
    assertThat(row(1).number(UnitRows.EXPIRES))
        .isEqualTo(Instant.parse("2026-12-01T12:00:00Z").getEpochSecond());
    assertThat(units.isSettled("m", new UnitId("s0", 1))).isTrue();
  }
}
