package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.local.Await;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WriteGateTest {
  private final WriteGate gate = new WriteGate();
  private final ApiResponse done = ApiResponse.error(200, "none", "done");

  @Test
  void makesWritesToAHeldTableWait() throws Exception {
    Thread writer;
    try (WriteGate.Hold hold = gate.hold("users")) {
      assertThat(hold).isNotNull();
      writer = Thread.ofVirtual().start(() -> send("PutItem", "users"));
      Await.until("the writer to wait", () -> writer.getState() == Thread.State.WAITING);
    }
    writer.join();
  }

  @Test
  void letsReadsAndOtherTablesPass() throws Exception {
    try (WriteGate.Hold hold = gate.hold("users")) {
      assertThat(hold).isNotNull();
      assertThat(send("Scan", "users")).isSameAs(done);
      assertThat(send("PutItem", "orders")).isSameAs(done);
    }
  }

  @Test
  void holdsOnlyWhenWritesUnderWayAreDone() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Thread writer =
        Thread.ofVirtual()
            .start(() ->
                send(
                    "BatchWriteItem",
                    "users",
                    request -> {
                      writing.countDown();
                      finish.await();
                      return done;
                    }));
    writing.await();
    Thread holder = Thread.ofVirtual().start(() -> holdAndRelease("users"));
    Await.until("the holder to wait", () -> holder.getState() == Thread.State.WAITING);
    finish.countDown();
    holder.join();
    writer.join();
  }

  @Test
  void waitsForTheLastOfTwoHolds() throws Exception {
    Thread writer;
    try (WriteGate.Hold second = gate.hold("users")) {
      assertThat(second).isNotNull();
      gate.hold("users").close();
      writer = Thread.ofVirtual().start(() -> send("DeleteItem", "users"));
      Await.until("the writer to wait", () -> writer.getState() == Thread.State.WAITING);
    }
    writer.join();
  }

  private ApiResponse send(String operation, String table) {
    return send(operation, table, request -> done);
  }

  private ApiResponse send(String operation, String table, RequestHandler next) {
    byte[] body = "{\"TableName\":\"%s\"}".formatted(table).getBytes(UTF_8);
    try {
      return gate.filter(ApiRequest.own(operation, body), next);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void holdAndRelease(String table) {
    try {
      gate.hold(table).close();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
