package dev.hikkoshi.worker.adhoc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.aws.Topic;
import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.AdHocCopy;
import dev.hikkoshi.common.unit.WorkMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Lets other systems have objects copied: requests between two buckets are units of a migration
/// that has no end, so that pace, lease, retries and records are the same. Thread-safe.
public final class AdHocCopies {
  /// How long a request that was settled is known as such: longer than SQS may keep a copy of it.
  public static final Duration REMEMBERED = Duration.ofDays(30);

  /// Copies per second between two buckets for the whole fleet: a bucket takes more from its first
  /// day.
  private static final double TARGET = 1_000;

  /// Within what a topic takes.
  private static final int MAX_FAILED_CHARS = 200_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Ledger ledger;
  private final AdHocSettings settings;
  private final Optional<Topic> topic;
  private final Clock clock;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /// @param topic where outcomes are published
  public AdHocCopies(Ledger ledger, AdHocSettings settings, Optional<Topic> topic, Clock clock) {
    this.ledger = ledger;
    this.settings = settings;
    this.topic = topic;
    this.clock = clock;
  }

  /// Why a request is refused; nothing if it may be executed. Then the ledger knows the migration
  /// that it belongs to.
  public Optional<String> refusal(AdHocCopy request) {
    if (!settings.allows(request.copy())) {
      return Optional.of(
          "HIKKOSHI_ADHOC_ROUTES has no "
              + request.copy().from()
              + "->"
              + request.copy().to()
              + " for the request '"
              + request.id()
              + "'");
    }
    if (!known.contains(request.migration())) {
      ledger.migrations().create(migration(request));
      known.add(request.migration());
    }
    return Optional.empty();
  }

  private Migration migration(AdHocCopy request) {
    return new Migration(
        request.migration(),
        List.of(),
        new BucketDestination(
            request.copy().from(), request.copy().to(), "", CopySettings.STANDARD),
        null,
        null,
        null,
        TARGET,
        TARGET,
        TARGET,
        0,
        VerifyMode.NONE,
        MigrationState.PRODUCING,
        0,
        0,
        1,
        List.of(),
        clock.instant());
  }

  /// Tells what became of a settled request: `{"id","copied","dead","failed":[{"key","reason"}…]}`,
  /// of many failures the first ones. A request that is sent again is answered again.
  public void report(AdHocCopy request) {
    topic.ifPresent(to -> to.publish(outcome(request).toString()));
  }

  private ObjectNode outcome(AdHocCopy request) {
    WorkMessage unit = request.unit();
    var totals = ledger.units().progress(unit.migration(), unit.unit().split(), 1).totals();
    var outcome =
        JSON.createObjectNode()
            .put("id", request.id())
            .put("copied", totals.items())
            .put("dead", totals.dead());
    var failed = outcome.putArray("failed");
    int chars = 0;
    for (DeadItem item : ledger.dead().of(unit.migration(), unit.unit().toString())) {
      chars += item.key().length() + item.reason().length();
      if (chars > MAX_FAILED_CHARS / 6) { // each may need an escape of six
        break;
      }
      failed.addObject().put("key", item.key()).put("reason", item.reason());
    }
    return outcome;
  }
}
