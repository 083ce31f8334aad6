package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.runbook.LocalFleetRunner;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.WorkerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/// Another system asks for copies by message and hears of them by SNS.
class AdHocCopiesTest {
  private static final String NAME = Cloud.named("adhoc-" + System.nanoTime());
  private static final String FROM = NAME + "-from";
  private static final String TO = NAME + "-to";

  private final Cloud cloud = Cloud.get();

  private Map<String, String> environment() {
    var environment = new HashMap<>(cloud.environment());
    environment.putAll(
        Map.of(
            "HIKKOSHI_LEDGER_TABLE", NAME + "-ledger",
            "HIKKOSHI_SPLITS_QUEUE", NAME + "-splits",
            "HIKKOSHI_WORK_QUEUE", NAME + "-work",
            "HIKKOSHI_RETRY_QUEUE", NAME + "-retry",
            "HIKKOSHI_DEAD_QUEUE", NAME + "-dead",
            "HIKKOSHI_THREADS", "4",
            "HIKKOSHI_ADHOC_ROUTES", "a-b->c-d, " + FROM + "->" + TO,
            "HIKKOSHI_NOTIFY_TOPIC", "arn:aws:sns:eu-central-2:111122223333:copies"));
    return environment;
  }

  private static String request(String id, String from, String to, String... keys) {
    return "{\"v\":1,\"id\":\""
        + id
        + "\",\"copy\":{\"from\":\""
        + from
        + "\",\"to\":\""
        + to
        + "\",\"objects\":[{\"key\":\""
        + String.join("\"},{\"key\":\"", keys)
        + "\"}]}}";
  }

  @Test
  void aRequestIsCopiedOnceAndAnsweredAsOftenAsItIsSent() throws Exception {
    cloud.s3().createBucket(r -> r.bucket(FROM));
    cloud.s3().createBucket(r -> r.bucket(TO));
    put("a/1", "first");
    try (var topic = new TopicStub();
        var services = Services.open(environment(), 50)) {
      System.setProperty("aws.endpointUrlSns", topic.endpoint());
      services.prepare();
      try (var queue = services.queues().open(services.names().work());
          var dead = services.queues().open(services.names().dead());
          var _ = LocalFleetRunner.startWorker(services, WorkerSettings.from(environment()))) {
        queue.send(request("r/1", FROM, TO, "a/1", "never"), Duration.ZERO);
        String outcome =
            "{\"id\":\"r/1\",\"copied\":1,\"dead\":1,"
                + "\"failed\":[{\"key\":\"never\",\"reason\":\"gone since the inventory\"}]}";
        assertThat(topic.next()).isEqualTo(outcome);
        assertThat(copy("a/1")).isEqualTo("first");

        put("a/1", "second");
        queue.send(request("r/1", FROM, TO, "a/1", "never"), Duration.ZERO);
        assertThat(topic.next()).isEqualTo(outcome);
        assertThat(copy("a/1")).isEqualTo("first");

        queue.send(request("r/2", FROM, TO, "a/1"), Duration.ZERO);
        assertThat(topic.next())
            .isEqualTo("{\"id\":\"r/2\",\"copied\":1,\"dead\":0,\"failed\":[]}");
        assertThat(copy("a/1")).isEqualTo("second");

        queue.send(request("r/3", TO, FROM, "a/1"), Duration.ZERO);
        while (dead.depth().total() == 0) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(topic.published()).isEmpty();
      }
    } finally {
      System.clearProperty("aws.endpointUrlSns");
    }
  }

  private void put(String key, String text) {
    cloud.s3().putObject(r -> r.bucket(FROM).key(key), RequestBody.fromString(text));
  }

  private String copy(String key) {
    return cloud.s3().getObjectAsBytes(r -> r.bucket(TO).key(key)).asUtf8String();
  }
}
