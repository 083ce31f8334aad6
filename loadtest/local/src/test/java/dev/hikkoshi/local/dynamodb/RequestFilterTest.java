package dev.hikkoshi.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFilterTest {
  private final List<String> passed = new ArrayList<>();
  private final ApiResponse answer = ApiResponse.error(400, "type", "message");

  @Test
  void passesTheFiltersInOrder() throws Exception {
    RequestHandler chain = RequestFilter.chain(List.of(step("first"), step("second")), last());
    assertThat(chain.handle(ApiRequest.own("Scan", new byte[0]))).isSameAs(answer);
    assertThat(passed).containsExactly("first", "second", "last");
  }

  @Test
  void stopsWhereAFilterAnswers() throws Exception {
    RequestFilter refusal = (request, next) -> answer;
    RequestHandler chain =
        RequestFilter.chain(List.of(step("first"), refusal, step("second")), last());
    assertThat(chain.handle(ApiRequest.own("Scan", new byte[0]))).isSameAs(answer);
    assertThat(passed).containsExactly("first");
  }

  private RequestFilter step(String name) {
    return (request, next) -> {
      passed.add(name);
      return next.handle(request);
    };
  }

  private RequestHandler last() {
    return request -> {
      passed.add("last");
      return answer;
    };
  }
}
