package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.local.faults.FaultKind;
import dev.hikkoshi.local.faults.FaultPlan;
import dev.hikkoshi.local.faults.FaultRule;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.faults.FaultyService;
import dev.hikkoshi.local.sts.Accounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every fault as a client meets it: each strikes the one object that is named after it.
class FaultyReadsTest {
  private static InMemoryS3 s3;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    List<FaultRule> rules =
        Stream.of(
                FaultKind.HTTP_500, FaultKind.HTTP_503, FaultKind.RESET_BEFORE, FaultKind.TRUNCATE)
            .map(kind -> FaultRule.of(FaultyService.S3, kind, 1).on("bucket/" + kind.spelling()))
            .toList();
    var faults = new Faults(new FaultPlan(1, rules), System::nanoTime);
    faults.begin();
    s3 = InMemoryS3.start(0, Clock.systemUTC(), faults, Accounts.NONE, BucketLimits.NONE);
    http = HttpClient.newHttpClient();
    send("PUT", "bucket", "");
    for (String key : List.of("http-500", "http-503", "reset-before", "truncate", "sound")) {
      assertThat(send("PUT", "bucket/" + key, "0123456789").statusCode()).isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    http.close();
    s3.close();
  }

  @Test
  void leavesOtherObjectsAlone() throws Exception {
    assertThat(get("sound").body()).isEqualTo("0123456789");
    assertThat(send("HEAD", "bucket/http-500", "").statusCode()).isEqualTo(200);
  }

  @Test
  void answersWithErrors() throws Exception {
    assertThat(get("http-500").statusCode()).isEqualTo(500);
    HttpResponse<String> busy = get("http-503");
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.body()).contains("<Code>SlowDown</Code>");
  }

  @Test
  void breaksConnections() {
    assertThatThrownBy(() -> get("reset-before")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get("truncate")).hasMessageContaining("received: 5");
  }

  private static HttpResponse<String> get(String key) throws IOException, InterruptedException {
    return send("GET", "bucket/" + key, "");
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(s3.endpoint() + "/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
