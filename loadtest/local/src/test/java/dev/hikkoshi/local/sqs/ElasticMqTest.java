package dev.hikkoshi.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class ElasticMqTest {
  @Test
  void deliversMessagesUnderTheUrlItGave() {
    try (ElasticMq server = ElasticMq.start(0, "eu-central-2");
        SqsClient sqs = client(server)) {
      String url = sqs.createQueue(q -> q.queueName("work")).queueUrl();
      assertThat(url).startsWith(server.endpoint() + "/");
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("hello"));
      assertThat(sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(10)).messages())
          .extracting(Message::body)
          .containsExactly("hello");
    }
  }

  private static SqsClient client(ElasticMq server) {
    return SqsClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.EU_CENTRAL_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }
}
