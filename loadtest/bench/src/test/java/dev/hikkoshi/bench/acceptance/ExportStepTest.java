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
  private static final String TABLE = Cloud.named("stepped");
  private static final String BUCKET = TABLE + "-exports";

  private final Cloud cloud = Cloud.get();
  private final SourceTables sources = new SourceTables(cloud.dynamoDb());
  @TempDir private Path folder;

  @Test
  void aTableIsExportedOnceAndMoved() {
    String arn = sources.create(TABLE, "id", ScalarAttributeType.S);
    for (int i = 0; i < 30; i++) {
      var item = Map.of("id", AttributeValue.fromS("k" + i));
      cloud.dynamoDb().putItem(r -> r.tableName(TABLE).item(item));
    }
    sources.recoverable(TABLE, false);
    String file = file(TABLE, arn, "s3://" + BUCKET + "/a/b/");

    var noTable = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(noTable.exit()).isEqualTo(3);
    assertThat(noTable.message()).contains("no such table: " + TABLE + "-copy");
    cloud.table(TABLE + "-copy", "id", ScalarAttributeType.S);
    var noRecovery = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(noRecovery.exit()).isEqualTo(3);
    assertThat(noRecovery.message())
        .contains("point-in-time recovery", "off for " + arn, "update-continuous-backups");
    sources.recoverable(TABLE, true);
    var noBucket = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(noBucket.exit()).isEqualTo(3);
    assertThat(noBucket.message()).contains("has failed: S3NoSuchBucket", "run again");
    assertThat(cloud.hikkoshi("status", file).exit()).isNotZero();
    assertThat(exports(arn)).isEqualTo(1);

    cloud.s3().createBucket(r -> r.bucket(BUCKET));
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(run.json().path("written").asInt()).isEqualTo(30);
    assertThat(exports(arn)).isEqualTo(2);
    var keys = cloud.s3().listObjectsV2(r -> r.bucket(BUCKET)).contents();
    assertThat(keys).isNotEmpty().allMatch(object -> object.key().startsWith("a/b/AWSDynamoDB/"));

    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isZero();
    assertThat(exports(arn)).isEqualTo(2);
    var other = cloud.hikkoshi("run", file(TABLE, arn, "s3://elsewhere"), "--fleet", "none");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.message()).contains("s3://" + BUCKET + "/a/b/", "another name");
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
