package dev.hikkoshi.common.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A delivery that remembers what became of it.
public final class RecordingDelivery implements Delivery {
  public final List<Duration> visibilities = new ArrayList<>();
  public int acknowledged;
  public String refusal = "";

  private final String body;
  private final int receiveCount;
  private final Runnable beforeAcknowledge;

  public RecordingDelivery(String body) {
    this(body, 1, () -> {});
  }

  /// @param beforeAcknowledge checks what must be true by then
  public RecordingDelivery(String body, int receiveCount, Runnable beforeAcknowledge) {
    this.body = body;
    this.receiveCount = receiveCount;
    this.beforeAcknowledge = beforeAcknowledge;
  }

  @Override
  public String body() {
    return body;
  }

  @Override
  public Optional<String> refusal() {
    return Optional.of(refusal).filter(reason -> !reason.isEmpty());
  }

  @Override
  public int receiveCount() {
    return receiveCount;
  }

  @Override
  public void acknowledge() {
    beforeAcknowledge.run();
    acknowledged++;
  }

  @Override
  public void visibility(Duration fromNow) {
    visibilities.add(fromNow);
  }
}
