package dev.hikkoshi.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {
  @Test
  void readsEveryKey() {
    FaultPlan plan =
        FaultPlan.parse(
            """
            {"seed": 7, "rules": [
              {"service": "dynamodb", "fault": "hold", "probability": 0.5, "atSecond": 10,
               "forSeconds": 5, "operations": ["Batch*"], "on": ["users"], "seconds": 30}]}
            """);
    assertThat(plan.seed()).isEqualTo(7);
    FaultRule rule = plan.rules().getFirst();
    assertThat(rule.service()).isEqualTo(FaultyService.DYNAMODB);
    assertThat(rule.fault()).isEqualTo(FaultKind.HOLD);
    assertThat(rule.probability()).isEqualTo(0.5);
    assertThat(rule.isOnAt(9.9)).isFalse();
    assertThat(rule.isOnAt(10)).isTrue();
    assertThat(rule.isOnAt(15)).isFalse();
    assertThat(rule.lasts()).hasSeconds(30);
    assertThat(rule.matches(FaultyService.DYNAMODB, "BatchWriteItem", () -> names("users")))
        .isTrue();
    assertThat(rule.matches(FaultyService.DYNAMODB, "BatchWriteItem", () -> names("user")))
        .isFalse();
    assertThat(rule.matches(FaultyService.DYNAMODB, "PutItem", () -> names("users"))).isFalse();
  }

  @Test
  void strikesAlwaysAndEverywhereWhereNothingElseIsSaid() {
    FaultRule rule =
        FaultPlan.parse("{\"rules\":[{\"service\":\"sqs\",\"fault\":\"delay\"}]}")
            .rules()
            .getFirst();
    assertThat(rule.probability()).isEqualTo(1);
    assertThat(rule.isOnAt(0)).isTrue();
    assertThat(rule.isOnAt(1e9)).isTrue();
    assertThat(rule.lasts()).hasSeconds(10);
    assertThat(rule.matches(FaultyService.SQS, "SendMessage", () -> names("any"))).isTrue();
    assertThat(rule.matches(FaultyService.SQS, "ReceiveMessage", () -> names("any"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "fault":"http-5oo" | rules[0].fault: is http-5oo, allowed is http-500, http-503, reset-before
          "fault":"hold","service":"kafka" | rules[0].service: is kafka, allowed is dynamodb, sqs, s3
          "fault":"http-500","chance":1 | rules[0].chance: is no key here, allowed are [atSecond, fault, forSeconds
          "fault":"http-500","probability":0 | rules[0].probability: is 0.0, allowed is above 0, at most 1
          "fault":"http-500","probability":1.5 | rules[0].probability: is 1.5, allowed is above 0, at most 1
          "fault":"http-500","atSecond":-1 | rules[0].atSecond: is -1.0, allowed is 0 or more
          "fault":"http-500","forSeconds":0 | rules[0].forSeconds: is 0.0, allowed is more than 0
          "fault":"hold","seconds":901 | rules[0].seconds: is 901.0, allowed is above 0, at most 900
          "fault":"http-500","seconds":3 | rules[0].seconds: is 3.0, allowed is nothing: http-500 takes no time
          "fault":"duplicate" | rules[0].fault: is duplicate, allowed is a fault of dynamodb
          "fault":"unprocessed","operations":["Put*"] | rules[0].operations: is [Put*], allowed is BatchWriteItem
          "fault":"http-500","on":[" "] | rules[0].on[0]: is blank, allowed is a name in which * is any text
          "probability":1 | rules[0].fault
          "fault":"http-500","fault":"hold" | Duplicate field 'fault'
          """)
  void refusesWhatIsWrongByNameAndValue(String fields, String message) {
    String service = fields.contains("service") ? "" : "\"service\":\"dynamodb\",";
    assertThatExceptionOfType(InvalidFaultPlanException.class)
        .isThrownBy(() -> FaultPlan.parse("{\"rules\":[{" + service + fields + "}]}"))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null | faults: is null, allowed is a JSON object
          {"rules":null} | rules
          {} | rules
          rules: [] | faults: is no JSON
          {"rules":[] | start marker at line 1, column 1), in line 1, column 12
          {"rules":[]} [] | faults
          """)
  void refusesWhatIsNoPlan(String json, String message) {
    assertThatExceptionOfType(InvalidFaultPlanException.class)
        .isThrownBy(() -> FaultPlan.parse(json))
        .withMessageContaining(message);
  }

  private static java.util.List<String> names(String name) {
    return java.util.List.of(name);
  }
}
