package dev.hikkoshi.local.s3;

import dev.hikkoshi.common.capacity.CapacityModel;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.local.http.LostConnectionException;
import dev.hikkoshi.local.s3.store.S3Error;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What buckets with a capacity profile take: each has a model of its own, whose second 0 is its
/// first counted request. Thread-safe.
///
/// Counted is, one unit each, what S3 limits to 3,500 a second and partition: PUT, COPY, POST and
/// DELETE of objects, which are PutObject, CopyObject, DeleteObject, tags, each part whether sent
/// or copied, the beginning, completion and abortion of uploads, and each key of DeleteObjects.
/// Reads, listings and what is about a bucket itself are not: S3 limits them apart, far above.
///
/// Keys of one folder (up to the last slash) lie beside each other in a sixteenth of the key space,
/// and folders anywhere in it. So a bucket with many folders spreads over its partitions, and one
/// whose keys all have one folder has to be split several times before that helps it, as S3's are.
public final class BucketLimits {
  /// Buckets take everything at once.
  public static final BucketLimits NONE = new BucketLimits();

  private static final double FOLDER_WIDTH = 1.0 / 16;

  private final @Nullable CapacityProfile profile;
  private final Predicate<String> limited;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Map<String, CapacityModel> models = new ConcurrentHashMap<>();

  /// @param profile of kind s3
  /// @param limited which buckets have it, by name
  public BucketLimits(
      CapacityProfile profile,
      Predicate<String> limited,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.profile = profile;
    this.limited = limited;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  private BucketLimits() {
    profile = null;
    limited = _ -> false;
    nanoTime = () -> 0;
    random = RandomGenerator.getDefault();
  }

  /// Lets a request take its time, and fail with a server error where the profile says so.
  ///
  /// @throws dev.hikkoshi.local.s3.store.S3Exception the error
  void meet(String bucket) throws LostConnectionException {
    if (profile == null || !limited.test(bucket)) {
      return;
    }
    sleep(profile);
    CapacityModel model = model(profile, bucket);
    double errors;
    synchronized (model) {
      errors = model.errorRatio(nanoTime.getAsLong());
    }
    if (random.nextDouble() < errors) {
      throw S3Error.INTERNAL_ERROR.exception("injected by the capacity profile");
    }
  }

  /// Takes one unit.
  ///
  /// @throws dev.hikkoshi.local.s3.store.S3Exception `SlowDown` if there is none
  void take(String bucket, String key) {
    if (profile == null || !limited.test(bucket)) {
      return;
    }
    CapacityModel model = model(profile, bucket);
    boolean refused;
    synchronized (model) {
      refused = model.offer(nanoTime.getAsLong(), position(key), 1).refused();
    }
    if (refused) {
      throw S3Error.SLOW_DOWN.exception();
    }
  }

  private CapacityModel model(CapacityProfile known, String bucket) {
    return models.computeIfAbsent(bucket, _ -> new CapacityModel(known, nanoTime.getAsLong()));
  }

  private void sleep(CapacityProfile known) throws LostConnectionException {
    try {
      Thread.sleep(known.latency().draw(random));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LostConnectionException("shutting down");
    }
  }

  /// A key's place in the key space, in `[0, 1)`.
  private static double position(String key) {
    String folder = key.substring(0, key.lastIndexOf('/') + 1);
    double place = fraction(folder) + FOLDER_WIDTH * fraction(key);
    return place < 1 ? place : place - 1;
  }

  /// Spreads texts evenly over `[0, 1)`: FNV-1a over UTF-16, then the finisher of MurmurHash3.
  private static double fraction(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53;
  }
}
