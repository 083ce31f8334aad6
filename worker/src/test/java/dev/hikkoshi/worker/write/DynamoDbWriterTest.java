package dev.hikkoshi.worker.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.aws.LoopbackDynamoDb;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Answer;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.worker.Migrations;
import dev.hikkoshi.worker.fleet.Lease;
import dev.hikkoshi.worker.fleet.Permission;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.write.AdverseTable.Fate;
import dev.hikkoshi.worker.write.WriteResult.End;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamoDbWriterTest {
  private static final Instant CHECKED = Instant.parse("2026-11-01T12:00:00Z");
  private static final Fate WRITE = new Fate.Write(Set.of());

  private static AdverseTable table = new AdverseTable(_ -> WRITE);
  private static LoopbackDynamoDb server;

  private final FreePacer pacer = new FreePacer();
  private int unanswered;
  private final List<Duration> waits = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    server = new LoopbackDynamoDb(request -> table.answer(request));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private WriteResult write(
      List<WriteItem> items, int attempts, Supplier<Lease> lease, RandomGenerator random)
      throws InterruptedException {
    return new DynamoDbWriter(
            server.client(),
            new ItemScanner(TestItems.SCHEMA),
            pacer,
            new RetryPolicy(
                attempts + 1,
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1)),
            random,
            Clock.fixed(CHECKED, ZoneOffset.UTC),
            waits::add)
        .write("users", items, 0, permission(lease));
  }

  private Permission permission(Supplier<Lease> lease) {
    return new Permission() {
      @Override
      public Lease lease() {
        return lease.get();
      }

      @Override
      public void unanswered() {
        unanswered++;
      }
    };
  }

  private WriteResult write(List<WriteItem> items, Function<Integer, Fate> fates)
      throws InterruptedException {
    table = new AdverseTable(fates);
    WriteResult result =
        write(items, 8, () -> Migrations.lease(true, CHECKED), new SplittableRandom(items.size()));
    table.assertRequestsWereSound();
    return result;
  }

  /// One fate after the other, and in the end everything is written.
  private static Function<Integer, Fate> first(Fate... fates) {
    var left = new ArrayDeque<>(List.of(fates));
    return _ -> left.isEmpty() ? WRITE : left.removeFirst();
  }

  private static List<WriteItem> puts(int count) {
    return IntStream.range(0, count).mapToObj(id -> TestItems.put(id, "v" + id)).toList();
  }

  @Test
  void writesEveryItemExactlyAsItWasSent() throws Exception {
    var items = new ArrayList<>(puts(60));
    items.add(TestItems.item("{ \"id\" : {\"N\":\"+60.0\"},\n\"v\":{\"S\":\"\\u00e9 é\"}}", false));
    items.add(TestItems.delete(7));
    WriteResult result = write(items, _ -> WRITE);
    assertThat(result.end()).isEqualTo(End.DONE);
    assertThat(result.rest()).isEmpty();
    assertThat(result.dead()).isEmpty();
    assertThat(result.totals().items()).isEqualTo(62);
    assertThat(result.totals().requests()).isEqualTo(table.requests.size()).isEqualTo(3);
    assertThat(result.totals().capacityUnits()).isEqualTo(62);
    assertThat(result.totals().retried()).isZero();
    assertThat(table.items).hasSize(60).doesNotContainKey(items.get(7).key());
    assertThat(table.items)
        .containsEntry(items.get(60).key(), items.get(60).json().toString())
        .containsEntry(items.get(8).key(), items.get(8).json().toString());
    assertThat(pacer.acquired).isEqualTo(62);
    assertThat(waits).isEmpty();
  }

  @Test
  void anItemThatMakesTheTableFailHoldsNoOtherBack() throws Exception {
    var items = new ArrayList<>(puts(60));
    items.set(30, TestItems.put(30, AdverseTable.CURSED));
    table = new AdverseTable(_ -> WRITE);
    List<WriteItem> left = items;
    for (int delivery = 0; delivery < 10; delivery++) {
      WriteResult result =
          write(left, 5, () -> Migrations.lease(true, CHECKED), new SplittableRandom(delivery));
      assertThat(result.end()).isEqualTo(End.REFUSED);
      assertThat(result.dead()).isEmpty();
      left = result.rest();
    }
    assertThat(left).containsExactly(items.get(30));
    assertThat(table.items).hasSize(59);
  }

  @Test
  void nothingToWriteIsDone() throws Exception {
    assertThat(write(List.of(), _ -> WRITE).end()).isEqualTo(End.DONE);
    assertThat(table.requests).isEmpty();
  }

  @Test
  void sendsUnprocessedItemsAgainAsTheyStood() throws Exception {
    WriteResult result = write(puts(25), first(new Fate.Write(Set.of(3, 24))));
    assertThat(result.end()).isEqualTo(End.DONE);
    assertThat(table.items).hasSize(25);
    assertThat(table.requests.getLast().text())
        .contains("{\"id\":{\"N\":\"3\"},\"v\":{\"S\":\"v3\"}}", "\"v24\"")
        .doesNotContain("\"v4\"");
    assertThat(result.totals().requests()).isEqualTo(2);
    assertThat(result.totals().throttledRequests()).isEqualTo(1);
    assertThat(result.totals().retried()).isEqualTo(2);
    assertThat(pacer.acquired).isEqualTo(27);
    assertThat(pacer.outcomes.getFirst().refusedUnknown()).isEqualTo(2);
    assertThat(pacer.outcomes.getFirst().consumed()).isEqualTo(23);
    assertThat(waits).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "TableWriteProvisionedThroughputExceeded,25,0",
    "TableWriteKeyRangeThroughputExceeded,0,25"
  })
  void tellsThePacerWhatRefusedIt(String reason, double byTable, double byKeyRange)
      throws Exception {
    var refusal =
        Answer.of(
            400,
            "{\"__type\":\"x#ThrottlingException\",\"message\":\"\",\"ThrottlingReasons\":[{\"reason\":\""
                + reason
                + "\"}]}");
    WriteResult result = write(puts(25), first(new Fate.Say(refusal, false)));
    assertThat(result.end()).isEqualTo(End.DONE);
    assertThat(result.totals().throttledRequests()).isEqualTo(1);
    assertThat(result.totals().retried()).isEqualTo(25);
    assertThat(pacer.outcomes).hasSize(2);
    assertThat(pacer.outcomes.getFirst().refusedTable()).isEqualTo(byTable);
    assertThat(pacer.outcomes.getFirst().refusedKeyRange()).isEqualTo(byKeyRange);
    assertThat(pacer.outcomes.getFirst().error()).isFalse();
  }

  @Test
  void failuresAreSentAgainWithoutBlamingCapacity() throws Exception {
    WriteResult result =
        write(
            puts(25),
            first(
                new Fate.Say(Answer.error(500, "InternalServerError", "x"), true),
                new Fate.Say(Answer.of(503, "<html/>"), false),
                new Fate.Say(Answer.of(200, "{}").cutOff(), true),
                new Fate.Say(Answer.of(200, "{}").withCrc("1"), false),
                new Fate.Say(Answer.of(200, "nonsense"), false),
                new Fate.Say(
                    Answer.error(400, "InvalidSignatureException", "Signature expired"), false)));
    assertThat(result.end()).isEqualTo(End.DONE);
    assertThat(table.items).hasSize(25);
    // Six failures, then what was cut into smaller batches meanwhile.
    assertThat(result.totals().requests()).isEqualTo(6 + 5);
    // Cut off, and damaged: answers that were not understood are no proof that it is over.
    assertThat(unanswered).isEqualTo(2);
    assertThat(result.totals().throttledRequests()).isZero();
    assertThat(pacer.outcomes.subList(0, 6)).allMatch(outcome -> outcome.error());
    assertThat(waits).hasSize(6);
  }

  @Test
  void givesUpAfterTooManyRefusalsInARow() throws Exception {
    var refused = new Fate.Say(Answer.error(400, "ThrottlingException", "x"), false);
    var answers = new ArrayDeque<>(List.of(WRITE));
    WriteResult result = write(puts(60), _ -> answers.isEmpty() ? refused : answers.removeFirst());
    assertThat(result.end()).isEqualTo(End.REFUSED);
    assertThat(result.totals().items()).isEqualTo(25);
    assertThat(result.totals().requests()).isEqualTo(1 + 9);
    assertThat(ids(result.rest())).isEqualTo(ids(puts(60).subList(25, 60)));
    assertThat(result.dead()).isEmpty();
  }

  @Test
  void successStartsTheCountOfRefusalsAnew() throws Exception {
    var refused = new Fate.Say(Answer.error(400, "ThrottlingException", "x"), false);
    int[] count = new int[1];
    WriteResult result = write(puts(100), _ -> count[0]++ % 9 < 8 ? refused : WRITE);
    assertThat(result.end()).isEqualTo(End.DONE);
    assertThat(table.items).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12, 24})
  void onePoisonedItemDiesAlone(int place) throws Exception {
    var items = new ArrayList<>(puts(25));
    items.set(place, TestItems.put(place, AdverseTable.POISON));
    WriteResult result = write(items, _ -> WRITE);
    assertThat(result.end()).isEqualTo(End.DONE);
    assertThat(result.dead())
        .containsExactly(new WriteResult.Dead(items.get(place), "ValidationException: poisoned"));
    assertThat(result.totals().items()).isEqualTo(24);
    assertThat(result.totals().dead()).isEqualTo(1);
    assertThat(table.items).hasSize(24).doesNotContainKey(items.get(place).key());
    assertThat(table.requests).hasSizeLessThanOrEqualTo(12);
    // What is wrong with an item says nothing of how fast the others may be written.
    assertThat(pacer.outcomes()).noneMatch(PaceOutcome::error);
    assertThat(pacer.outcomes().stream().mapToDouble(PaceOutcome::estimated).sum()).isEqualTo(24);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccessDeniedException",
        "ResourceNotFoundException",
        "UnrecognizedClientException",
        "ExpiredTokenException"
      })
  void whenTheDestinationRefusesEverythingNothingDies(String code) throws Exception {
    WriteResult result =
        write(puts(60), first(WRITE, new Fate.Say(Answer.error(400, code, "no"), false)));
    assertThat(result.end()).isEqualTo(End.UNAVAILABLE);
    assertThat(result.reason()).isEqualTo(code + ": no");
    assertThat(result.dead()).isEmpty();
    assertThat(result.totals().items()).isEqualTo(25);
    assertThat(ids(result.rest())).isEqualTo(ids(puts(60).subList(25, 60)));
    assertThat(table.requests).hasSize(2);
  }

  @Test
  void stopsWhenTheLeaseDoes() throws Exception {
    table = new AdverseTable(_ -> WRITE);
    var leases = new ArrayDeque<>(List.of(true, true, false));
    WriteResult result =
        write(
            puts(60),
            8,
            () -> Migrations.lease(leases.removeFirst(), CHECKED),
            new SplittableRandom(1));
    assertThat(result.end()).isEqualTo(End.NOT_ALLOWED);
    assertThat(ids(result.rest())).isEqualTo(ids(puts(60).subList(50, 60)));
    assertThat(result.totals().items()).isEqualTo(50);
    assertThat(table.requests).hasSize(2);
  }

  @Test
  void signsEachRequestForTheInstantItWasAllowed() throws Exception {
    table = new AdverseTable(first(new Fate.Say(Answer.of(500, ""), false)));
    int[] asked = new int[1];
    write(
        puts(30),
        8,
        () -> Migrations.lease(true, CHECKED.plusSeconds(asked[0]++)),
        new SplittableRandom(1));
    assertThat(table.requests)
        .extracting(request -> request.header("x-amz-date"))
        .containsExactly("20261101T120000Z", "20261101T120001Z", "20261101T120002Z");
  }

  /// Whatever the table answers: what was given is written, dead or left over, in the order of
  /// operations on each key, and what the table holds is what was sent.
  @Test
  void nothingIsDroppedWhateverTheTableAnswers() {
    Map<End, Integer> ends = new HashMap<>();
    Seeds.each(
        400,
        seed -> {
          var random = new SplittableRandom(seed);
          List<WriteItem> items = randomItems(random);
          int badness = random.nextInt(100);
          table = new AdverseTable(size -> randomFate(size, badness, random.split()));
          int patience = random.nextInt(50) == 0 ? random.nextInt(20) : 1_000;
          int[] asked = new int[1];
          WriteResult result =
              write(
                  items,
                  random.nextInt(12),
                  () -> Migrations.lease(asked[0]++ < patience, CHECKED),
                  random.split());
          table.assertRequestsWereSound();
          ends.merge(result.end(), 1, Integer::sum);
          assertComplete(items, result);
        });
    assertThat(ends.keySet()).containsExactlyInAnyOrder(End.values());
    assertThat(ends.getOrDefault(End.DONE, 0)).isGreaterThan(40);
    assertThat(ends.getOrDefault(End.REFUSED, 0)).isGreaterThan(40);
  }

  private static void assertComplete(List<WriteItem> items, WriteResult result) {
    assertThat(result.rest().isEmpty()).isEqualTo(result.end() == End.DONE);
    assertThat(result.totals().items() + result.totals().dead() + result.rest().size())
        .isEqualTo(items.size());
    assertThat(result.dead()).hasSize((int) result.totals().dead());
    assertThat(result.dead())
        .allMatch(dead -> dead.item().json().toString().contains(AdverseTable.POISON))
        .allMatch(dead -> dead.reason().equals("ValidationException: poisoned"));
    int uncounted = result.end() == End.UNAVAILABLE ? 1 : 0;
    assertThat(result.totals().requests() + uncounted).isEqualTo(table.requests.size());
    assertThat(result.totals().capacityUnits()).isEqualTo(table.consumed);

    var dead = new HashSet<String>();
    result.dead().forEach(each -> dead.add(each.item().json().toString()));
    Map<ItemKey, List<WriteItem>> left = byKey(result.rest());
    byKey(items)
        .forEach((key, all) -> {
          var alive = all.stream().filter(item -> !dead.contains(text(item))).toList();
          var rest = left.getOrDefault(key, List.of());
          int done = alive.size() - rest.size();
          assertThat(done).isNotNegative();
          assertThat(rest).isEqualTo(alive.subList(done, alive.size()));
          var durable = table.items.getOrDefault(key, "");
          var asLeft = done == 0 ? "" : state(alive.get(done - 1));
          if (rest.isEmpty()) {
            assertThat(durable).isEqualTo(asLeft);
          } else { // the next one may have been written although its answer was lost
            assertThat(durable).isIn(asLeft, state(rest.getFirst()));
          }
        });
  }

  private static String state(WriteItem item) {
    return item.delete() ? "" : text(item);
  }

  private static String text(WriteItem item) {
    return item.json().toString();
  }

  private static Map<ItemKey, List<WriteItem>> byKey(List<WriteItem> items) {
    var byKey = new HashMap<ItemKey, List<WriteItem>>();
    items.forEach(item -> byKey.computeIfAbsent(item.key(), _ -> new ArrayList<>()).add(item));
    return byKey;
  }

  private static List<String> ids(List<WriteItem> items) {
    return items.stream().map(DynamoDbWriterTest::text).toList();
  }

  private static List<WriteItem> randomItems(RandomGenerator random) {
    int keys = 1 + random.nextInt(200);
    int poison = random.nextInt(3) == 0 ? 1 + random.nextInt(30) : Integer.MAX_VALUE;
    return IntStream.range(0, random.nextInt(150))
        .mapToObj(i ->
            random.nextInt(8) == 0
                ? TestItems.delete(random.nextInt(keys))
                : TestItems.put(
                    random.nextInt(keys),
                    (random.nextInt(poison) == 0 ? AdverseTable.POISON : "v") + i))
        .toList();
  }

  private static Fate randomFate(int size, int badness, RandomGenerator random) {
    if (random.nextInt(100) >= badness) {
      return WRITE;
    }
    boolean written = random.nextBoolean();
    return switch (random.nextInt(12)) {
      case 0 -> new Fate.Say(Answer.error(400, "ThrottlingException", "x"), false);
      case 1 ->
          new Fate.Say(Answer.error(400, "ProvisionedThroughputExceededException", "x"), false);
      case 2 -> new Fate.Say(Answer.error(500, "InternalServerError", "x"), written);
      case 3 -> new Fate.Say(Answer.of(502, "<html>Bad Gateway</html>"), written);
      case 4 -> new Fate.Say(Answer.of(200, "{\"UnprocessedItems\":").cutOff(), written);
      case 5 -> new Fate.Say(Answer.of(200, "{\"UnprocessedItems\":{").withCrc(null), written);
      case 6 -> new Fate.Say(Answer.of(200, "{}").withCrc("17"), written);
      case 7 ->
          random.nextInt(20) == 0
              ? new Fate.Say(Answer.error(400, "AccessDeniedException", "x"), false)
              : WRITE;
      default -> {
        var unprocessed = new HashSet<Integer>();
        IntStream.range(0, size).filter(_ -> random.nextBoolean()).forEach(unprocessed::add);
        yield new Fate.Write(unprocessed);
      }
    };
  }

  @Test
  void nobodyAtTheEndpointIsNoReasonToSendAgain() throws Exception {
    var down = new LoopbackDynamoDb(_ -> Answer.of(200, "{}"));
    down.stop();
    WriteResult result =
        new DynamoDbWriter(
                down.client(),
                new ItemScanner(TestItems.SCHEMA),
                pacer,
                RetryPolicy.STANDARD,
                new SplittableRandom(1),
                Clock.fixed(CHECKED, ZoneOffset.UTC),
                waits::add)
            .write("users", puts(3), 0, permission(() -> Migrations.lease(true, CHECKED)));
    assertThat(result.end()).isEqualTo(End.UNAVAILABLE);
    assertThat(result.reason()).startsWith("nobody answers at http://");
    assertThat(result.rest()).hasSize(3);
    assertThat(unanswered).isZero();
    down.close();
  }
}
