package dev.hikkoshi.bench.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// What goes over a client's wire: remembers requests as they are sent, and puts other answers in
/// the place of S3's.
final class Wire {
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

  /// The client that the requests go through.
  SdkHttpClient around(SdkHttpClient http) {
    return new SdkHttpClient() {
      @Override
      public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        var seen = new Sent(operation(request.httpRequest()), request.httpRequest());
        sent.add(seen);
        ExecutableHttpRequest real = http.prepareRequest(request);
        return answers
            .apply(seen)
            .<ExecutableHttpRequest>map(answer -> new Answered(answer, real))
            .orElse(real);
      }

      @Override
      public void close() {}
    };
  }

  private static String operation(SdkHttpRequest request) {
    var query = request.rawQueryParameters();
    boolean copies = request.firstMatchingHeader("x-amz-copy-source").isPresent();
    return switch (request.method()) {
      case HEAD -> "HeadObject";
      case PUT ->
          copies ? query.containsKey("partNumber") ? "UploadPartCopy" : "CopyObject" : "PutObject";
      case POST ->
          query.containsKey("uploads")
              ? "CreateMultipartUpload"
              : query.containsKey("delete") ? "DeleteObjects" : "CompleteMultipartUpload";
      case GET ->
          query.containsKey("tagging")
              ? "GetObjectTagging"
              : query.containsKey("uploads") ? "ListMultipartUploads" : "ListParts";
      case DELETE -> query.containsKey("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
      case PATCH, OPTIONS -> request.method().toString();
    };
  }

  /// The request is made, and its answer lost on the way for another one.
  private record Answered(Answer answer, ExecutableHttpRequest real)
      implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      try (InputStream body =
          real.call()
              .responseBody()
              .map(InputStream.class::cast)
              .orElseGet(InputStream::nullInputStream)) {
        body.transferTo(OutputStream.nullOutputStream());
      }
      byte[] bytes = answer.body.getBytes(UTF_8);
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpResponse.builder()
                  .statusCode(answer.status)
                  .putHeader("Content-Type", "application/xml")
                  .putHeader("Content-Length", Integer.toString(bytes.length))
                  .build())
          .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
          .build();
    }

    @Override
    public void abort() {
      real.abort();
    }
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
