package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.aws.Account;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The fleet's memory: one DynamoDB table with rows of these kinds. Thread-safe.
///
/// | partition | sort | holds |
/// |---|---|---|
/// | `m#<migration>` | `migration`, `export`, `split#<id>`, `step#<name>#<load>` | [Migration], [SourceExport], [Split], [StepRecord] |
/// | `u#<migration>#<split>#<page>` | sequence | what a unit took and when it settled |
/// | `d#<migration>#<phase>` | split or segment | a digest |
/// | `dead#<migration>` | unit and key | [DeadItem] |
/// | `up#<migration>` | unit and key | [Upload] |
/// | `t#<migration>` | time and worker | [RateSample] |
/// | `fleet` | `<role>#<id>` | [Heartbeat] |
/// | `ecs#<cluster>/<service>` | migration | [FleetUse] |
public final class Ledger {
  /// The table's name unless `HIKKOSHI_LEDGER_TABLE` says another.
  public static final String DEFAULT_TABLE = "hikkoshi-ledger";

  private final LedgerTable table;

  public Ledger(DynamoDbClient client, String tableName) {
    this(LedgerTable.dynamoDb(client, tableName));
  }

  /// A ledger in any such table.
  public Ledger(LedgerTable table) {
    this.table = table;
  }

  /// The ledger that `HIKKOSHI_LEDGER_TABLE` names.
  public static Ledger from(Account account, Map<String, String> environment) {
    String name = environment.getOrDefault("HIKKOSHI_LEDGER_TABLE", DEFAULT_TABLE);
    var direct = new DirectUpdate(account::rawDynamoDb, name);
    return new Ledger(new DynamoDbLedgerTable(account.dynamoDb(), name, Optional.of(direct)));
  }

  public boolean exists() {
    return table.exists();
  }

  /// Creates the table (on demand) and waits until it can be used.
  public void create() {
    table.create();
  }

  /// Removes everything about a migration, as if it had never been planned. Only while nobody works
  /// on it.
  public void forget(String migration) {
    int phase = migrations().find(migration).map(Migration::phase).orElse(0);
    splits()
        .all(migration)
        .forEach(split -> units().forget(migration, split.id(), split.knownUnits()));
    for (int i = 0; i <= phase; i++) {
      units().forget(migration, verificationUnits(i), UnitRows.PAGE * 2);
      units().forget(migration, redrivenUnits(i), UnitRows.PAGE * 2);
      units().forget(migration, repairUnits(i), UnitRows.PAGE * 2);
      digests().forget(migration, i);
    }
    dead().forget(migration);
    uploads().forget(migration);
    samples().forget(migration);
    table.deleteAll(Migration.partition(migration));
  }

  /// The split name of a verification phase's scan units.
  public static String verificationUnits(int phase) {
    return "v" + phase;
  }

  /// The split name of the units of a phase that redrives dead items.
  public static String redrivenUnits(int phase) {
    return "r" + phase;
  }

  /// The split name of the units of a phase that repairs what a verification found.
  public static String repairUnits(int phase) {
    return "repair" + phase;
  }

  /// Whether a unit was sent to redrive dead items.
  public static boolean isRedriven(String unit) {
    return unit.matches("r\\d+/\\d+");
  }

  public MigrationRows migrations() {
    return new MigrationRows(table);
  }

  public SourceExportRows exports() {
    return new SourceExportRows(table);
  }

  public SplitRows splits() {
    return new SplitRows(table);
  }

  public StepRows steps() {
    return new StepRows(table);
  }

  public UnitRows units() {
    return new UnitRows(table);
  }

  public DigestRows digests() {
    return new DigestRows(table);
  }

  public DeadRows dead() {
    return new DeadRows(table);
  }

  public UploadRows uploads() {
    return new UploadRows(table);
  }

  public SampleRows samples() {
    return new SampleRows(table);
  }

  public FleetRows fleet() {
    return new FleetRows(table);
  }

  public FleetUseRows fleetUse() {
    return new FleetUseRows(table);
  }
}
