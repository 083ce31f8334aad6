package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which tables have point-in-time recovery, the condition of every export. A table made anew under
/// an old name starts without. Thread-safe.
final class ContinuousBackups {
  private static final int LONGEST_PERIOD_DAYS = 35;

  private final Tables tables;
  private final WriteGate gate;
  private final ChangeLogs logs;
  private final InstantSource clock;
  private final Map<String, Recovery> byTableId = new ConcurrentHashMap<>();

  ContinuousBackups(Tables tables, WriteGate gate, ChangeLogs logs, InstantSource clock) {
    this.tables = tables;
    this.gate = gate;
    this.logs = logs;
    this.clock = clock;
  }

  boolean recoverable(Table table) {
    return byTableId.containsKey(table.id());
  }

  ApiResponse describe(Fields request) throws IOException, InterruptedException {
    return answer(tables.find(request.required("TableName")));
  }

  ApiResponse update(Fields request) throws IOException, InterruptedException {
    Table table = tables.find(request.required("TableName"));
    Fields specification = request.inner("PointInTimeRecoverySpecification");
    if (specification.flag("PointInTimeRecoveryEnabled")) {
      int days =
          specification
              .number("RecoveryPeriodInDays", 1, LONGEST_PERIOD_DAYS)
              .orElse(LONGEST_PERIOD_DAYS);
      try (WriteGate.Hold _ = gate.hold(table.name())) {
        Instant since = clock.instant();
        logs.start(table, since);
        byTableId.merge(
            table.id(),
            new Recovery(since, days),
            (old, requested) -> new Recovery(old.since(), requested.days()));
      }
    } else {
      byTableId.remove(table.id());
      logs.stop(table.name());
    }
    return answer(table);
  }

  private ApiResponse answer(Table table) {
    ObjectNode answer = Json.newObject();
    ObjectNode backups = answer.putObject("ContinuousBackupsDescription");
    backups.put("ContinuousBackupsStatus", "ENABLED");
    describe(byTableId.get(table.id()), backups.putObject("PointInTimeRecoveryDescription"));
    return ApiResponse.json(200, answer);
  }

  private void describe(@Nullable Recovery recovery, ObjectNode description) {
    if (recovery == null) {
      description.put("PointInTimeRecoveryStatus", "DISABLED");
      return;
    }
    description
        .put("PointInTimeRecoveryStatus", "ENABLED")
        .put("RecoveryPeriodInDays", recovery.days())
        .put("EarliestRestorableDateTime", Timestamps.epochSeconds(recovery.since()))
        .put("LatestRestorableDateTime", Timestamps.epochSeconds(clock.instant()));
  }

  private record Recovery(Instant since, int days) {}
}
