package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class DynamoDbFrontTest {
  private static FrontFixture aws;
  private static HttpClient http;

  @BeforeAll
  static void start() throws IOException {
    aws = FrontFixture.start(DynamoDbFrontTest::cutWhenAsked);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    aws.close();
  }

  @Test
  void storesItems() {
    aws.createTable("stores-items");
    var item = Map.of("id", AttributeValue.fromS("größe/😀"), "n", AttributeValue.fromN("1"));
    aws.put("stores-items", item);
    assertThat(
            aws.dynamoDb()
                .getItem(g ->
                    g.tableName("stores-items").key(Map.of("id", AttributeValue.fromS("größe/😀"))))
                .item())
        .isEqualTo(item);
  }

  @Test
  void passesErrorsOn() {
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> aws.dynamoDb().describeTable(d -> d.tableName("there-is-none")));
  }

  @Test
  void answersByteForByteWhatDynamoDbLocalAnswers() throws Exception {
    aws.createTable("byte-for-byte");
    aws.fill(
        "byte-for-byte",
        List.of(
            Map.of("id", AttributeValue.fromS("a\u0001\"\\")),
            Map.of("id", AttributeValue.fromS("ü"))));
    String scan = "{\"TableName\":\"byte-for-byte\",\"ReturnConsumedCapacity\":\"TOTAL\"}";
    var direct = post(aws.localEndpoint(), "Scan", scan);
    var through = post(aws.frontEndpoint(), "Scan", scan);
    assertThat(through.body()).isEqualTo(direct.body());
    for (String header : List.of("content-type", "x-amz-crc32", "content-length")) {
      assertThat(through.headers().allValues(header))
          .isEqualTo(direct.headers().allValues(header))
          .hasSize(1);
    }
    assertThat(through.headers().allValues("x-amzn-requestid")).hasSize(1);
  }

  @Test
  void checksumsItsOwnAnswers() throws Exception {
    var answer = post(aws.frontEndpoint(), "ListExports", "{}");
    CRC32 crc = new CRC32();
    crc.update(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-amz-crc32")).contains(Long.toString(crc.getValue()));
    assertThat(answer.headers().firstValue("x-amzn-requestid")).isPresent();
    assertThat(answer.headers().firstValue("content-type")).contains("application/x-amz-json-1.0");
  }

  @Test
  void namesItsOwnErrorsWithTheirNamespace() throws Exception {
    var answer = post(aws.frontEndpoint(), "DescribeExport", "{\"ExportArn\":\"arn:aws:no\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo(
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ExportNotFoundException\","
                + "\"message\":\"Export not found: arn:aws:no\"}");
  }

  @Test
  void refusesWhatIsNotJson() throws Exception {
    for (String body : List.of("{", "[]", "{\"ExportArn\":1}")) {
      var answer = post(aws.frontEndpoint(), "DescribeExport", body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(new String(answer.body(), UTF_8)).contains("#SerializationException");
    }
  }

  @Test
  void leavesUnknownOperationsToDynamoDbLocal() throws Exception {
    var answer = post(aws.frontEndpoint(), "NoSuchOperation", "{}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), UTF_8)).contains("UnknownOperationException");
  }

  @Test
  void answersOnlyPosts() throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(aws.frontEndpoint().resolve("/")).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void cutsTheConnectionWhenAFilterSaysSo() throws Exception {
    assertThatIOException().isThrownBy(() -> post(aws.frontEndpoint(), "CutMe", "{}"));
    assertThat(post(aws.frontEndpoint(), "ListTables", "{}").statusCode()).isEqualTo(200);
  }

  private static ApiResponse cutWhenAsked(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    if (request.operation().equals("CutMe")) {
      throw new IOException("cut");
    }
    return next.handle(request);
  }

  private static HttpResponse<byte[]> post(URI endpoint, String operation, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofByteArray());
  }
}
