package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.aws.Clients;
import dev.hikkoshi.common.aws.CopyClients;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.aws.Topic;
import dev.hikkoshi.common.migration.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/// Payloads through the real library, between queues and buckets that only remember.
class PayloadsTest {
  private static final String KEY = "payloads/m/" + UUID.randomUUID();

  private final FakeS3 s3 = new FakeS3();
  private final FakeSqs sqs = new FakeSqs();
  private final Payloads payloads = new Payloads(s3, () -> Optional.of("mine"));

  private static String pointer(String bucket, String key) {
    return "[\"software.amazon.payloadoffloading.PayloadS3Pointer\",{\"s3BucketName\":\""
        + bucket
        + "\",\"s3Key\":\""
        + key
        + "\"}]";
  }

  private List<Message> receive(Payloads by) {
    return by.reading(sqs).receiveMessage(r -> r.queueUrl("q")).messages();
  }

  /// What arrives of a message with this pointer.
  private Message refused(Payloads by, String pointer) {
    sqs.waits(pointer);
    List<Message> received = receive(by);
    assertThat(s3.fetched).isEmpty();
    assertThat(sqs.deleted).isEmpty();
    assertThat(received).hasSize(1);
    assertThat(received.getFirst().body()).isEqualTo(pointer);
    return received.getFirst();
  }

  private static String reason(Message message) {
    assertThat(message.messageAttributes()).containsOnlyKeys(PointerGuard.REFUSED);
    return message.messageAttributes().values().iterator().next().stringValue();
  }

  @Test
  void aMessageTravelsThroughItsMigrationsFolder() {
    payloads
        .writing(sqs, "m")
        .sendMessage(r -> r.queueUrl("q").messageBody("large").delaySeconds(7));
    assertThat(sqs.sent.delaySeconds()).isEqualTo(7);
    assertThat(sqs.sent.messageBody()).doesNotContain("large");
    assertThat(s3.objects)
        .hasSize(1)
        .allSatisfy((at, body) -> {
          assertThat(at).startsWith("mine/payloads/m/");
          assertThat(body).isEqualTo("large");
        });
    sqs.waits(sqs.sent.messageBody());
    assertThat(receive(payloads)).extracting(Message::body).containsExactly("large");
  }

  @Test
  void acknowledgingLeavesThePayloadToOtherDeliveries() {
    s3.objects.put("mine/" + KEY, "large");
    sqs.waits(pointer("mine", KEY));
    String handle = receive(payloads).getFirst().receiptHandle();
    payloads.reading(sqs).deleteMessage(r -> r.queueUrl("q").receiptHandle(handle));
    assertThat(sqs.deleted).containsExactly("handle");
    assertThat(s3.objects).containsKey("mine/" + KEY);
  }

  @Test
  void aMessageWhosePayloadIsGoneIsAcknowledged() {
    sqs.waits(pointer("mine", KEY));
    assertThat(receive(payloads)).isEmpty();
    assertThat(sqs.deleted).containsExactly("handle");
  }

