package dev.hikkoshi.common.ledger;

import java.util.ArrayList;
import java.util.List;

/// Which migrations need the tasks of which services: whoever needs them last sets them to zero,
/// and who was killed before it could is known.
public final class FleetUseRows {
  private final LedgerTable table;

  FleetUseRows(LedgerTable table) {
    this.table = table;
  }

  /// All who need a service.
  ///
  /// @param service `cluster/service`
  public List<FleetUse> all(String service) {
    var uses = new ArrayList<FleetUse>();
    table.query(partition(service), "", row -> uses.add(FleetUse.of(row)));
    return uses;
  }

  public void put(String service, FleetUse use) {
    table.put(use.row(partition(service)));
  }

  public void remove(String service, String migration) {
    table.delete(partition(service), migration);
  }

  private static String partition(String service) {
    return "ecs#" + service;
  }
}
