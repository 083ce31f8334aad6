package dev.hikkoshi.worker.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.aws.RawS3;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

class CopyReplyTest {
  private static final String MD5 = "d41d8cd98f00b204e9800998ecf8427e";
  private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private static String etag(int status, String body) throws IOException {
    return CopyReply.etag(new RawS3.Reply(status, null, body.getBytes(UTF_8)));
  }

  private static String result(String content) {
    return XML
        + "<CopyObjectResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + content
        + "</CopyObjectResult>";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<LastModified>2026-11-21T01:02:03.000Z</LastModified><ETag>&quot;%s&quot;</ETag>",
        "<ETag>\"%s\"</ETag><LastModified>2026-11-21T01:02:03.000Z</LastModified>",
        "<ETag>&#34;%s&#34;</ETag><ChecksumCRC64NVME>AAAA</ChecksumCRC64NVME>",
        "<Other>&lt;ETag></Other><ETag>&quot;%s&quot;</ETag>",
        "<!-- <ETag>0</ETag> --><ETag>&#x22;%s&quot;</ETag>"
      })
  void readsTheEtagHoweverItIsWritten(String content) throws IOException {
    assertThat(etag(200, result(content.formatted(MD5)))).isEqualTo('"' + MD5 + '"');
    assertThat(etag(200, "\n \n" + result(content.formatted(MD5)))).isEqualTo('"' + MD5 + '"');
  }

  @Test
  void readsAnEtagThatIsNoMd5() throws IOException {
    assertThat(etag(200, result("<ETag>&quot;" + MD5 + "-3&quot;</ETag>")))
        .isEqualTo('"' + MD5 + "-3\"");
  }

  @Test
  void anErrorInsideAnAnswerOf200IsAnError() {
    String body = "  \n" + XML + "<Error><Code>SlowDown</Code><Message>slower</Message></Error>";
    assertThatThrownBy(() -> etag(200, body))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(S3Failure.of(e))
                  .isEqualTo(new S3Failure(S3Failure.Kind.THROTTLED, "SlowDown", "slower"));
              assertThat(e.statusCode()).isEqualTo(500);
            });
    // Even one that nobody knows: it may pass.
    assertThatThrownBy(() -> etag(200, "<Error><Code>Strange</Code><Message>m</Message></Error>"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(S3Failure.of(e).kind()).isEqualTo(S3Failure.Kind.TRANSIENT));
  }

  @Test
  void errorsAreWhatTheySay() {
    assertThatThrownBy(() ->
            etag(
                412,
                "<Error><Code>PreconditionFailed</Code><Message>m</Message>"
                    + "<Condition>x-amz-copy-source-If-Match</Condition></Error>"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(S3Failure.of(e).kind()).isEqualTo(S3Failure.Kind.CHANGED));
    assertThatThrownBy(() -> etag(503, ""))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e ->
                assertThat(S3Failure.of(e))
                    .isEqualTo(new S3Failure(S3Failure.Kind.THROTTLED, "", "status 503")));
    assertThatThrownBy(() -> etag(502, "<html>bad gateway"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(S3Failure.of(e).kind()).isEqualTo(S3Failure.Kind.TRANSIENT));
  }

  /// Half an answer is no answer: the copy may have failed behind it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "<CopyObjectResult><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag>",
        "<CopyObjectResult></CopyObjectResult>",
        "<Copied><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag></Copied>",
        "<CopyObjectResult><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag>"
            + "</CopyObjectResult><Error/>",
        "no xml"
      })
  void isNeverTakenForSuccessWhereItIsNoWholeResult(String body) {
    assertThatThrownBy(() -> etag(200, body)).isInstanceOf(IOException.class);
  }
}
