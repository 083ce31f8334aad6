package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;

interface ChecksumContract extends S3Contract {
  /// The check string of the CRC catalogues; its CRC-64/NVME is ae8b14860a799888.
  byte[] NINE = "123456789".getBytes(StandardCharsets.US_ASCII);

  String NINE_CRC64 = "rosUhgp5mIg=";

  @Test
  default void keepsTheChecksumItWasGiven() {
    put("crc32", NINE);
    assertThat(head("crc32").checksumCRC32()).isEqualTo(ContractBytes.base64Crc32(NINE));
    assertThat(head("crc32").checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    putWith("sha256", ChecksumAlgorithm.SHA256);
    assertThat(head("sha256").checksumSHA256()).isEqualTo(ContractBytes.base64("SHA-256", NINE));
    putWith("sha1", ChecksumAlgorithm.SHA1);
    assertThat(head("sha1").checksumSHA1()).isEqualTo(ContractBytes.base64("SHA-1", NINE));
    putWith("crc32c", ChecksumAlgorithm.CRC32_C);
    assertThat(head("crc32c").checksumCRC32C()).isEqualTo("4waSgw==");
  }

  @Test
  default void tellsChecksumsOnlyWhenAsked() {
    put("a", NINE);
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("a")).checksumCRC32()).isNull();
  }

  @Test
  default void computesCrc64WhereNoChecksumWasGiven() {
    plain().putObject(b -> b.bucket(bucket()).key("a"), RequestBody.fromBytes(NINE));
    assertThat(head("a").checksumCRC64NVME()).isEqualTo(NINE_CRC64);
  }

  @Test
  default void verifiesCrc64() {
    plain()
        .putObject(
            b -> b.bucket(bucket()).key("a").checksumCRC64NVME(NINE_CRC64),
            RequestBody.fromBytes(NINE));
    refuses(
        "BadDigest",
        400,
        () ->
            plain()
                .putObject(
                    b -> b.bucket(bucket()).key("b").checksumCRC64NVME("rosUhgp5mIk="),
                    RequestBody.fromBytes(NINE)));
    refuses(404, () -> head("b"));
  }

  @Test
  default void refusesWrongChecksums() {
    refuses(
        "BadDigest",
        400,
        () ->
            plain()
                .putObject(
                    b -> b.bucket(bucket()).key("a").checksumCRC32("AAAAAA=="),
                    RequestBody.fromBytes(NINE)));
    refuses(
        "BadDigest",
        400,
        () ->
            plain()
                .putObject(
                    b ->
                        b.bucket(bucket())
                            .key("a")
                            .checksumSHA256(ContractBytes.base64("SHA-256", new byte[1])),
                    RequestBody.fromBytes(NINE)));
    refuses(404, () -> head("a"));
  }

  @Test
  default void verifiesContentMd5() {
    plain()
        .putObject(
            b -> b.bucket(bucket()).key("a").contentMD5(ContractBytes.base64("MD5", NINE)),
            RequestBody.fromBytes(NINE));
    refuses(
        "BadDigest",
        400,
        () ->
            plain()
                .putObject(
                    b ->
                        b.bucket(bucket())
                            .key("b")
                            .contentMD5(ContractBytes.base64("MD5", new byte[1])),
                    RequestBody.fromBytes(NINE)));
    refuses(404, () -> head("b"));
  }

  @Test
  default void refusesAnMd5ThatIsNone() {
    refuses(
        "InvalidDigest",
        400,
        () ->
            plain()
                .putObject(
                    b -> b.bucket(bucket()).key("a").contentMD5("bm8="),
                    RequestBody.fromBytes(NINE)));
  }

  @Test
  default void takesChecksumsInTrailersOfLargeStreams() {
    byte[] large = new byte[3 << 20];
    Arrays.fill(large, (byte) 7);
    s3().putObject(
            b -> b.bucket(bucket()).key("a").checksumAlgorithm(ChecksumAlgorithm.SHA256),
            RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(large), large.length, "text/x"));
    assertThat(head("a").checksumSHA256()).isEqualTo(ContractBytes.base64("SHA-256", large));
    assertThat(head("a").contentLength()).isEqualTo(large.length);
    assertThat(head("a").contentEncoding()).isNull();
  }

  @Test
  default void composesChecksumsOfParts() {
    String checksum = uploadInParts(ChecksumAlgorithm.SHA256, ChecksumType.COMPOSITE);
    byte[] ofParts = Base64.getDecoder().decode(ContractBytes.base64("SHA-256", new byte[5 << 20]));
    byte[] both = Arrays.copyOf(ofParts, 64);
    System.arraycopy(
        Base64.getDecoder().decode(ContractBytes.base64("SHA-256", NINE)), 0, both, 32, 32);
    assertThat(checksum).isEqualTo(ContractBytes.base64("SHA-256", both) + "-2");
    assertThat(head("parts").checksumSHA256()).isEqualTo(checksum);
    assertThat(head("parts").checksumType()).isEqualTo(ChecksumType.COMPOSITE);
  }

  @Test
  default void keepsFullObjectChecksumsOfParts() {
    uploadInParts(ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT);
    byte[] whole = Arrays.copyOf(new byte[5 << 20], (5 << 20) + NINE.length);
    System.arraycopy(NINE, 0, whole, 5 << 20, NINE.length);
    assertThat(head("parts").checksumCRC32()).isEqualTo(ContractBytes.base64Crc32(whole));
    assertThat(head("parts").checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
  }

  @Test
  default void answersAttributes() {
    String checksum = uploadInParts(ChecksumAlgorithm.SHA256, ChecksumType.COMPOSITE);
    var attributes =
        s3().getObjectAttributes(b ->
            b.bucket(bucket()).key("parts").objectAttributes(ObjectAttributes.knownValues()));
    assertThat(attributes.objectSize()).isEqualTo((5 << 20) + NINE.length);
    assertThat(attributes.eTag()).endsWith("-2").doesNotContain("\"");
    assertThat(attributes.storageClassAsString()).isEqualTo("STANDARD");
    assertThat(attributes.checksum().checksumSHA256()).startsWith(checksum.substring(0, 40));
    assertThat(attributes.objectParts().totalPartsCount()).isEqualTo(2);
    assertThat(attributes.objectParts().parts().get(1).checksumSHA256())
        .isEqualTo(ContractBytes.base64("SHA-256", NINE));
  }

  private void putWith(String key, ChecksumAlgorithm algorithm) {
    s3().putObject(
            b -> b.bucket(bucket()).key(key).checksumAlgorithm(algorithm),
            RequestBody.fromBytes(NINE));
  }

  private HeadObjectResponse head(String key) {
    return s3().headObject(b -> b.bucket(bucket()).key(key).checksumMode(ChecksumMode.ENABLED));
  }

  private String uploadInParts(ChecksumAlgorithm algorithm, ChecksumType type) {
    String id =
        s3().createMultipartUpload(b ->
                b.bucket(bucket()).key("parts").checksumAlgorithm(algorithm).checksumType(type))
            .uploadId();
    List<CompletedPart> parts =
        List.of(part(id, 1, new byte[5 << 20], algorithm), part(id, 2, NINE, algorithm));
    var answer =
        s3().completeMultipartUpload(b ->
            b.bucket(bucket())
                .key("parts")
                .uploadId(id)
                .checksumType(type)
                .multipartUpload(m -> m.parts(parts)));
    return algorithm == ChecksumAlgorithm.SHA256 ? answer.checksumSHA256() : answer.checksumCRC32();
  }

  private CompletedPart part(String id, int number, byte[] bytes, ChecksumAlgorithm algorithm) {
    var answer =
        s3().uploadPart(
                b ->
                    b.bucket(bucket())
                        .key("parts")
                        .uploadId(id)
                        .partNumber(number)
                        .checksumAlgorithm(algorithm),
                RequestBody.fromBytes(bytes));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumSHA256(answer.checksumSHA256())
        .checksumCRC32(answer.checksumCRC32())
        .build();
  }
}
