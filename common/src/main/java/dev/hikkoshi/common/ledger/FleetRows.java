package dev.hikkoshi.common.ledger;

import java.util.ArrayList;
import java.util.List;

/// One row per living producer or worker.
public final class FleetRows {
  private static final String PARTITION = "fleet";

  private final LedgerTable table;

  FleetRows(LedgerTable table) {
    this.table = table;
  }

  public void beat(Heartbeat heartbeat) {
    table.put(heartbeat.row(PARTITION));
  }

  /// All heartbeats of a role, the dead ones' included.
  public List<Heartbeat> all(String role) {
    var beats = new ArrayList<Heartbeat>();
    table.query(PARTITION, role + "#", row -> beats.add(Heartbeat.of(row)));
    return beats;
  }

  /// Forgets a member, unless it has beaten since.
  public void forget(Heartbeat dead) {
    table.deleteIf(PARTITION, dead.role() + "#" + dead.id(), RowCondition.is("beat", dead.beat()));
  }

  /// Leaves the fleet, so that the others need not wait for this one's heartbeat to lapse.
  public void leave(String role, String id) {
    table.delete(PARTITION, role + "#" + id);
  }
}
