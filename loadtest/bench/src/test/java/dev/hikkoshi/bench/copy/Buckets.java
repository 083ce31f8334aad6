package dev.hikkoshi.bench.copy;

import dev.hikkoshi.bench.virtual.MemoryLedgerTable;
import dev.hikkoshi.common.aws.AwsClients;
import dev.hikkoshi.common.aws.CopyClients;
import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.ObjectHistory;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.local.s3.InMemoryS3;
import dev.hikkoshi.worker.copy.ObjectUnits;
import dev.hikkoshi.worker.fleet.Lease;
import dev.hikkoshi.worker.fleet.Permission;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.Share;
import dev.hikkoshi.worker.write.UnitEnd;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/// An S3 with two buckets, and what a worker has that copies between them.
final class Buckets implements AutoCloseable {
  static final String FROM = "src";
  static final String TO = "dst";
  static final Instant LEASED = Instant.parse("2026-11-21T01:02:03Z");

  final Wire wire = new Wire();
  final Ledger ledger = new Ledger(new MemoryLedgerTable());
  final List<PaceOutcome> paced = new CopyOnWriteArrayList<>();
  final List<Duration> slept = new CopyOnWriteArrayList<>();

  /// Not recorded.
  final S3Client s3;

  volatile boolean allowed = true;
  final AtomicInteger unanswered = new AtomicInteger();
  private final InMemoryS3 server;
  private final SdkHttpClient http;
  private final CopyClients workers;
  private CopySettings settings =
      new CopySettings(null, null, false, CopySettings.MIN_PART, CopySettings.MIN_PART);

  Buckets() throws IOException {
    server = InMemoryS3.start(0, Clock.systemUTC());
    s3 = client().httpClientBuilder(Apache5HttpClient.builder().maxConnections(100)).build();
    http = Apache5HttpClient.builder().maxConnections(100).build();
    workers = AwsClients.copyClients(client(), wire.around(http));
    s3.createBucket(r -> r.bucket(FROM));
    s3.createBucket(r -> r.bucket(TO));
  }

  private S3ClientBuilder client() {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
  }

  void settings(CopySettings other) {
    settings = other;
  }

  private Migration migration() {
    return new Migration(
        "m",
        List.of(),
        new BucketDestination(FROM, TO, "", settings),
        null,
        null,
        null,
        1000,
        1000,
        1000,
        0,
        VerifyMode.ALL,
        allowed ? MigrationState.PRODUCING : MigrationState.PAUSED,
        0,
        1,
        64,
        List.of(),
        Instant.EPOCH);
  }

  /// Puts an object of bytes that depend on the seed.
  ObjectToCopy put(String key, int size, long seed) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    s3.putObject(r -> r.bucket(FROM).key(key), RequestBody.fromBytes(bytes));
    return planned(key);
  }

  /// The object as an inventory would describe it now.
  ObjectToCopy planned(String key) {
    HeadObjectResponse head = s3.headObject(r -> r.bucket(FROM).key(key));
    return new ObjectToCopy(
        key,
        head.contentLength(),
        head.eTag().replace("\"", ""),
        null,
        key,
        head.storageClass() == null ? "STANDARD" : head.storageClassAsString());
  }

  /// Executes a unit of copies as a worker of its own would.
  UnitEnd copy(List<ObjectToCopy> objects) throws InterruptedException {
    return copy(worker(), objects);
  }

  UnitEnd copy(ObjectUnits worker, List<ObjectToCopy> objects) throws InterruptedException {
    var work = new CopyObjects(FROM, TO, objects);
    return worker.execute(
        new WorkMessage("m", new UnitId("s0", 0), 0, 0, work),
        work,
        migration(),
        new Pace(),
        new Right());
  }

  /// Executes a unit of objects with all their versions.
  UnitEnd copyVersions(ObjectUnits worker, List<ObjectHistory> objects)
      throws InterruptedException {
    var work = new CopyVersions(FROM, TO, objects);
    return worker.execute(
        new WorkMessage("m", new UnitId("s0", 0), 0, 0, work),
        work,
        migration(),
        new Pace(),
        new Right());
  }

  UnitEnd remove(String bucket, List<String> keys) throws InterruptedException {
    var work = new RemoveObjects(bucket, keys);
    return worker()
        .execute(
            new WorkMessage("m", new UnitId("s0", 0), 0, 0, work),
            work,
            migration(),
            new Pace(),
            new Right());
  }

  /// A worker that never waits.
  ObjectUnits worker() {
    Time time = slept::add;
    return new ObjectUnits(
        ledger, _ -> workers, 64, new SplittableRandom(1), Clock.systemUTC(), time);
  }

  /// From now on nobody answers.
  void stopListening() {
    server.close();
  }

  List<DeadItem> dead() {
    return ledger.dead().all("m");
  }

  byte[] bytes(String bucket, String key) {
    return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray();
  }

  String etag(String bucket, String key) {
    return s3.headObject(r -> r.bucket(bucket).key(key)).eTag();
  }

  List<MultipartUpload> openUploads() {
    return s3.listMultipartUploads(r -> r.bucket(TO)).uploads();
  }

  @Override
  public void close() {
    workers.s3().close();
    http.close();
    s3.close();
    server.close();
  }

  private final class Right implements Permission {
    @Override
    public Lease lease() {
      return new Lease(migration(), LEASED, 0, true);
    }

    @Override
    public void unanswered() {
      unanswered.incrementAndGet();
    }
  }

  private final class Pace implements Pacer {
    @Override
    public void acquire(double units) {}

    @Override
    public void share(Share share) {}

    @Override
    public void record(PaceOutcome outcome) {
      paced.add(outcome);
    }
  }
}
