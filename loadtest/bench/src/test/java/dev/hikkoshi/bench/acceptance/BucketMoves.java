package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.bench.demo.DemoObjects;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.runbook.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/// Two buckets with names of their own, and what an operator calls to move one to the other.
abstract class BucketMoves {
  static final String PARTS = "multipart-threshold: 5MiB, part-size: 5MiB";

  final Cloud cloud = Cloud.get();
  final String name = Cloud.named("bucket-" + System.nanoTime());
  final String from = name + "-from";
  final String to = name + "-to";
  final String inventories = name + "-inv";
  final DemoObjects source = new DemoObjects(cloud.s3(), new Silent());
  @TempDir Path folder;

  void create() {
    List.of(from, to, inventories).forEach(each -> cloud.s3().createBucket(r -> r.bucket(each)));
  }

  S3Location inventory(String format) {
    return source.inventory(from, inventories, "first", format);
  }

  String file(String yaml) {
    return new MigrationFiles(folder).write(name, yaml);
  }

  String copyOf(String what, String more) {
    return file(
        """
        name: %s
        source: { %s }
        destination: { bucket: %s, prefix: moved/, %s }
        %s
        """
            .formatted(name, what, to, PARTS, more));
  }

  Cloud.Answer run(String file, String... more) {
    String[] line = new String[4 + more.length];
    System.arraycopy(new String[] {"run", file, "--fleet", "none"}, 0, line, 0, 4);
    System.arraycopy(more, 0, line, 4, more.length);
    return cloud.hikkoshi(line);
  }

  void put(String key, String text) {
    cloud.s3().putObject(r -> r.bucket(from).key(key), RequestBody.fromString(text));
  }

  void remove(String key) {
    cloud.s3().deleteObject(r -> r.bucket(from).key(key));
  }

  Map<String, String> etags(String bucket, String prefix) {
    var etags = new TreeMap<String, String>();
    cloud
        .s3()
        .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix))
        .contents()
        .forEach(object -> etags.put(object.key().substring(prefix.length()), object.eTag()));
    return etags;
  }

  static void assertExact(Cloud.Answer answer) {
    assertThat(answer.exit()).as(answer.json().toString()).isZero();
    assertThat(answer.json().path("exact").asBoolean()).isTrue();
  }

  private static final class Silent implements Progress {
    @Override
    public void step(String name, long total) {}

    @Override
    public void done(long items) {}

    @Override
    public void say(String line) {}

    @Override
    public void close() {}
  }
}
