package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The wire itself: addressing, framing, and what is refused.
final class InMemoryS3Test {
  private static final String SHA256_OF_HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private final InMemoryS3 s3;
  private final RawHttp http;

  InMemoryS3Test() throws IOException {
    s3 =
        InMemoryS3.start(0, Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC));
    http = new RawHttp(s3.endpoint());
  }

  @BeforeEach
  void createBucket() throws IOException {
    assertThat(http.put("/box", "")).startsWith("HTTP/1.1 200");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void takesTheBucketFromTheHost() throws IOException {
    http.put("/dir/key", "hello", "Host: box.localhost");
    assertThat(http.get("/box/dir/key")).endsWith("hello");
    assertThat(http.exchange("GET /dir/key", List.of("Host: box.s3.eu-west-1.amazonaws.com"), ""))
        .endsWith("hello");
    assertThat(http.exchange("GET /box/dir/key", List.of("Host: s3.amazonaws.com"), ""))
        .endsWith("hello");
  }

  @Test
  void decodesTheKeyOnceAndNormalisesNothing() throws IOException {
    http.put("/box/a/../b//%252F+%2B.", "hello");
    assertThat(http.get("/box?list-type=2")).contains("<Key>a/../b//%2F++.</Key>");
    assertThat(http.get("/box?list-type=2&encoding-type=url"))
        .contains("<Key>a/../b//%252F%2B%2B.</Key>");
    assertThat(http.get("/box/b//%252F++.")).contains("NoSuchKey");
  }

  @Test
  void writesControlCharactersAsReferences() throws IOException {
    http.put("/box/a%01%0D%3C", "hello");
    assertThat(http.get("/box?list-type=2")).contains("<Key>a&#x1;&#xd;&lt;</Key>");
  }

  @Test
  void refusesWhatIsNoUtf8() throws IOException {
    assertThat(http.put("/box/%FF", "x")).contains("400").contains("<Code>InvalidURI</Code>");
    assertThat(http.put("/box/%4", "x")).contains("400").contains("<Code>InvalidURI</Code>");
    assertThat(http.get("/box/../../..")).contains("400").contains("<Code>InvalidURI</Code>");
  }

  @Test
  void asksForTheBodyOfAClientThatWaits() throws IOException {
    assertThat(http.putWhenAsked("/box/a", "hello"))
        .startsWith("HTTP/1.1 100")
        .contains("HTTP/1.1 200");
  }

  @Test
  void refusesWithoutAskingForTheBody() throws IOException {
    assertThat(http.put("/missing/a", "hello", "Expect: 100-continue"))
        .startsWith("HTTP/1.1 404")
        .contains("<Code>NoSuchBucket</Code>");
  }

  @Test
  void takesChunksWithSignaturesAndWithout() throws IOException {
    http.put(
        "/box/signed",
        "3;chunk-signature=ab\r\nhel\r\n2;chunk-signature=cd\r\nlo\r\n0;chunk-signature=ef\r\n\r\n",
        "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "x-amz-decoded-content-length: 5",
        "Content-Encoding: aws-chunked,gzip");
    assertThat(http.get("/box/signed")).endsWith("hello").contains("Content-Encoding: gzip");
    http.put(
        "/box/unsigned",
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length: 5",
        "x-amz-trailer: x-amz-checksum-crc32",
        "Content-Encoding: aws-chunked");
    assertThat(http.get("/box/unsigned")).endsWith("hello").doesNotContain("Content-Encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\n",
        "4\r\nhell\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "6\r\nhello!\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "5\r\nhel",
        "what\r\n"
      })
  void refusesChunksThatAreNotWhatTheySay(String body) throws IOException {
    String answer =
        http.put(
            "/box/a",
            body,
            "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "x-amz-decoded-content-length: 5",
            "x-amz-trailer: x-amz-checksum-crc32");
    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(http.get("/box/a")).contains("NoSuchKey");
  }

  @Test
  void verifiesTheHashOfTheBody() throws IOException {
    String header = "x-amz-content-sha256: " + SHA256_OF_HELLO;
    assertThat(http.put("/box/a", "hello", header)).startsWith("HTTP/1.1 200");
    assertThat(http.put("/box/b", "hellO", header)).contains("XAmzContentSHA256Mismatch");
    assertThat(http.get("/box/b")).contains("NoSuchKey");
  }

  @Test
  void verifiesTheHashOfDocumentsToo() throws IOException {
    String header = "x-amz-content-sha256: " + "0".repeat(64);
    http.put("/box/a", "hello");
    assertThat(http.put("/box/a?tagging", "<Tagging><TagSet/></Tagging>", header))
        .contains("XAmzContentSHA256Mismatch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/box?acl", "/box?policy", "/box?lifecycle", "/box/a?torrent", "/?x=1"})
  void namesWhatItDoesNotImplement(String target) throws IOException {
    String parameter = target.substring(target.indexOf('?') + 1).replace("=1", "");
    assertThat(http.get(target))
        .startsWith("HTTP/1.1 501")
        .contains("<Code>NotImplemented</Code>", "parameter " + parameter + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?AWSAccessKeyId=x&Signature=y&Expires=1",
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=y&x-id=GetObject"
      })
  void takesPresignedAddresses(String query) throws IOException {
    http.put("/box/a", "hello");
    assertThat(http.get("/box/a" + query)).endsWith("hello");
  }

  @Test
  void refusesAPortThatIsTaken() {
    int port = s3.endpoint().getPort();
    assertThatThrownBy(() -> InMemoryS3.start(port, Clock.systemUTC()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(port));
  }

  @Test
  void namesHeadersItDoesNotImplement() throws IOException {
    assertThat(http.put("/box/a", "x", "x-amz-server-side-encryption: aws:kms"))
        .startsWith("HTTP/1.1 501")
        .contains("x-amz-server-side-encryption");
  }

  @Test
  void refusesAclsAsBucketsWithoutThemDo() throws IOException {
    assertThat(http.put("/box/a", "x", "x-amz-acl: public-read"))
        .contains("AccessControlListNotSupported");
    assertThat(http.put("/box/a", "x", "x-amz-acl: bucket-owner-full-control"))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upper", "ab", "-ab", "ab-", "a..b", "1.2.3.4", "under_score"})
  void refusesBucketNamesThatAreNone(String name) throws IOException {
    assertThat(http.put("/" + name, "")).contains("<Code>InvalidBucketName</Code>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no xml",
        "<Other/>",
        "<!DOCTYPE Tagging [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<Tagging><TagSet><Tag><Key>k</Key><Value>&e;</Value></Tag></TagSet></Tagging>"
      })
  void refusesDocumentsThatAreNone(String document) throws IOException {
    http.put("/box/a", "hello");
    assertThat(http.put("/box/a?tagging", document)).contains("<Code>MalformedXML</Code>");
  }

  @Test
  void takesTimeFromItsClock() throws IOException {
    http.put("/box/a", "hello");
    assertThat(http.get("/box/a")).contains("Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT");
    assertThat(http.get("/box?list-type=2"))
        .contains("<LastModified>2026-01-02T03:04:05.000Z</LastModified>");
  }

  @Test
  void answersMetadataBeyondAsciiAsEncodedWords() throws IOException {
    http.put("/box/a", "hello", "x-amz-meta-name: é");
    assertThat(http.get("/box/a")).contains("x-amz-meta-name: =?UTF-8?B?w6k=?=");
  }

  @Test
  void givesEachRequestAnId() throws IOException {
    assertThat(http.get("/box/missing"))
        .containsPattern("x-amz-request-id: (\\w+)[\\s\\S]*<RequestId>\\1</RequestId>");
  }
}
