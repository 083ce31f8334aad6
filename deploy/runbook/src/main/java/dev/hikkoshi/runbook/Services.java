package dev.hikkoshi.runbook;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.aws.AwsClients;
import dev.hikkoshi.common.aws.Clients;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.queue.Payloads;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.common.queue.Queues;
import dev.hikkoshi.common.queue.SqsQueues;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.worker.pace.AdaptivePacer;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.Pacing;
import dev.hikkoshi.worker.pace.Start;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// The AWS services one process uses, opened together and closed together.
public final class Services implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);
  private static final Duration RECEIVE_WAIT = Duration.ofSeconds(2);

  private final Clients clients;
  private final Ledger ledger;
  private final Queues queues;
  private final QueueNames names;
  private final Payloads payloads;
  private final Time time;
  private final Pacing pacing;
  private @Nullable String id;

  /// Services of any kind without a payload bucket, in any time; closes clients and queues.
  ///
  /// @param pacing makes pacers
  public Services(
      Clients clients, Ledger ledger, Queues queues, QueueNames names, Time time, Pacing pacing) {
    this(clients, ledger, queues, names, new Payloads(clients.s3(), Optional::empty), time, pacing);
  }

  private Services(
      Clients clients,
      Ledger ledger,
      Queues queues,
      QueueNames names,
      Payloads payloads,
      Time time,
      Pacing pacing) {
    this.clients = clients;
    this.ledger = ledger;
    this.queues = queues;
    this.names = names;
    this.payloads = payloads;
    this.time = time;
    this.pacing = pacing;
  }

  /// Opens the services that the environment names.
  ///
  /// @param connections the most HTTP connections open at once
  public static Services open(Map<String, String> environment, int connections) {
    var clients = new AwsClients(connections);
    Payloads payloads = Payloads.from(environment, clients);
    var names = QueueNames.from(environment);
    return new Services(
        clients,
        Ledger.from(clients, environment),
        new SqsQueues(clients, Set.of(names.work(), names.retry()), payloads, RECEIVE_WAIT),
        names,
        payloads,
        Time.SYSTEM,
        (rate, start) -> new AdaptivePacer(rate, start, System::nanoTime, Time.SYSTEM));
  }

  /// Makes sure that ledger, queues and payload bucket are there. On AWS they are the deployment's,
  /// elsewhere they are created.
  ///
  /// @throws CommandException exit 3 if ledger or payload bucket are missing on AWS, or the bucket
  ///   cannot be used
  public void prepare() {
    boolean ledgerExists = ledger.exists();
    if (!clients.isAws()) {
      if (!ledgerExists) {
        ledger.create();
      }
      names.all().forEach(queues::create);
    } else if (!ledgerExists) {
      throw CommandException.refused(
          "HIKKOSHI_LEDGER_TABLE",
          "the ledger table is missing in this account and region: deploy the stack first");
    }
    preparePayloads();
  }

  private void preparePayloads() {
    String which =
        "the bucket '" + payloads.bucket().orElse("") + "' for items larger than a message ";
    try {
      if (!clients.isAws()) {
        payloads.create();
      } else if (!payloads.exists()) {
        throw CommandException.refused(Payloads.VARIABLE, which + "is missing: create it first");
      }
    } catch (SdkException e) {
      throw CommandException.refused(
          Payloads.VARIABLE, which + "cannot be used: " + e.getMessage());
    }
  }

  /// Waits until ledger, queues and payload bucket are there; a service may be started before its
  /// first migration.
  public void await() throws InterruptedException {
    for (boolean told = false; !ready(); told = true) {
      if (!told) {
        LOG.info(
            "Waits for the ledger table, the queues {} and the payload bucket to be created",
            names.all());
      }
      time.sleep(Duration.ofSeconds(1));
    }
  }

  private boolean ready() {
    try {
      return ledger.exists() && names.all().stream().allMatch(queues::exists) && payloads.exists();
    } catch (SdkException e) {
      LOG.warn("AWS cannot be reached, tries again: {}", e.getMessage());
      return false;
    }
  }

  /// Names this process in the ledger.
  public synchronized String id() {
    String known = id;
    if (known == null) {
      known = time.clock().instant() + "+" + time.nanoTime();
      id = known;
    }
    return known;
  }

  public Clients clients() {
    return clients;
  }

  /// What reads a migration's source.
  public Account source(Migration migration) {
    return clients.as(migration.sourceRole());
  }

  /// What writes and scans a migration's destination.
  public Account destination(Migration migration) {
    return clients.as(migration.destinationRole());
  }

  public Ledger ledger() {
    return ledger;
  }

  public Queues queues() {
    return queues;
  }

  public QueueNames names() {
    return names;
  }

  public Payloads payloads() {
    return payloads;
  }

  /// A pacer for what this process itself asks of a table.
  ///
  /// @param unitsPerSecond never more than that
  public Pacer pacer(double unitsPerSecond) {
    Pacer pacer = pacing.pacer(unitsPerSecond, Start.CAPACITY);
    pacer.share(unitsPerSecond);
    return pacer;
  }

  /// The time this process lives in.
  public Time time() {
    return time;
  }

  @Override
  public void close() {
    queues.close();
    clients.close();
  }
}
