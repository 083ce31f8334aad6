package dev.hikkoshi.bench.acceptance;

import dev.hikkoshi.common.aws.Clients;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What tests have left at an endpoint that is not theirs: tables, buckets and queues whose names
/// contain the run's.
record Leftovers(Clients clients, String run) {
  void delete() {
    tables();
    buckets();
    queues();
  }

  private void tables() {
    DynamoDbClient dynamoDb = clients.dynamoDb();
    List<String> names =
        dynamoDb.listTablesPaginator().tableNames().stream().filter(this::isOurs).toList();
    names.forEach(name -> dynamoDb.deleteTable(r -> r.tableName(name)));
  }

  private void buckets() {
    S3Client s3 = clients.s3();
    s3.listBuckets().buckets().stream()
        .map(bucket -> bucket.name())
        .filter(this::isOurs)
        .forEach(name -> {
          abortUploads(s3, name);
          empty(s3, name);
          s3.deleteBucket(r -> r.bucket(name));
        });
  }

  private static void abortUploads(S3Client s3, String bucket) {
    s3.listMultipartUploads(r -> r.bucket(bucket))
        .uploads()
        .forEach(upload ->
            s3.abortMultipartUpload(
                r -> r.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
  }

  private static void empty(S3Client s3, String bucket) {
    for (var page : s3.listObjectVersionsPaginator(r -> r.bucket(bucket))) {
      List<ObjectIdentifier> found =
          Stream.concat(
                  page.versions().stream().map(v -> identifier(v.key(), v.versionId())),
                  page.deleteMarkers().stream().map(m -> identifier(m.key(), m.versionId())))
              .toList();
      if (!found.isEmpty()) {
        s3.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(found).quiet(true)));
      }
    }
  }

  private static ObjectIdentifier identifier(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }

  private void queues() {
    try (var sqs = SqsClient.create()) {
      List<String> urls =
          sqs.listQueuesPaginator(r -> r.maxResults(1_000)).queueUrls().stream()
              .filter(this::isOurs)
              .toList();
      urls.forEach(url -> sqs.deleteQueue(r -> r.queueUrl(url)));
    }
  }

  private boolean isOurs(String name) {
    return name.contains("-" + run);
  }
}
