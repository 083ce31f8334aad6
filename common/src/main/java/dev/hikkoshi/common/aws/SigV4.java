package dev.hikkoshi.common.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Signature Version 4 for requests of AWS's JSON protocols, which differ in target, body, time and
/// credentials alone. It gives the headers and the signature that the SDK's signer gives, which a
/// test holds it to, at a fraction of the price: what is sorted and encoded there for every request
/// is known here. Source: "Create a signed AWS API request" in the AWS IAM User Guide. Thread-safe.
final class SigV4 {
  private static final URI ROOT = URI.create("/");
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /// What the body of each of these requests is.
  static final ContentType CONTENT_TYPE = ContentType.create("application/x-amz-json-1.0");

  private static final String CONTENT_TYPE_TEXT = CONTENT_TYPE.toString();

  private static final HexFormat HEX = HexFormat.of();

  /// Cloned for each use: looking an algorithm up takes longer than hashing a small text.
  private static final MessageDigest SHA_256 = newSha256();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DATE_LENGTH = 8;

  private final String region;
  private final String service;
  private volatile @Nullable DayKey last;

  /// @param service as it stands in signatures, such as `dynamodb`
  SigV4(String region, String service) {
    this.region = region;
    this.service = service;
  }

  /// A signed POST of `/`, without the body, whose length and [#CONTENT_TYPE] are signed too.
  ///
  /// @param endpoint scheme, host and port
  /// @param target what `X-Amz-Target` says
  /// @param buffer holds the body in its first `length` bytes
  HttpUriRequestBase sign(
      URI endpoint,
      String target,
      byte[] buffer,
      int length,
      AwsCredentialsIdentity identity,
      Instant at) {
    String host = host(endpoint);
    String time = TIME.format(at);
    String token =
        identity instanceof AwsSessionCredentialsIdentity session ? session.sessionToken() : null;
    String hash = HEX.formatHex(sha256(buffer, length));
    String names =
        "content-length;content-type;host;x-amz-content-sha256;x-amz-date;"
            + (token == null ? "" : "x-amz-security-token;")
            + "x-amz-target";
    String canonical =
        "POST\n/\n\ncontent-length:"
            + length
            + "\ncontent-type:"
            + CONTENT_TYPE_TEXT
            + "\nhost:"
            + host
            + "\nx-amz-content-sha256:"
            + hash
            + "\nx-amz-date:"
            + time
            + (token == null ? "" : "\nx-amz-security-token:" + token)
            + "\nx-amz-target:"
            + target
            + "\n\n"
            + names
            + "\n"
            + hash;
    DayKey key = key(identity.secretAccessKey(), time.substring(0, DATE_LENGTH));
    byte[] bytes = canonical.getBytes(UTF_8);
    String toSign =
        ALGORITHM
            + "\n"
            + time
            + "\n"
            + key.scope
            + "\n"
            + HEX.formatHex(sha256(bytes, bytes.length));
    String authorization =
        ALGORITHM
            + " Credential="
            + identity.accessKeyId()
            + "/"
            + key.scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + HEX.formatHex(key.sign(toSign));
    var request = new HttpUriRequestBase("POST", ROOT);
    request.addHeader(HttpHeaders.HOST, host);
    request.addHeader("X-Amz-Target", target);
    request.addHeader("X-Amz-Content-Sha256", hash);
    request.addHeader("X-Amz-Date", time);
    request.addHeader(HttpHeaders.AUTHORIZATION, authorization);
    if (token != null) {
      request.addHeader("X-Amz-Security-Token", token);
    }
    return request;
  }

  private static String host(URI endpoint) {
    int port = endpoint.getPort();
    boolean usual =
        port == -1 || port == ("https".equalsIgnoreCase(endpoint.getScheme()) ? 443 : 80);
    return usual ? endpoint.getHost() : endpoint.getHost() + ":" + port;
  }

  /// The key for a day, which most requests have in common.
  private DayKey key(String secret, String date) {
    DayKey known = last;
    if (known == null || !known.date.equals(date) || !known.secret.equals(secret)) {
      byte[] start = ("AWS4" + secret).getBytes(UTF_8);
      byte[] key = hmac(hmac(hmac(hmac(start, date), region), service), "aws4_request");
      known = new DayKey(date, secret, key, date + "/" + region + "/" + service + "/aws4_request");
      last = known;
    }
    return known;
  }

  private static byte[] hmac(byte[] key, String text) {
    return mac(key).doFinal(text.getBytes(UTF_8));
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  private static byte[] sha256(byte[] bytes, int length) {
    MessageDigest sha256 = copyOfSha256();
    sha256.update(bytes, 0, length);
    return sha256.digest();
  }

  private static MessageDigest copyOfSha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      return newSha256(); // a provider of another kind, such as a hardware module
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /// Never shown: holds a secret.
  private static final class DayKey {
    final String date;
    final String secret;
    final String scope;
    private final byte[] key;
    private final Mac mac;

    DayKey(String date, String secret, byte[] key, String scope) {
      this.date = date;
      this.secret = secret;
      this.scope = scope;
      this.key = key;
      this.mac = mac(key);
    }

    byte[] sign(String text) {
      return copyOfMac().doFinal(text.getBytes(UTF_8));
    }

    private Mac copyOfMac() {
      try {
        return (Mac) mac.clone();
      } catch (CloneNotSupportedException e) {
        return mac(key); // a provider of another kind, such as a hardware module
      }
    }
  }
}
