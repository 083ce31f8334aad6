package dev.hikkoshi.common.ledger;

import java.util.List;
import java.util.OptionalInt;

/// A sign of life of one producer or worker. Clocks of different machines are never compared: who
/// watches sees `beat` change or not, by its own clock.
///
/// @param id the process's name, new with every start
/// @param role `worker` or `producer`
/// @param beat counted up with every heartbeat
/// @param items items written since its start
/// @param paces how its writing goes, per migration
public record Heartbeat(String id, String role, long beat, long items, List<Pace> paces) {
  public Heartbeat {
    paces = List.copyOf(paces);
  }

  /// How the writing of one migration goes.
  ///
  /// @param migration its name, or `<name>#<group>` for a group of its keys that is paced apart
  /// @param unitsPerSecond the pace now
  /// @param refused units refused since the start, those that are tolerated left out
  /// @param lowestPhase the lowest phase of which it may still write
  /// @param refusal why the destination refuses everything; empty while it does not
  public record Pace(
      String migration, double unitsPerSecond, double refused, int lowestPhase, String refusal) {
    private static final int MAX_REFUSAL = 300;

    public Pace {
      refusal = refusal.length() > MAX_REFUSAL ? refusal.substring(0, MAX_REFUSAL) : refusal;
    }
  }

  /// The lowest phase of a migration of which this worker may still write.
  ///
  /// @return nothing if it does not know the migration
  public OptionalInt lowestPhase(String migration) {
    return paces.stream()
        .filter(pace -> pace.migration().equals(migration))
        .mapToInt(Pace::lowestPhase)
        .findFirst();
  }

  /// The pace of one migration; zeros if there is none.
  public Pace pace(String migration) {
    return paces.stream()
        .filter(pace -> pace.migration().equals(migration))
        .findFirst()
        .orElse(new Pace(migration, 0, 0, 0, ""));
  }

  Row row(String partition) {
    return new Row(partition, role + "#" + id)
        .text("id", id)
        .text("role", role)
        .number("beat", beat)
        .number("items", items)
        .rows(
            "paces",
            paces.stream()
                .map(pace ->
                    new Row()
                        .text("migration", pace.migration())
                        .number("pace", pace.unitsPerSecond())
                        .number("refused", pace.refused())
                        .number("lowestPhase", pace.lowestPhase())
                        .text("refusal", pace.refusal()))
                .toList());
  }

  static Heartbeat of(Row row) {
    return new Heartbeat(
        row.text("id"),
        row.text("role"),
        row.number("beat"),
        row.number("items"),
        row.rows("paces").stream()
            .map(pace ->
                new Pace(
                    pace.text("migration"),
                    pace.decimal("pace"),
                    pace.decimal("refused"),
                    Math.toIntExact(pace.number("lowestPhase")),
                    pace.text("refusal")))
            .toList());
  }
}
