package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

interface MultipartContract extends S3Contract {
  int MIB = 1 << 20;
  byte[] BYTES = randomBytes();

  private static byte[] randomBytes() {
    byte[] bytes = new byte[11 * MIB];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  default void assemblesPartsUnderAnEtagOfEtags() {
    String id = create("big");
    List<CompletedPart> parts = List.of(upload(id, 1, 0, 5), upload(id, 2, 5, 6));
    String etag = complete(id, parts);
    assertThat(etag).isEqualTo('"' + ContractBytes.multipartEtag(BYTES, 5 * MIB, 6 * MIB) + '"');
    assertThat(s3().getObjectAsBytes(b -> b.bucket(bucket()).key("big")).asByteArray())
        .isEqualTo(BYTES);
    var head = s3().headObject(b -> b.bucket(bucket()).key("big"));
    assertThat(head.eTag()).isEqualTo(etag);
    assertThat(head.contentType()).isEqualTo("text/x");
    assertThat(head.metadata()).isEqualTo(Map.of("m", "1"));
  }

  @Test
  default void takesGapsInPartNumbersAndPartsUploadedAgain() {
    String id = create("big");
    CompletedPart last = upload(id, 900, 10, 1);
    upload(id, 7, 3, 5);
    CompletedPart first = upload(id, 7, 0, 5);
    complete(id, List.of(first, last));
    byte[] expected = new byte[6 * MIB];
    System.arraycopy(BYTES, 0, expected, 0, 5 * MIB);
    System.arraycopy(BYTES, 10 * MIB, expected, 5 * MIB, MIB);
    assertThat(s3().getObjectAsBytes(b -> b.bucket(bucket()).key("big")).asByteArray())
        .isEqualTo(expected);
  }

  @Test
  default void takesOnlyTheListedParts() {
    String id = create("big");
    CompletedPart first = upload(id, 1, 0, 5);
    upload(id, 2, 5, 5);
    complete(id, List.of(first));
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("big")).contentLength())
        .isEqualTo(5 * MIB);
  }

  @Test
  default void refusesSmallPartsExceptTheLast() {
    String id = create("big");
    List<CompletedPart> parts = List.of(upload(id, 1, 0, 1), upload(id, 2, 1, 1));
    refuses("EntityTooSmall", 400, () -> complete(id, parts));
  }

  @Test
  default void refusesPartsItDoesNotHave() {
    String id = create("big");
    CompletedPart part = upload(id, 1, 0, 1);
    refuses("InvalidPart", 400, () -> complete(id, List.of(part.copy(b -> b.partNumber(2)))));
    refuses(
        "InvalidPart",
        400,
        () -> complete(id, List.of(part.copy(b -> b.eTag("\"" + "0".repeat(32) + "\"")))));
  }

  @Test
  default void refusesPartsOutOfOrder() {
    String id = create("big");
    List<CompletedPart> parts = List.of(upload(id, 2, 0, 5), upload(id, 1, 5, 5));
    refuses("InvalidPartOrder", 400, () -> complete(id, parts));
  }

  @Test
  default void forgetsAnAbortedUpload() {
    String id = create("big");
    CompletedPart part = upload(id, 1, 0, 1);
    s3().abortMultipartUpload(b -> b.bucket(bucket()).key("big").uploadId(id));
    refuses("NoSuchUpload", 404, () -> complete(id, List.of(part)));
    refuses("NoSuchUpload", 404, () -> upload(id, 2, 0, 1));
    refuses(404, () -> s3().headObject(b -> b.bucket(bucket()).key("big")));
  }

  @Test
  default void listsPartsInPages() {
    String id = create("big");
    for (int number : new int[] {3, 1, 2}) {
      upload(id, number, 0, 1);
    }
    List<Integer> numbers = new ArrayList<>();
    s3().listPartsPaginator(b -> b.bucket(bucket()).key("big").uploadId(id).maxParts(2))
        .forEach(page -> page.parts().stream().map(Part::partNumber).forEach(numbers::add));
    assertThat(numbers).containsExactly(1, 2, 3);
  }

  @Test
  default void listsUploadsInPages() {
    List<String> ids = List.of(create("a"), create("b"), create("b"), create("c/d"));
    List<String> listed = new ArrayList<>();
    s3().listMultipartUploadsPaginator(b -> b.bucket(bucket()).maxUploads(1))
        .forEach(
            page -> page.uploads().stream().map(MultipartUpload::uploadId).forEach(listed::add));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void rollsUploadsUpToTheDelimiter() {
    List.of("a", "b", "b", "c/d", "c/e").forEach(this::create);
    var rolled = s3().listMultipartUploads(b -> b.bucket(bucket()).delimiter("/"));
    assertThat(rolled.uploads()).hasSize(3);
    assertThat(rolled.commonPrefixes()).hasSize(1);
  }

  @Test
  default void copiesPartsFromAnotherObject() {
    put("from", BYTES);
    String id = create("big");
    List<CompletedPart> parts = List.of(copyPart(id, 1, 0, 5), copyPart(id, 2, 5, 6));
    complete(id, parts);
    assertThat(s3().getObjectAsBytes(b -> b.bucket(bucket()).key("big")).asByteArray())
        .isEqualTo(BYTES);
  }

  @Test
  default void readsOnePart() {
    String id = create("big");
    complete(id, List.of(upload(id, 1, 0, 5), upload(id, 2, 5, 6)));
    var part = s3().getObjectAsBytes(b -> b.bucket(bucket()).key("big").partNumber(2));
    assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(BYTES, 5 * MIB, 11 * MIB));
    assertThat(part.response().partsCount()).isEqualTo(2);
  }

  @Test
  default void completesOnlyWhereNothingIs() {
    put("big", "already here");
    String id = create("big");
    CompletedPart part = upload(id, 1, 0, 1);
    refuses(
        "PreconditionFailed",
        412,
        () ->
            s3().completeMultipartUpload(b ->
                b.bucket(bucket())
                    .key("big")
                    .uploadId(id)
                    .ifNoneMatch("*")
                    .multipartUpload(m -> m.parts(part))));
    assertThat(text("big")).isEqualTo("already here");
  }

  private String create(String key) {
    return s3().createMultipartUpload(
            b -> b.bucket(bucket()).key(key).contentType("text/x").metadata(Map.of("m", "1")))
        .uploadId();
  }

  private CompletedPart upload(String id, int number, int fromMib, int mib) {
    byte[] part = Arrays.copyOfRange(BYTES, fromMib * MIB, (fromMib + mib) * MIB);
    var answer =
        s3().uploadPart(
                b -> b.bucket(bucket()).key("big").uploadId(id).partNumber(number),
                RequestBody.fromBytes(part));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32(answer.checksumCRC32())
        .build();
  }

  private CompletedPart copyPart(String id, int number, int fromMib, int mib) {
    String range = "bytes=%d-%d".formatted(fromMib * MIB, (fromMib + mib) * MIB - 1);
    var answer =
        s3().uploadPartCopy(b ->
            b.sourceBucket(bucket())
                .sourceKey("from")
                .copySourceRange(range)
                .destinationBucket(bucket())
                .destinationKey("big")
                .uploadId(id)
                .partNumber(number));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.copyPartResult().eTag())
        .checksumCRC32(answer.copyPartResult().checksumCRC32())
        .build();
  }

  private String complete(String id, List<CompletedPart> parts) {
    return s3().completeMultipartUpload(
            b -> b.bucket(bucket()).key("big").uploadId(id).multipartUpload(m -> m.parts(parts)))
        .eTag();
  }
}
