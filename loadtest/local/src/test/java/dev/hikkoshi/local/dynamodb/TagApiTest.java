package dev.hikkoshi.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Tag;

class TagApiTest {
  private static FrontFixture aws;

  @BeforeAll
  static void start() throws IOException {
    aws = FrontFixture.start();
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<Tag> tags(String arn) {
    return aws.dynamoDb().listTagsOfResource(r -> r.resourceArn(arn)).tags();
  }

  private static String create(Tag... tags) {
    return aws.dynamoDb()
        .createTable(r ->
            r.tableName("tagged")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .tags(tags))
        .tableDescription()
        .tableArn();
  }

  @Test
  void tagsAreGivenTakenAndGoWithTheTable() {
    String arn = create(tag("a", "1"), tag("b", "2"));
    assertThat(tags(arn)).containsExactly(tag("a", "1"), tag("b", "2"));
    aws.dynamoDb().tagResource(r -> r.resourceArn(arn).tags(tag("b", "3"), tag("c", "")));
    aws.dynamoDb().untagResource(r -> r.resourceArn(arn).tagKeys("a", "nothing"));
    assertThat(tags(arn)).containsExactly(tag("b", "3"), tag("c", ""));
    aws.dynamoDb().deleteTable(r -> r.tableName("tagged"));
    assertThatThrownBy(() -> tags(arn)).isInstanceOf(DynamoDbException.class);
    assertThat(tags(create())).isEmpty();
  }
}
