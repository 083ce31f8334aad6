package dev.hikkoshi.common.queue;

import com.amazon.sqs.javamessaging.AmazonSQSExtendedClient;
import com.amazon.sqs.javamessaging.ExtendedClientConfiguration;
import dev.hikkoshi.common.aws.Clients;
import dev.hikkoshi.common.migration.S3Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Where messages travel that are larger than SQS takes: objects `payloads/<migration>/<uuid>` in
/// one S3 bucket, and on the queue a pointer to them, both as the Amazon SQS Extended Client
/// Library has them.
///
/// Acknowledging a message leaves its payload alone, because another delivery of it may still have
/// to be read. All of a migration's are deleted at its end. A message whose payload is gone is
/// acknowledged: its unit is either settled or sent again by whoever waits for it. Thread-safe.
public final class Payloads {
  /// The environment variable that names the bucket.
  public static final String VARIABLE = "HIKKOSHI_PAYLOAD_BUCKET";

  /// The folder of all [#listings].
  public static final String LISTINGS = "listings/";

  /// The largest payload that is read; far beyond any message that this program sends.
  static final int MAX_BYTES = 32 << 20;

  private static final String OUTSIDE_AWS = "hikkoshi-payloads";
  private static final String FOLDER = "payloads/";

  private final S3Client s3;
  private final Supplier<Optional<String>> bucket;

  /// @param bucket asked late: which one it is may not be known yet; nothing if large messages
  ///   cannot be sent
  public Payloads(S3Client s3, Supplier<Optional<String>> bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /// The bucket that `HIKKOSHI_PAYLOAD_BUCKET` names. Without that variable there is none on AWS,
  /// where bucket names are everyone's; elsewhere it is `hikkoshi-payloads`.
  public static Payloads from(Map<String, String> environment, Clients clients) {
    String named = environment.getOrDefault(VARIABLE, "").strip();
    return new Payloads(
        clients.s3(),
        () -> {
          if (!named.isEmpty()) {
            return Optional.of(named);
          }
          return clients.isAws() ? Optional.empty() : Optional.of(OUTSIDE_AWS);
        });
  }

  /// The bucket, if there is one.
  public Optional<String> bucket() {
    return bucket.get();
  }

  /// Whether the bucket is there; true if none is used.
  ///
  /// @throws SdkException if it could not be asked, or is another account's
  public boolean exists() {
    try {
      bucket().ifPresent(name -> s3.headBucket(r -> r.bucket(name)));
      return true;
    } catch (NoSuchBucketException missing) {
      return false;
    }
  }

  /// Creates the bucket, if one is used and it is not this account's already.
  ///
  /// @throws SdkException if it could not be created, or is another account's
  public void create() {
    try {
      bucket().ifPresent(name -> s3.createBucket(r -> r.bucket(name)));
    } catch (BucketAlreadyOwnedByYouException there) {
      // as it should be
    }
  }

  /// Deletes all payloads of a migration, of which nothing may have to be read any more.
  ///
  /// @throws SdkException if not all could be deleted
  public void delete(String migration) {
    deleteBelow(folder(migration));
  }

  private void deleteBelow(String prefix) {
    bucket()
        .ifPresent(name -> {
          for (var page : s3.listObjectsV2Paginator(r -> r.bucket(name).prefix(prefix))) {
            List<ObjectIdentifier> keys =
                page.contents().stream()
                    .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                    .toList();
            if (!keys.isEmpty()) {
              delete(name, keys);
            }
          }
        });
  }

  private void delete(String name, List<ObjectIdentifier> keys) {
    var failed = s3.deleteObjects(r -> r.bucket(name).delete(d -> d.objects(keys))).errors();
    if (!failed.isEmpty()) {
      throw SdkClientException.create(
          failed.size() + " were not deleted, the first: " + failed.getFirst().message());
    }
  }

  /// `s3://<bucket>/payloads/<migration>/`; for messages.
  public String location(String migration) {
    return "s3://" + bucket().orElse("") + "/" + folder(migration);
  }

  /// `s3://<bucket>/listings/<migration>/`: where it is kept what a migration's destination listed
  /// when it was planned. That outlives the payloads: a verification may read it later.
  public Optional<S3Location> listings(String migration) {
    return bucket().map(name -> new S3Location(name, listingsFolder(migration)));
  }

  /// The key of [#listings], whatever the bucket.
  public static String listingsFolder(String migration) {
    return LISTINGS + migration + "/";
  }

  /// Deletes what is kept there of a migration.
  ///
  /// @throws SdkException if not all could be deleted
  public void deleteListings(String migration) {
    deleteBelow(listingsFolder(migration));
  }

  private static String folder(String migration) {
    return FOLDER + migration + "/";
  }

  /// A client whose messages all travel through the migration's folder. Nothing to close.
  ///
  /// @throws SdkException if there is no bucket
  SqsClient writing(SqsClient client, String migration) {
    String name =
        bucket()
            .orElseThrow(() ->
                SdkClientException.create(
                    "a message is larger than SQS takes, and "
                        + VARIABLE
                        + " names no bucket for it"));
    return new AmazonSQSExtendedClient(
        client, configuration(name).withAlwaysThroughS3(true).withS3KeyPrefix(folder(migration)));
  }

  /// A client that receives messages with what their pointers point at, and sends them as they are.
  /// Nothing to close.
  SqsClient reading(SqsClient client) {
    var guarded = new PointerGuard(client, this);
    return bucket()
        .<SqsClient>map(name -> new AmazonSQSExtendedClient(guarded, configuration(name)))
        .orElse(guarded);
  }

  private ExtendedClientConfiguration configuration(String name) {
    return new ExtendedClientConfiguration()
        .withPayloadSupportEnabled(s3, name, false)
        .withPayloadSizeThreshold(WorkQueue.MAX_BYTES)
        .withLegacyReservedAttributeNameDisabled()
        .withIgnorePayloadNotFound(true);
  }

  /// Why a pointer must not be followed; nothing if it may.
  ///
  /// @throws SdkException if the payload could not be looked at
  Optional<String> refusal(String pointer) {
    Optional<String> name = bucket();
    if (name.isEmpty()) {
      return Optional.of("its payload is in S3, and " + VARIABLE + " names no bucket here");
    }
    Matcher key = pattern(name.get()).matcher(pointer);
    if (!key.matches()) {
      return Optional.of(
          "it points elsewhere than to a payload in the bucket "
              + name.get()
              + ", which is "
              + VARIABLE
              + " here");
    }
    long bytes = length(name.get(), key.group(1));
    return bytes <= MAX_BYTES
        ? Optional.empty()
        : Optional.of("its payload has " + bytes + " bytes, more than " + MAX_BYTES);
  }

  /// Exactly what the library writes. What it reads it would take for any class's name and any
  /// bucket's.
  private static Pattern pattern(String name) {
    return Pattern.compile(
        "\\Q[\"software.amazon.payloadoffloading.PayloadS3Pointer\",{\"s3BucketName\":\""
            + name
            + "\",\"s3Key\":\"\\E("
            + FOLDER
            + "[a-z0-9-]{1,64}/[0-9a-f-]{36})\"}]");
  }

  /// The payload's bytes; 0 if it is gone.
  private long length(String name, String key) {
    try {
      return s3.headObject(r -> r.bucket(name).key(key)).contentLength();
    } catch (NoSuchKeyException gone) {
      return 0;
    }
  }
}
