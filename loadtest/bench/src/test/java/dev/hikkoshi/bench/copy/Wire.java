package dev.hikkoshi.bench.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// What goes over a client's wire: remembers requests as they are sent, and puts other answers in
/// the place of S3's.
final class Wire implements ExecutionInterceptor {
  private static final ExecutionAttribute<Answer> ANSWER = new ExecutionAttribute<>("Answer");

  final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile Function<Sent, Optional<Answer>> answers = _ -> Optional.empty();

  /// What is answered instead of what S3 answers; nothing leaves S3's answer alone.
  void answers(Function<Sent, Optional<Answer>> other) {
    answers = other;
  }

  /// Requests of one operation.
  List<Sent> sent(String operation) {
    return sent.stream().filter(each -> each.operation.equals(operation)).toList();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    var request =
        new Sent(
            String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)),
            context.httpRequest());
    sent.add(request);
    answers.apply(request).ifPresent(answer -> attributes.putAttribute(ANSWER, answer));
  }

  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Answer answer = attributes.getAttribute(ANSWER);
    return answer == null
        ? context.httpResponse()
        : SdkHttpResponse.builder()
            .statusCode(answer.status)
            .putHeader("Content-Type", "application/xml")
            .putHeader("Content-Length", Integer.toString(answer.body.getBytes(UTF_8).length))
            .build();
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Answer answer = attributes.getAttribute(ANSWER);
    return answer == null
        ? context.responseBody()
        : Optional.of(new ByteArrayInputStream(answer.body.getBytes(UTF_8)));
  }

  /// A request as it was sent.
  record Sent(String operation, SdkHttpRequest http) {
    String header(String name) {
      return http.firstMatchingHeader(name).orElse("");
    }

    boolean isFor(String key) {
      return http.encodedPath().endsWith("/" + key);
    }
  }

  /// An answer.
  record Answer(int status, String body) {
    static Optional<Answer> error(int status, String code) {
      return Optional.of(
          new Answer(
              status,
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                  + code
                  + "</Code><Message>because</Message></Error>"));
    }
  }
}
