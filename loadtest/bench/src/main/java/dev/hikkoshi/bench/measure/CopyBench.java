package dev.hikkoshi.bench.measure;

import dev.hikkoshi.bench.sink.Counter;
import dev.hikkoshi.bench.sink.Sinks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A worker that copies objects within S3, from its messages to their acknowledgement. Beside it
/// the programs that others use for that, which find the same objects by listing the source.
final class CopyBench implements Bench {
  private static final String FROM = "bench-from";
  private static final String TO = "bench-to";
  private static final String RCLONE = "rclone";
  private static final String S5CMD = "s5cmd";

  /// Copies at once; more made neither of them faster on two cores.
  private static final String AT_ONCE = "64";

  private final Sinks sinks = new Sinks();
  private final Counter copied = sinks.s3().copied();
  private final Counter settled = sinks.dynamoDb().settled();
  private final WorkQueueFeed feed = WorkQueueFeed.copies(sinks.sqs(), FROM, TO);
  private final MeasuredChild worker;
  private final List<Contender> others = new ArrayList<>();

  CopyBench(BenchSize size) throws IOException {
    sinks.s3().list(FROM, size.items());
    BenchMigration.recordCopies(sinks, FROM, TO);
    worker = new MeasuredChild(Part.WORK, sinks.environment());
    if (CommandContender.isOnPath(RCLONE)) {
      others.add(
          new CommandContender(RCLONE, rclone(), rcloneSettings(), size.items(), copied::count));
    }
    if (CommandContender.isOnPath(S5CMD)) {
      others.add(
          new CommandContender(S5CMD, s5cmd(), sinks.environment(), size.items(), copied::count));
    }
  }

  private long work(int items) throws IOException, InterruptedException {
    long copiedBefore = copied.count();
    long settledBefore = settled.count();
    int units = feed.offer(items);
    feed.await("the worker");
    if (settled.count() - settledBefore != units) {
      throw new IOException(
          "the worker settled " + (settled.count() - settledBefore) + " units instead of " + units);
    }
    return copied.count() - copiedBefore;
  }

  /// It need not look whether the objects are there already, as the worker does not.
  private static List<String> rclone() {
    return List.of(
        RCLONE,
        "copy",
        "--config=/dev/null",
        "--no-check-dest",
        "--fast-list",
        "--transfers=" + AT_ONCE,
        "--log-level=ERROR",
        ":s3:" + FROM,
        ":s3:" + TO);
  }

  private Map<String, String> rcloneSettings() {
    return Map.of(
        "RCLONE_S3_PROVIDER",
        "Other",
        "RCLONE_S3_ENDPOINT",
        sinks.environment().getOrDefault("AWS_ENDPOINT_URL_S3", ""),
        "RCLONE_S3_ACCESS_KEY_ID",
        "bench",
        "RCLONE_S3_SECRET_ACCESS_KEY",
        "bench",
        "RCLONE_S3_NO_CHECK_BUCKET",
        "true",
        "RCLONE_S3_LIST_VERSION",
        "2");
  }

  private List<String> s5cmd() {
    return List.of(
        S5CMD,
        "--endpoint-url",
        sinks.environment().getOrDefault("AWS_ENDPOINT_URL_S3", ""),
        "--numworkers",
        AT_ONCE,
        "--log",
        "error",
        "cp",
        "s3://" + FROM + "/*",
        "s3://" + TO + "/");
  }

  @Override
  public List<Contender> parts(int items) {
    return List.of(new ProcessContender("worker", items, worker, () -> work(items)));
  }

  @Override
  public List<Contender> baselines() {
    return others;
  }

  @Override
  public List<String> absent() {
    return Stream.of(RCLONE, S5CMD).filter(name -> !CommandContender.isOnPath(name)).toList();
  }

  @Override
  public void close() {
    worker.close();
    sinks.close();
  }
}
