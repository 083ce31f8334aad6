package dev.hikkoshi.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hikkoshi.common.aws.CopyClients;
import dev.hikkoshi.common.aws.LoopbackDynamoDb;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Answer;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Request;
import dev.hikkoshi.common.aws.RawS3;
import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.InMemoryDynamoDb;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.metrics.Metric;
import dev.hikkoshi.common.metrics.RecordedMetrics;
import dev.hikkoshi.common.queue.DeadQueue;
import dev.hikkoshi.common.queue.QueueException;
import dev.hikkoshi.common.queue.RecordingDelivery;
import dev.hikkoshi.common.queue.RecordingQueue;
import dev.hikkoshi.common.queue.VisibilityKeeper;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.common.unit.WriteItems;
import dev.hikkoshi.worker.adhoc.AdHocCopies;
import dev.hikkoshi.worker.adhoc.AdHocSettings;
import dev.hikkoshi.worker.copy.ObjectUnits;
import dev.hikkoshi.worker.fleet.Breakers;
import dev.hikkoshi.worker.fleet.Leases;
import dev.hikkoshi.worker.fleet.Pacers;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.scan.SegmentScan;
import dev.hikkoshi.worker.write.FreePacer;
import dev.hikkoshi.worker.write.WriteUnits;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

class UnitHandlerTest {
  private static final UnitId UNIT = new UnitId("s0", 7);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
  private static final Answer WRITTEN = Answer.of(200, "{}");

  private final InMemoryDynamoDb table = new InMemoryDynamoDb();
  private final Ledger ledger = table.asLedger();
  private final RecordingQueue dead = new RecordingQueue();
  private final List<Request> requests = new ArrayList<>();
  private final LongAdder itemsDone = new LongAdder();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final VisibilityKeeper keeper = new VisibilityKeeper(Duration.ofHours(1), Time.SYSTEM);
  private final SplittableRandom random = new SplittableRandom(1);
  private RecordingQueue retry = new RecordingQueue();
  private Function<Request, Answer> destination = _ -> WRITTEN;
  private final Breakers breakers = new Breakers(_ -> {});
  private boolean running = true;
  private LoopbackDynamoDb server;

  @BeforeEach
  void start() throws IOException {
    server =
        new LoopbackDynamoDb(request -> {
          requests.add(request);
          return destination.apply(request);
        });
  }

  @AfterEach
  void stop() {
    keeper.close();
    server.close();
  }

  private Leases leases() {
    var leases = new Leases(ledger.migrations(), CLOCK, () -> 0, Duration.ofSeconds(60));
    leases.beaten(0);
    return leases;
  }

  private UnitHandler handler() {
    return new UnitHandler(
        ledger,
        retry,
        new DeadQueue(dead),
        keeper,
        leases(),
        new Pacers((_, _) -> new FreePacer()),
        breakers,
        new WriteUnits(ledger, _ -> server.client(), random, CLOCK, _ -> {}),
        new ObjectUnits(
            ledger,
            _ ->
                new CopyClients(
                    new S3Client() {
                      @Override
                      public String serviceName() {
                        return "s3";
                      }

                      @Override
                      public void close() {}
                    },
                    RawS3.NONE),
            16,
            random,
            CLOCK,
            Time.SYSTEM),
        new AdHocCopies(ledger, AdHocSettings.NONE, Optional.empty(), CLOCK),
        _ ->
            new SegmentScan(
                server.client(), new FreePacer(), RetryPolicy.STANDARD, random, _ -> {}),
        itemsDone,
        metrics.meters(),
        CLOCK,
        () -> running);
  }

  private Duration handle(RecordingDelivery delivery) throws InterruptedException {
    return handler().handle(delivery);
  }

  private void migration(MigrationState state, int phase) {
    ledger.migrations().create(Migrations.in(state, phase));
  }

  private static String item(int id) {
    return "{\"id\":{\"N\":\"" + id + "\"}}";
  }

