package dev.hikkoshi.runbook.preflight;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.aws.AwsClients;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Role;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.runbook.Services;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Tries everything a run needs, without an effect, and says of each thing whether it is ok or what
/// to do. One that is wrong keeps no other from being looked at, except what cannot be looked at
/// without it.
public final class Preflight {
  private static final int LEAST_JAVA = 25;
  private static final long BASE_BYTES = 200L << 20;

  /// A producer or worker at work: `docs/performance.md`.
  private static final long MEMBER_BYTES = 200L << 20;

  private final Services services;
  private final MigrationFile file;
  private final Map<String, String> environment;
  private final Machine machine;
  private final Clock clock;
  private final List<Check> checks = new ArrayList<>();

  private Preflight(
      Services services,
      MigrationFile file,
      Map<String, String> environment,
      Machine machine,
      Clock clock) {
    this.services = services;
    this.file = file;
    this.environment = environment;
    this.machine = machine;
    this.clock = clock;
  }

  /// Looks at everything.
  ///
  /// @param environment of this process
  /// @param clock this machine's
  /// @return one check of each thing, in the order of the run
  public static List<Check> checks(
      Services services,
      MigrationFile file,
      Map<String, String> environment,
      Machine machine,
      Clock clock)
      throws InterruptedException {
    return new Preflight(services, file, environment, machine, clock).all();
  }

  private List<Check> all() throws InterruptedException {
    machine();
    endpoints();
    Account source = account("role of the source", file.source().role());
    Account destination = account("role of the destination", file.destination().role());
    new QueueChecks(
            services,
            file,
            environment.getOrDefault("HIKKOSHI_LEDGER_TABLE", Ledger.DEFAULT_TABLE),
            checks)
        .look();
    if (file.source() instanceof Source.Objects from
        && file.destination() instanceof Destination.Bucket to) {
      var buckets = new BucketChecks(file, checks);
      if (source != null) {
        buckets.source(source, from);
      }
      if (destination != null) {
        buckets.destination(destination, to);
      }
    } else {
      var tables = new TableChecks(services, file, checks);
      if (source != null) {
        tables.source(source);
      }
      if (destination != null) {
        tables.destination(destination, source);
      }
    }
    return List.copyOf(checks);
  }

  private void machine() {
    checks.add(
        machine.java() >= LEAST_JAVA
            ? Check.ok("jdk", "Java " + machine.java())
            : Check.wrong(
                "jdk",
                "Java " + machine.java() + " runs this",
                "install a JDK " + LEAST_JAVA + " or later and point JAVA_HOME to it"));
    if (file.fleet() instanceof LocalFleet fleet) {
      memory(fleet);
    }
  }

  private void memory(LocalFleet fleet) {
    long needed = BASE_BYTES + (fleet.producers() + fleet.workers()) * MEMBER_BYTES;
    String message =
        String.format(
            Locale.ROOT,
            "%,d MB of heap; %d producers and %d workers in this process want %,d MB",
            machine.heapBytes() >> 20,
            fleet.producers(),
            fleet.workers(),
            needed >> 20);
    checks.add(
        machine.heapBytes() >= needed
            ? Check.ok("memory", message)
            : Check.wrong(
                "memory",
                message,
                "take a larger machine, fewer of them in 'fleet', or HIKKOSHI_JAVA_OPTS=-Xmx"));
  }

  private void endpoints() throws InterruptedException {
    var region = services.clients().dynamoDb().serviceClientConfiguration().region();
    var endpoints = new Endpoints(environment, region, clock);
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      for (String service : needed()) {
        checks.add(endpoints.reach(http, service));
      }
    }
    checks.add(endpoints.clock());
  }

  private List<String> needed() {
    var needed = new ArrayList<>(List.of("dynamodb", "s3", "sqs"));
    if (file.source().role() != null || file.destination().role() != null) {
      needed.add("sts");
    }
    return needed;
  }

  /// The account, if its role can be assumed.
  private @Nullable Account account(String name, @Nullable Role role) {
    Account account = services.clients().as(role);
    try {
      account
          .dynamoDb()
          .serviceClientConfiguration()
          .credentialsProvider()
          .resolveIdentity()
          .join();
      checks.add(
          Check.ok(
              name,
              role == null ? "this process's own credentials" : role.arn() + " can be assumed"));
      return account;
    } catch (SdkException e) {
      checks.add(refused(name, role, e));
    } catch (CompletionException e) {
      checks.add(refused(name, role, e.getCause() == null ? e : e.getCause()));
    }
    return null;
  }

  private static Check refused(String name, @Nullable Role role, Throwable e) {
    return Check.wrong(
        name,
        (role == null ? "there are no credentials: " : role.arn() + " cannot be assumed: ")
            + e.getMessage(),
        role == null
            ? "give credentials where the AWS SDK looks for them"
            : "allow sts:AssumeRole on it, and this caller in its trust policy (with the external id, if it asks for one)");
  }

  /// SQS as this process reaches it.
  static AwsClients aws(Services services) {
    if (services.clients() instanceof AwsClients aws) {
      return aws;
    }
    throw new IllegalStateException("preflight looks at AWS itself, or at what answers for it");
  }
}