  @Test
  void aMessageIsKeptWhileTheBucketIsAway() {
    s3.bucketIsAway = true;
    sqs.waits(pointer("mine", KEY));
    assertThatThrownBy(() -> receive(payloads)).isInstanceOf(SdkException.class);
    assertThat(sqs.deleted).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "large",
        "[\"java.net.URL\",\"http://attacker/\"]",
        "[\"software.amazon.payloadoffloading.PayloadS3Pointer\",{\"s3BucketName\":\"other\",\"s3Key\":\"payloads/m/00000000-0000-0000-0000-000000000000\"}]",
        "[\"software.amazon.payloadoffloading.PayloadS3Pointer\",{\"s3BucketName\":\"mine\",\"s3Key\":\"exports/m/00000000-0000-0000-0000-000000000000\"}]",
        "[\"software.amazon.payloadoffloading.PayloadS3Pointer\",{\"s3BucketName\":\"mine\",\"s3Key\":\"payloads/m/../00000000-0000-0000-0000-000000000000\"}]",
        "[\"software.amazon.payloadoffloading.PayloadS3Pointer\",{\"s3BucketName\":\"mine\",\"s3Key\":\"payloads/m/00000000-0000-0000-0000-000000000000\",\"s3BucketName\":\"other\"}]",
        "[\"com.amazon.sqs.javamessaging.MessageS3Pointer\",{\"s3BucketName\":\"mine\",\"s3Key\":\"payloads/m/00000000-0000-0000-0000-000000000000\"}]"
      })
  void whatPointsElsewhereIsNeverFollowed(String pointer) {
    assertThat(reason(refused(payloads, pointer)))
        .contains("elsewhere", "mine", "HIKKOSHI_PAYLOAD_BUCKET");
  }

  @Test
  void withoutABucketNoPointerIsFollowed() {
    var without = new Payloads(s3, Optional::empty);
    assertThat(reason(refused(without, pointer("mine", KEY)))).contains("HIKKOSHI_PAYLOAD_BUCKET");
  }

  @Test
  void aPayloadBeyondEveryMessageIsNotFetched() {
    s3.objects.put("mine/" + KEY, "x".repeat(Payloads.MAX_BYTES + 1));
    assertThat(reason(refused(payloads, pointer("mine", KEY)))).contains("more than");
  }

  @Test
  void withoutABucketNothingLargeIsSent() {
    var without = new Payloads(s3, Optional::empty);
    assertThatThrownBy(() -> without.writing(sqs, "m"))
        .isInstanceOf(SdkException.class)
        .hasMessageContaining("HIKKOSHI_PAYLOAD_BUCKET");
  }

  @Test
  void onAwsOnlyTheVariableNamesABucket() {
    assertThat(Payloads.from(Map.of(), new FakeClients(s3, true)).bucket()).isEmpty();
    assertThat(Payloads.from(Map.of(), new FakeClients(s3, false)).bucket())
        .contains("hikkoshi-payloads");
    for (boolean aws : List.of(true, false)) {
      var named = Map.of("HIKKOSHI_PAYLOAD_BUCKET", "mine");
      assertThat(Payloads.from(named, new FakeClients(s3, aws)).bucket()).contains("mine");
    }
  }

  private record FakeClients(S3Client s3, boolean isAws) implements Clients {
    @Override
    public DynamoDbClient dynamoDb() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Account as(@Nullable Role role) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Topic topic(String arn) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CopyClients copies() {
      throw new UnsupportedOperationException();
    }

    @Override
    public RawDynamoDb rawDynamoDb() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static final class FakeSqs implements SqsClient {
    final List<String> deleted = new ArrayList<>();
    SendMessageRequest sent = SendMessageRequest.builder().build();
    private List<Message> waiting = List.of();

    void waits(String pointer) {
      waiting =
          List.of(
              Message.builder()
                  .body(pointer)
                  .receiptHandle("handle")
                  .messageAttributes(
                      Map.of(
                          "ExtendedPayloadSize",
                          MessageAttributeValue.builder()
                              .dataType("Number")
                              .stringValue("5")
                              .build()))
                  .build());
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
      sent = request;
      return SendMessageResponse.builder().build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      return ReceiveMessageResponse.builder().messages(waiting).build();
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
      deleted.add(request.receiptHandle());
      return DeleteMessageResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }

  private static final class FakeS3 implements S3Client {
    final Map<String, String> objects = new HashMap<>();
    final List<String> fetched = new ArrayList<>();
    boolean bucketIsAway;

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
      try (var in = body.contentStreamProvider().newStream()) {
        objects.put(request.bucket() + "/" + request.key(), new String(in.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return PutObjectResponse.builder().build();
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
      String body = objects.get(request.bucket() + "/" + request.key());
      if (body == null) {
        throw NoSuchKeyException.builder().build();
      }
      return HeadObjectResponse.builder().contentLength((long) body.length()).build();
    }

    @Override
    public <T> T getObject(
        GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
      String at = request.bucket() + "/" + request.key();
      if (bucketIsAway) {
        throw NoSuchBucketException.builder().message("no such bucket").build();
      }
      String body = objects.get(at);
      if (body == null) {
        throw NoSuchKeyException.builder().message("no such key").build();
      }
      fetched.add(at);
      return new ResponseInputStream<>(
          GetObjectResponse.builder().build(),
          AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(UTF_8))));
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }
}