  private static WriteItems write(int count) {
    return new WriteItems(
        "users",
        IntStream.range(0, count).mapToObj(id -> RawJson.of(item(id))).toList(),
        List.of(RawJson.of(item(-1))));
  }

  private static String message(int phase, Work work) {
    return WorkMessageCodec.encode(new WorkMessage("m", UNIT, phase, 2, work));
  }

  private int digests() {
    return ledger.digests().addTo(new TableDigest(64), "m", 1);
  }

  private boolean settled() {
    return ledger.units().isSettled("m", UNIT);
  }

  private UnitTotals totals() {
    return ledger.units().progress("m", "s0", 1_000).totals();
  }

  @Test
  void acknowledgesOnceTheUnitIsWrittenAndSettled() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    var delivery =
        new RecordingDelivery(
            message(0, write(30)), 1, () -> assertThat(settled() && requests.size() == 2).isTrue());
    assertThat(handle(delivery)).isZero();
    assertThat(delivery.acknowledged).isEqualTo(1);
    assertThat(delivery.visibilities).isEmpty();
    assertThat(totals().items()).isEqualTo(31);
    assertThat(itemsDone.sum()).isEqualTo(31);
    assertThat(retry.sent).isEmpty();
    assertThat(dead.sent).isEmpty();
  }

  @Test
  void tellsWhatUnitsTookAndCountsASettledUnitOnce() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    handle(new RecordingDelivery(message(0, write(30))));
    handle(new RecordingDelivery(message(0, write(30)))); // delivered twice
    assertThat(metrics.count(Metric.UNITS, "m")).isEqualTo(1);
    assertThat(metrics.count(Metric.REQUESTS, "m")).isEqualTo(requests.size()).isEqualTo(4);
    assertThat(metrics.count(Metric.ITEMS, "m")).isEqualTo(62);
    assertThat(metrics.count(Metric.FLEET_REQUESTS)).isEqualTo(4);
    assertThat(metrics.count(Metric.FLEET_UNITS)).isEqualTo(1);
  }

  @Test
  void aUnitThatCannotBeSettledComesBack() {
    migration(MigrationState.PRODUCING, 0);
    destination =
        _ -> {
          table.before(() -> {
            throw new IllegalStateException("ledger down");
          });
          return WRITTEN;
        };
    var delivery = new RecordingDelivery(message(0, write(1)));
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> handle(delivery));
    assertThat(delivery.acknowledged).isZero();
  }

  @Test
  void aCopyThatNoRouteAllowsIsPutAside() throws Exception {
    handle(
        new RecordingDelivery(
            "{\"v\":1,\"id\":\"r1\",\"copy\":{\"from\":\"src\",\"to\":\"dst\",\"objects\":[]}}"));
    assertThat(dead.sent.getFirst()).startsWith("HIKKOSHI_ADHOC_ROUTES has no src->dst for");
  }

  @Test
  void aUnitSettledBeforeIsAcknowledgedWithoutAWrite() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    handle(new RecordingDelivery(message(0, write(3))));
    requests.clear();
    var again = new RecordingDelivery(message(0, write(3)), 2, () -> {});
    handle(again);
    assertThat(again.acknowledged).isEqualTo(1);
    assertThat(requests).isEmpty();
    assertThat(totals().items()).isEqualTo(4);
  }

  @Test
  void aUnitDeliveredTwiceAtOnceCountsOnce() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    handle(new RecordingDelivery(message(0, write(3))));
    var twin = new RecordingDelivery(message(0, write(3)));
    handle(twin);
    assertThat(twin.acknowledged).isEqualTo(1);
    assertThat(totals().items()).isEqualTo(4);
  }

  @Test
  void whatCannotBeReadGoesToTheDeadQueue() throws Exception {
    var delivery = new RecordingDelivery("hello", 1, () -> assertThat(dead.sent).hasSize(1));
    assertThat(handle(delivery)).isZero();
    assertThat(dead.sent.getFirst()).startsWith("not a work message: ").endsWith("\nhello");
    assertThat(delivery.acknowledged).isEqualTo(1);
  }

  @Test
  void aMigrationNobodyKnowsGoesToTheDeadQueue() throws Exception {
    var delivery = new RecordingDelivery(message(0, write(1)));
    handle(delivery);
    assertThat(dead.sent.getFirst()).startsWith("no migration 'm' in the ledger\n{");
    assertThat(delivery.acknowledged).isEqualTo(1);
    assertThat(requests).isEmpty();
  }

  @Test
  void nobodyWritesToAnotherTableThanTheMigrations() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    for (Work work :
        List.of(
            new WriteItems("payroll", List.of(RawJson.of(item(1))), List.of()),
            new ScanSegment("payroll", 0, 1))) {
      handle(new RecordingDelivery(message(0, work)));
      assertThat(dead.sent.getLast())
          .startsWith("table 'payroll' is not what m moves to: table 'users'\n");
    }
    assertThat(requests).isEmpty();
  }

  @Test
  void aUnitOfAPhaseThatIsOverIsAcknowledgedWithoutAWrite() throws Exception {
    migration(MigrationState.VERIFYING, 1);
    var delivery = new RecordingDelivery(message(0, write(1)));
    handle(delivery);
    assertThat(delivery.acknowledged).isEqualTo(1);
    assertThat(requests).isEmpty();
    assertThat(settled()).isFalse();
  }

  @Test
  void aUnitOfALaterPhaseIsHandedBack() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    assertHandedBack(new RecordingDelivery(message(1, write(1))));
    assertThat(requests).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = MigrationState.class,
      names = {"PLANNED", "CHECKING", "COMPLETE", "FAILED", "PAUSED"})
  void nothingIsWrittenUnlessTheMigrationIsAtWork(MigrationState state) throws Exception {
    migration(state, 0);
    assertHandedBack(new RecordingDelivery(message(0, write(1))));
    assertThat(requests).isEmpty();
  }

  @Test
  void aUnitUnderWayIsHandedBackWhenTheWorkerStops() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    destination =
        _ -> {
          running = false;
          return WRITTEN;
        };
    var delivery = new RecordingDelivery(message(0, write(30)));
    assertThat(handle(delivery)).isZero();
    assertThat(delivery.acknowledged).isZero();
    assertThat(delivery.visibilities).containsExactly(Duration.ZERO);
    assertThat(settled()).isFalse();
    assertThat(requests).hasSize(1);
  }

  @Test
  void whatIsLeftOfARefusedUnitIsSentOnBeforeItIsAcknowledged() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    destination =
        _ -> requests.size() == 1 ? WRITTEN : Answer.error(400, "ThrottlingException", "x");
    var delivery =
        new RecordingDelivery(message(0, write(30)), 1, () -> assertThat(retry.sent).hasSize(1));
    assertThat(handle(delivery)).isZero();
    assertThat(delivery.acknowledged).isEqualTo(1);
    var rest = WorkMessageCodec.decode(retry.sent.getFirst());
    assertThat(rest.unit()).isEqualTo(UNIT);
    assertThat(rest.phase()).isZero();
    assertThat(rest.attempt()).isEqualTo(3);
    var work = (WriteItems) rest.work();
    assertThat(work.put())
        .extracting(RawJson::toString)
        .containsExactly(item(25), item(26), item(27), item(28), item(29));
    assertThat(work.delete()).extracting(RawJson::toString).containsExactly(item(-1));
    assertThat(retry.delays.getFirst()).isBetween(Duration.ZERO, Duration.ofMinutes(15));
    assertThat(settled()).isFalse();
    assertThat(totals().items()).isEqualTo(25);

    destination = _ -> WRITTEN;
    handle(new RecordingDelivery(retry.sent.getFirst()));
    assertThat(settled()).isTrue();
    assertThat(totals().items()).isEqualTo(31);
  }

  @Test
  void aMessageThatPointsElsewhereIsPutAside() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    var delivery = new RecordingDelivery(message(0, write(1)));
    delivery.refusal = "it points elsewhere";
    assertThat(handle(delivery)).isZero();
    assertThat(delivery.acknowledged).isEqualTo(1);
    assertThat(dead.sent).singleElement().asString().startsWith("it points elsewhere\n");
    assertThat(requests).isEmpty();
  }

  @Test
  void aUnitWhoseRemainderCannotBeSentOnComesBack() {
    migration(MigrationState.PRODUCING, 0);
    retry = new RecordingQueue(() -> true);
    destination = _ -> Answer.error(400, "ThrottlingException", "x");
    var delivery = new RecordingDelivery(message(0, write(1)));
    assertThatExceptionOfType(QueueException.class).isThrownBy(() -> handle(delivery));
    assertThat(delivery.acknowledged).isZero();
  }

  @Test
  void aDestinationThatRefusesEverythingIsWaitedFor() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    destination = _ -> Answer.error(400, "ResourceNotFoundException", "no table");
    var delivery = new RecordingDelivery(message(0, write(30)));
    assertThat(handle(delivery)).isPositive();
    assertThat(delivery.acknowledged).isZero();
    assertThat(delivery.visibilities).hasSize(1);
    assertThat(ledger.dead().all("m")).isEmpty();
    assertThat(dead.sent).isEmpty();
    assertThat(retry.sent).isEmpty();
  }

  @Test
  void deadItemsAreInTheLedgerBeforeTheUnitIsAcknowledged() throws Exception {
    migration(MigrationState.PRODUCING, 0);
    destination =
        request ->
            request.text().contains(item(7))
                ? Answer.error(400, "ValidationException", "too large")
                : WRITTEN;
    var puts = new ArrayList<>(write(10).put());
    puts.add(RawJson.of("{\"name\":{\"S\":\"no key\"}}"));
    var delivery =
        new RecordingDelivery(
            message(0, new WriteItems("users", puts, List.of())),
            1,
            () -> assertThat(ledger.dead().all("m")).hasSize(2));
    handle(delivery);
    assertThat(delivery.acknowledged).isEqualTo(1);
    assertThat(ledger.dead().all("m"))
        .contains(new DeadItem("s0/7", item(7), "ValidationException: too large", ""))
        .anySatisfy(item -> {
          assertThat(item.key()).isEqualTo("{\"name\":{\"S\":\"no key\"}}");
          assertThat(item.reason()).contains("key is missing");
        });
    assertThat(totals().items()).isEqualTo(9);
    assertThat(totals().dead()).isEqualTo(2);
  }

  @Test
  void aScanIsAcknowledgedOnceItsDigestIsRecorded() throws Exception {
    migration(MigrationState.VERIFYING, 1);
    destination = _ -> Answer.of(200, "{\"Items\":[" + item(1) + "," + item(2) + "]}");
    var delivery =
        new RecordingDelivery(
            message(1, new ScanSegment("users", 0, 2)),
            1,
            () -> assertThat(digests()).isEqualTo(1));
    handle(delivery);
    assertThat(delivery.acknowledged).isEqualTo(1);
    assertThat(settled()).isTrue();
    assertThat(totals().items()).isEqualTo(2);
  }

  @Test
  void aScanThatMakesNoSenseComesBack() throws Exception {
    migration(MigrationState.VERIFYING, 1);
    for (String body : List.of("nonsense", "{\"Items\":[{\"name\":{\"S\":\"x\"}}]}")) {
      destination = _ -> Answer.of(200, body);
      var delivery = new RecordingDelivery(message(1, new ScanSegment("users", 0, 2)));
      assertThat(handle(delivery)).isPositive();
      assertThat(delivery.acknowledged).isZero();
      assertThat(settled()).isFalse();
      assertThat(digests()).isZero();
    }
  }

  private void assertHandedBack(RecordingDelivery delivery) throws InterruptedException {
    assertThat(handle(delivery)).isZero();
    assertThat(delivery.acknowledged).isZero();
    assertThat(delivery.visibilities)
        .singleElement()
        .satisfies(time -> assertThat(time).isPositive());
    assertThat(settled()).isFalse();
  }
}
