package dev.hikkoshi.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.hikkoshi.local.dynamodb.DynamoDbFront;
import dev.hikkoshi.local.dynamodb.DynamoDbLocal;
import dev.hikkoshi.local.dynamodb.FrontConfig;
import dev.hikkoshi.local.dynamodb.OwnerFilter;
import dev.hikkoshi.local.dynamodb.RequestFilter;
import dev.hikkoshi.local.faults.FaultPlan;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.faults.FaultyService;
import dev.hikkoshi.local.s3.InMemoryS3;
import dev.hikkoshi.local.sqs.ElasticMq;
import dev.hikkoshi.local.sqs.SqsFront;
import dev.hikkoshi.local.sts.Accounts;
import dev.hikkoshi.local.sts.Sts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// DynamoDB, S3, SQS and STS in this process, each on a free port of the loopback interface, empty
/// and all in memory. Any AWS client works on it with nothing but [#environment()]. Thread-safe.
public final class EmbeddedAws implements AutoCloseable {
  // In the older regions version 1 of the AWS CLI ignores AWS_ENDPOINT_URL_SQS.
  private static final String REGION = "eu-central-2";
  private static final String ACCESS_KEY_ID = "hikkoshi";
  private static final String SECRET_ACCESS_KEY = "local";

  /// As long as AWS gives to who asks for nothing else.
  private static final Duration CREDENTIALS = Duration.ofHours(1);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Map<String, String> environment = new TreeMap<>();

  private final Faults faults;
  private @Nullable DynamoDbLocal dynamoDb;
  private @Nullable InMemoryS3 s3;

  private EmbeddedAws(FaultPlan plan) {
    faults = new Faults(plan, System::nanoTime);
    environment.put("AWS_REGION", REGION);
    environment.put("AWS_DEFAULT_REGION", REGION);
    environment.put("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
  }

  /// Starts everything; returns when all of it answers.
  public static EmbeddedAws start() throws IOException {
    return start(List.of());
  }

  /// Starts everything with steps in front of DynamoDB, such as a [CapacityFilter].
  public static EmbeddedAws start(List<RequestFilter> filters) throws IOException {
    return start(EmbeddedAwsSettings.defaults().withFilters(filters));
  }

  /// Starts everything as set up.
  public static EmbeddedAws start(EmbeddedAwsSettings settings) throws IOException {
    EmbeddedAws aws = new EmbeddedAws(settings.faults());
    try {
      aws.startServices(settings, Clock.systemUTC());
      return aws;
    } catch (IOException | RuntimeException e) {
      aws.close();
      throw e;
    }
  }

  /// The variables from which AWS clients learn endpoints, region and credentials, and
  /// `HIKKOSHI_SIGNATURE_SECONDS`: how long a signature is valid here, which on AWS is minutes.
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /// DynamoDB without what stands in front of it, for whoever judges what the others did.
  ///
  /// @throws IllegalStateException if it was closed
  public URI dynamoDbLocal() {
    DynamoDbLocal started = dynamoDb;
    if (started == null) {
      throw new IllegalStateException("the embedded AWS is not running");
    }
    return started.endpoint();
  }

  /// S3, for whoever counts what the others did.
  ///
  /// @throws IllegalStateException if it was closed
  public InMemoryS3 s3() {
    InMemoryS3 started = s3;
    if (started == null) {
      throw new IllegalStateException("the embedded AWS is not running");
    }
    return started;
  }

  /// What goes wrong; nothing before it is told to begin.
  public Faults faults() {
    return faults;
  }

  /// Writes the environment as `export NAME=value` lines for a shell, all at once: who sees the
  /// file sees all of it.
  public void writeEnvFile(Path file) throws IOException {
    List<String> lines =
        environment.entrySet().stream()
            .map(e -> "export " + e.getKey() + "=" + e.getValue())
            .toList();
    Path whole = file.resolveSibling(file.getFileName() + ".part");
    Files.write(whole, lines, UTF_8);
    Files.move(whole, file, ATOMIC_MOVE);
  }

  /// Stops everything; returns when its threads have ended.
  @Override
  public void close() {
    List<Exception> failures =
        running.stream().flatMap(part -> stop(part).stream()).collect(Collectors.toList());
    running.clear();
    if (!failures.isEmpty()) {
      IllegalStateException failure = new IllegalStateException("the embedded AWS did not stop");
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
  }

  private void startServices(EmbeddedAwsSettings settings, Clock clock) throws IOException {
    InMemoryS3 store =
        started(InMemoryS3.start(0, clock, faults, settings.accounts(), settings.bucketLimits()));
    s3 = store;
    publish("S3", store.endpoint());
    S3Client s3Client = started(store.client(REGION, Accounts.OWN_KEY, SECRET_ACCESS_KEY));
    DynamoDbLocal local = started(DynamoDbLocal.start());
    dynamoDb = local;
    List<RequestFilter> filters = new ArrayList<>(settings.filters());
    filters.addFirst(new OwnerFilter(settings.accounts()));
    DynamoDbFront front =
        started(
            DynamoDbFront.start(
                FrontConfig.defaults().withSignatureValidity(settings.signatureValidity()),
                local.endpoint(),
                s3Client,
                faults,
                filters,
                clock));
    publish("DYNAMODB", front.endpoint());
    environment.put(
        "HIKKOSHI_SIGNATURE_SECONDS", Long.toString(settings.signatureValidity().toSeconds()));
    publish("STS", started(Sts.start(CREDENTIALS, clock)).endpoint());
    URI sqs = started(ElasticMq.start(0, REGION)).endpoint();
    publish(
        "SQS",
        settings.faults().concerns(FaultyService.SQS)
            ? started(SqsFront.start(sqs, faults)).endpoint()
            : sqs);
  }

  private <T extends AutoCloseable> T started(T part) {
    running.push(part);
    return part;
  }

  private void publish(String service, URI endpoint) {
    environment.put("AWS_ENDPOINT_URL_" + service, endpoint.toString());
  }

  private static List<Exception> stop(AutoCloseable part) {
    try {
      part.close();
      return List.of();
    } catch (Exception e) {
      return List.of(e);
    }
  }
}
