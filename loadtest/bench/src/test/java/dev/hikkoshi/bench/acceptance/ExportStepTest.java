package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// A migration that exports its source table itself.
class ExportStepTest {
  private final Cloud cloud = Cloud.get();
  private final SourceTables sources = new SourceTables(cloud.dynamoDb());
  @TempDir private Path folder;

  @Test
  void aTableIsExportedOnceAndMoved() {
    String arn = sources.create("stepped", "id", ScalarAttributeType.S);
    for (int i = 0; i < 30; i++) {
      var item = Map.of("id", AttributeValue.fromS("k" + i));
      cloud.dynamoDb().putItem(r -> r.tableName("stepped").item(item));
    }
    sources.recoverable("stepped", false);
    String file = file("stepped", arn, "s3://stepped-exports/a/b/");

    var noTable = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(noTable.exit()).isEqualTo(3);
    assertThat(noTable.message()).contains("no such table: stepped-copy");
    cloud.table("stepped-copy", "id", ScalarAttributeType.S);
    var noRecovery = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(noRecovery.exit()).isEqualTo(3);
    assertThat(noRecovery.message())
        .contains("point-in-time recovery", "off for " + arn, "update-continuous-backups");
    sources.recoverable("stepped", true);
    var noBucket = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(noBucket.exit()).isEqualTo(3);
    assertThat(noBucket.message()).contains("has failed: S3NoSuchBucket", "run again");
    assertThat(cloud.hikkoshi("status", file).exit()).isNotZero();
    assertThat(exports(arn)).isEqualTo(1);

    cloud.s3().createBucket(r -> r.bucket("stepped-exports"));
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(run.json().path("written").asInt()).isEqualTo(30);
    assertThat(exports(arn)).isEqualTo(2);
    var keys = cloud.s3().listObjectsV2(r -> r.bucket("stepped-exports")).contents();
    assertThat(keys).isNotEmpty().allMatch(object -> object.key().startsWith("a/b/AWSDynamoDB/"));

    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isZero();
    assertThat(exports(arn)).isEqualTo(2);
    var other = cloud.hikkoshi("run", file("stepped", arn, "s3://elsewhere"), "--fleet", "none");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.message()).contains("s3://stepped-exports/a/b/", "another name");
  }

  private int exports(String arn) {
    return cloud.dynamoDb().listExports(r -> r.tableArn(arn)).exportSummaries().size();
  }

  private String file(String table, String arn, String to) {
    return new MigrationFiles(folder)
        .write(
            table,
            """
            name: %s
            source: { table: "%s", export-to: "%s", export-bucket-owner: '000000000000' }
            destination: { table: %s-copy }
            """
                .formatted(table, arn, to, table));
  }
}
