package dev.hikkoshi.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ExportLoad;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.InMemoryDynamoDb;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.ledger.TableDestination;
import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.queue.DeadQueue;
import dev.hikkoshi.common.queue.RecordingDelivery;
import dev.hikkoshi.common.queue.RecordingQueue;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.common.unit.WriteItems;
import dev.hikkoshi.producer.SplitMessage.Task;
import dev.hikkoshi.producer.export.FakeS3;
import dev.hikkoshi.producer.export.Shards;
import dev.hikkoshi.producer.split.UnitStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SplitHandlerTest {
  private static final KeySchema KEY = KeySchema.of("id", KeyType.N);
  private static final int BUCKETS = 64;

  private final InMemoryDynamoDb table = new InMemoryDynamoDb();
  private final Ledger ledger = table.asLedger();
  private final FakeS3 s3 = new FakeS3();
  private final RecordingQueue work = new RecordingQueue();
  private final RecordingQueue dead = new RecordingQueue();
  private final SplitHandler handler =
      new SplitHandler(
          _ -> s3,
          ledger,
          work,
          new DeadQueue(dead),
          Meters.unpublished(),
          _ -> {},
          UnitStream.MAX_ITEMS);

  @BeforeEach
  void planned() {
    ledger
        .migrations()
        .create(
            new Migration(
                "m",
                List.of(
                    new ExportLoad(
                        new S3Location(FakeS3.BUCKET, "e/manifest-summary.json"),
                        ExportFormat.DYNAMODB_JSON,
                        ExportView.ITEMS,
                        0,
                        false)),
                new TableDestination("users", KEY),
                null,
                null,
                null,
                1000,
                1000,
                0,
                0,
                VerifyMode.ALL,
                MigrationState.PRODUCING,
                0,
                1,
                BUCKETS,
                List.of(),
                Instant.EPOCH));
  }

  private void plan(SplitState state, ShardFile... files) {
    ledger.splits().plan("m", Split.planned("s0", 0, FakeS3.BUCKET, List.of(files)));
    if (state == SplitState.CHECKED) {
      ledger.splits().checked("m", "s0");
    }
  }

  private RecordingDelivery handle(Task task) throws IOException, InterruptedException {
    var delivery = new RecordingDelivery(new SplitMessage("m", "s0", task).encode());
    handler.handle(delivery);
    return delivery;
  }

  private TableDigest digest() {
    var sum = new TableDigest(BUCKETS);
    ledger.digests().addTo(sum, "m", 0);
    return sum;
  }

  private Split split() {
    return ledger.splits().find("m", "s0").orElseThrow();
  }

  private static String item(int id) {
    return "{\"id\":{\"N\":\"" + id + "\"}}";
  }

  private static byte[] lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(id -> "{\"Item\":" + item(id) + "}\n")
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }

  private ShardFile shard(String key, int from, int to) {
    return Shards.put(s3, key, Shards.gzip(lines(from, to)), to - from);
  }

  /// The items of all units, in the units' order.
  private List<String> sent() throws Exception {
    var messages = new ArrayList<WorkMessage>();
    for (String body : work.sent) {
      messages.add(WorkMessageCodec.decode(body));
    }
    messages.sort(Comparator.comparing(WorkMessage::unit));
    return messages.stream()
        .flatMap(message -> ((WriteItems) message.work()).put().stream())
        .map(Object::toString)
        .toList();
  }

  private static byte[] digest(int from, int to) throws Exception {
    var digest = new TableDigest(BUCKETS);
    var scanner = new ItemScanner(KEY);
    for (int id = from; id < to; id++) {
      byte[] json = item(id).getBytes(UTF_8);
      scanner.scan(json, 0, json.length);
      digest.add(scanner.keyHash(), scanner.hashHigh(), scanner.hashLow());
    }
    return digest.encode();
  }

  @Test
  void sendsEveryItemOfItsFilesSideBySideAndClosesTheSplit() throws Exception {
    plan(SplitState.CHECKED, shard("a", 0, 400), shard("b", 400, 402), shard("c", 402, 600));
    RecordingDelivery delivery = handle(Task.SEND);
    assertThat(delivery.acknowledged).isEqualTo(1);
    assertThat(sent()).hasSize(600).startsWith(item(0), item(400), item(402), item(1), item(401));
    assertThat(sent())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 600).mapToObj(SplitHandlerTest::item).toList());
    assertThat(split().state()).isEqualTo(SplitState.CLOSED);
    assertThat(split().items()).isEqualTo(600);
    assertThat(split().units()).isEqualTo(3).isEqualTo(work.sent.size());
    assertThat(digest().encode()).isEqualTo(digest(0, 600));
    assertThat(s3.open).isZero();
  }

  @Test
  void aClosedSplitIsNotSentAgain() throws Exception {
    plan(SplitState.CHECKED, shard("a", 0, 10));
    handle(Task.SEND);
    work.sent.clear();
    assertThat(handle(Task.SEND).acknowledged).isEqualTo(1);
    assertThat(work.sent).isEmpty();
  }

  @Test
  void aSplitTakenOverSendsTheSameUnitsButThoseKnownToBeSent() throws Exception {
    plan(SplitState.CHECKED, shard("a", 0, 1000), shard("b", 1000, 1100));
    ledger.splits().sent("m", "s0", 3);
    handle(Task.SEND);
    List<String> second = List.copyOf(work.sent);
    assertThat(second).hasSize(2).allMatch(body -> body.matches(".*\"s0/[34]\".*"));
    assertThat(digest().encode()).isEqualTo(digest(0, 1100));

    work.sent.clear();
    handle(Task.RESEND);
    assertThat(work.sent).hasSize(5).containsAll(second);
    assertThat(split().state()).isEqualTo(SplitState.CLOSED);
    assertThat(split().items()).isEqualTo(1100);
  }

  @Test
  void aSplitOfAnEarlierPhaseIsNotSentAgain() throws Exception {
    plan(SplitState.CHECKED, shard("a", 0, 10));
    handle(Task.SEND);
    work.sent.clear();
    ledger.migrations().advance("m", 0, "run");
    assertThat(handle(Task.RESEND).acknowledged).isEqualTo(1);
    assertThat(work.sent).isEmpty();
    assertThat(split().state()).isEqualTo(SplitState.CLOSED);
  }

  @Test
  void aFileWithAnotherCountThanPromisedFailsTheSplit() throws Exception {
    plan(
        SplitState.CHECKED, shard("a", 0, 10), Shards.put(s3, "b", Shards.gzip(lines(10, 19)), 10));
    assertThat(handle(Task.SEND).acknowledged).isEqualTo(1);
    assertThat(split().state()).isEqualTo(SplitState.FAILED);
    assertThat(split().problem()).isEqualTo("shard b holds 9 items, its manifest says 10");
    assertThat(digest()).isEqualTo(new TableDigest(BUCKETS));
    assertThat(s3.open).isZero();
  }

  @Test
  void aFileReplacedSinceItWasCheckedFailsTheSplit() throws Exception {
    plan(SplitState.CHECKED, shard("a", 0, 10));
    shard("a", 0, 11);
    handle(Task.SEND);
    assertThat(split().state()).isEqualTo(SplitState.FAILED);
    assertThat(work.sent).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadToItsEndIsReadAgainLater() {
    ShardFile file = shard("a", 0, 1000);
    plan(SplitState.CHECKED, file);
    s3.breaks(n -> n == 0 ? (int) file.bytes() / 2 : 0);
    var delivery = new RecordingDelivery(new SplitMessage("m", "s0", Task.SEND).encode());
    assertThatIOException().isThrownBy(() -> handler.handle(delivery));
    assertThat(delivery.acknowledged).isZero();
    assertThat(split().state()).isEqualTo(SplitState.CHECKED);
  }

  @Test
  void aSplitIsOnlyClosedWhenTheLedgerHasItsDigest() {
    plan(SplitState.CHECKED, shard("a", 0, 10));
    int[] calls = new int[1];
    table.before(() -> {
      if (calls[0]++ == 2) { // after reading migration and split: the digest
        throw new IllegalStateException("ledger down");
      }
    });
    var delivery = new RecordingDelivery(new SplitMessage("m", "s0", Task.SEND).encode());
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> handler.handle(delivery))
        .withMessage("ledger down");
    assertThat(delivery.acknowledged).isZero();
    assertThat(split().state()).isEqualTo(SplitState.CHECKED);
  }

  @Test
  void aLineWithoutAnItemIsDeadAndNamedAndTheOthersAreSent() throws Exception {
    byte[] text =
        ("{\"Item\":"
                + item(1)
                + "}\n\n{\"Item\":{\"x\":{\"S\":\"\"}}}\nnonsense\n{\"Item\":"
                + item(2)
                + "}\n")
            .getBytes(UTF_8);
    plan(SplitState.CHECKED, Shards.put(s3, "a", Shards.gzip(text), 4));
    handle(Task.SEND);
    assertThat(split().state()).isEqualTo(SplitState.CLOSED);
    assertThat(split().items()).isEqualTo(4);
    assertThat(sent()).containsExactly(item(1), item(2));
    assertThat(ledger.dead().all("m"))
        .extracting(item -> item.unit() + " " + item.at())
        .containsExactly("s0 a:3", "s0 a:4");
  }

  private static String large(int id, int bytes) {
    return "{\"id\":{\"N\":\"" + id + "\"},\"v\":{\"S\":\"" + "x".repeat(bytes) + "\"}}";
  }

  private void planLarge(String item) {
    byte[] text =
        ("{\"Item\":" + item(1) + "}\n{\"Item\":" + item + "}\n{\"Item\":" + item(3) + "}\n")
            .getBytes(UTF_8);
    plan(SplitState.CHECKED, Shards.put(s3, "a", Shards.gzip(text), 3));
  }

  @Test
  void anItemLargerThanAMessageIsAUnitOfItsOwn() throws Exception {
    work.takesLarge = true;
    planLarge(large(2, 3_000_000));
    handle(Task.SEND);
    assertThat(split().state()).isEqualTo(SplitState.CLOSED);
    assertThat(split().units()).isEqualTo(3);
    assertThat(sent()).containsExactly(item(1), large(2, 3_000_000), item(3));
  }

  @Test
  void whatEscapesAddToAnItemCounts() throws Exception {
    planLarge(large(2, 0).replace("\"\"", "\"" + "\uFFFF".repeat(200_000) + "\""));
    handle(Task.SEND);
    assertThat(split().state()).isEqualTo(SplitState.FAILED);
    assertThat(split().problem()).contains(" has 600029 bytes of JSON", "1200029");
  }

  @Test
  void theFailureNamesTheVariableToSet() throws Exception {
    planLarge(large(2, 1_050_000));
    assertThat(handle(Task.SEND).acknowledged).isEqualTo(1);
    assertThat(split().state()).isEqualTo(SplitState.FAILED);
    assertThat(split().problem())
        .startsWith("the item at a:2 has 1050029 bytes of JSON")
        .contains("HIKKOSHI_PAYLOAD_BUCKET");
  }

  @Test
  void anItemThatNoRequestCarriesFailsTheSplit() throws Exception {
    work.takesLarge = true;
    planLarge(large(2, 17 << 20));
    handle(Task.SEND);
    assertThat(split().state()).isEqualTo(SplitState.FAILED);
    assertThat(split().problem()).contains("a request can carry");
  }

  @Test
  void aMessageThatPointsElsewhereIsPutAside() throws Exception {
    var delivery = new RecordingDelivery(new SplitMessage("m", "s0", Task.SEND).encode());
    delivery.refusal = "it points elsewhere";
    handler.handle(delivery);
    assertThat(delivery.acknowledged).isEqualTo(1);
    assertThat(dead.sent).singleElement().asString().startsWith("it points elsewhere\n");
  }

  @Test
  void checkingProvesTheFilesThatAreNotProvenYet() throws Exception {
    ShardFile proven = shard("a", 0, 10);
    ShardFile file = shard("b", 0, 10);
    plan(
        SplitState.PLANNED,
        proven,
        new ShardFile(file.key(), 10, file.md5(), file.etag(), file.bytes(), false));
    assertThat(handle(Task.CHECK).acknowledged).isEqualTo(1);
    assertThat(split().state()).isEqualTo(SplitState.CHECKED);
    assertThat(s3.gets).extracting(get -> get.key()).containsExactly("b");
    assertThat(work.sent).isEmpty();
  }

  @Test
  void aDamagedFileRefusesTheSplit() throws Exception {
    ShardFile file = shard("b", 0, 10);
    plan(
        SplitState.PLANNED,
        new ShardFile(
            file.key(), 10, "rzAeIrtALbOlNdK5Hh8tgA==", file.etag(), file.bytes(), false));
    handle(Task.CHECK);
    assertThat(split().state()).isEqualTo(SplitState.REFUSED);
    assertThat(split().problem()).contains("shard s3://exports/b is damaged");
    assertThat(handle(Task.SEND).acknowledged).isEqualTo(1);
    assertThat(work.sent).isEmpty();
  }

  @Test
  void nothingIsSentBeforeTheSplitIsChecked() throws Exception {
    plan(SplitState.PLANNED, shard("a", 0, 10));
    handle(Task.SEND);
    assertThat(work.sent).isEmpty();
    assertThat(split().state()).isEqualTo(SplitState.PLANNED);
  }

  @Test
  void whatCannotBeReadOrIsNotKnownIsPutAside() throws Exception {
    var unreadable = new RecordingDelivery("hello");
    handler.handle(unreadable);
    handle(Task.SEND);
    assertThat(unreadable.acknowledged).isEqualTo(1);
    assertThat(dead.sent).hasSize(2);
    assertThat(dead.sent.getFirst()).startsWith("not a split message");
    assertThat(dead.sent.getLast()).startsWith("no split s0 of migration m in the ledger\n");
  }
}
