package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.migration.Role;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Source and destination in two accounts that are not the fleet's: each is reached by its role
/// alone.
@EmbeddedOnly
class RolesTest {
  /// What the embedded AWS refuses to everybody else.
  static final Map<String, String> OWNERS =
      Map.of(
          "roles-source", "111122223333",
          "roles-exports", "111122223333",
          "roles-destination", "444455556666");

  private static final Role READ = new Role("arn:aws:iam::111122223333:role/read", "ours");
  private static final Role WRITE = new Role("arn:aws:iam::444455556666:role/write", null);

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void movesBetweenTwoAccountsOfOthers() {
    DynamoDbClient source = cloud.as(READ).dynamoDb();
    String arn = new SourceTables(source).create("roles-source", "id", ScalarAttributeType.S);
    for (int i = 0; i < 30; i++) {
      var item = Map.of("id", AttributeValue.fromS("k" + i));
      source.putItem(r -> r.tableName("roles-source").item(item));
    }
    cloud.as(READ).s3().createBucket(r -> r.bucket("roles-exports"));
    assertThatThrownBy(() -> cloud.s3().listObjectsV2(r -> r.bucket("roles-exports")))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("Access Denied");
    assertThatThrownBy(() -> cloud.count("roles-source"))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("not authorized");

    String yaml =
        """
        name: roles
        source:
          table: %s
          export-to: s3://roles-exports
          role: %s
          external-id: ours
        destination:
          table: roles-destination
          role: %s
          create: like-source
        """;
    String file = file(yaml.formatted(arn, READ.arn(), "arn:aws:iam::444455556666:role/forbidden"));
    var forbidden = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(forbidden.exit()).as(forbidden.json().toString()).isEqualTo(3);
    assertThat(forbidden.message())
        .contains("sts:AssumeRole on resource: arn:aws:iam::444455556666:role/forbidden");

    file = file(yaml.formatted(arn, READ.arn(), WRITE.arn()));
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    DynamoDbClient destination = cloud.as(WRITE).dynamoDb();
    assertThat(destination.scan(r -> r.tableName("roles-destination")).count()).isEqualTo(30);

    // The second look, and the list of dead items, read both sides too.
    destination.deleteItem(
        r -> r.tableName("roles-destination").key(Map.of("id", AttributeValue.fromS("k7"))));
    var verify = cloud.hikkoshi("verify", file, "--fleet", "none");
    assertThat(verify.exit()).as(verify.json().toString()).isEqualTo(1);
    assertThat(verify.json().path("missing").asInt()).isEqualTo(1);
  }

  private String file(String yaml) {
    return new MigrationFiles(folder).write("roles", yaml);
  }
}
