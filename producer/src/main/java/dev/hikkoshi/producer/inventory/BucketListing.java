package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.objects.KeyRange;
import dev.hikkoshi.common.objects.Utf8Order;
import dev.hikkoshi.common.time.Time;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/// Lists a bucket in several places at once.
///
/// S3 lists a bucket from its first key to its last, a thousand at a time. Its prefixes cut it into
/// ranges that are listed side by side, one object of each in turn. Wherever the cuts are, each key
/// is in exactly one range, also one that is written meanwhile.
public final class BucketListing {
  private static final String DELIMITER = "/";

  /// The most requests spent on finding prefixes.
  private static final int REQUESTS = 100;

  /// The most of them for one prefix: ten thousand below one are enough to cut it anywhere.
  private static final int PAGES = 10;

  private final S3Client s3;
  private final String bucket;
  private final boolean versions;
  private final Time time;

  /// @param versions whether all versions are listed, delete markers too, or only what is current
  public BucketListing(S3Client s3, String bucket, boolean versions, Time time) {
    this.s3 = s3;
    this.bucket = bucket;
    this.versions = versions;
    this.time = time;
  }

  /// Cuts what begins with a prefix into ranges, in order. A bucket without slashes is one range.
  ///
  /// @param wanted the most ranges
  public List<KeyRange> ranges(String prefix, int wanted) {
    List<String> cuts = thinned(List.copyOf(prefixes(prefix, wanted)), wanted - 1);
    var ranges = new ArrayList<KeyRange>();
    String after = null;
    for (String cut : cuts) {
      ranges.add(new KeyRange(prefix, after, cut));
      after = cut;
    }
    ranges.add(new KeyRange(prefix, after, null));
    return ranges;
  }

  /// Prefixes below a prefix, level by level, until there are enough.
  private Set<String> prefixes(String prefix, int wanted) {
    var found = new TreeSet<>(Utf8Order.INSTANCE);
    var open = new ArrayDeque<>(List.of(prefix));
    int requests = 0;
    while (!open.isEmpty() && found.size() < wanted && requests < REQUESTS) {
      String each = open.remove();
      String token = null;
      int pages = 0;
      do {
        ListObjectsV2Response page = page(each, token);
        for (CommonPrefix common : page.commonPrefixes()) {
          found.add(common.prefix());
          open.add(common.prefix());
        }
        token = page.nextContinuationToken();
        requests++;
        pages++;
      } while (token != null && pages < PAGES && requests < REQUESTS);
    }
    return found;
  }

  private ListObjectsV2Response page(String prefix, @Nullable String token) {
    return s3.listObjectsV2(
        r -> r.bucket(bucket).prefix(prefix).delimiter(DELIMITER).continuationToken(token));
  }

  /// At most so many of them, evenly.
  private static List<String> thinned(List<String> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    var some = new ArrayList<String>();
    for (int i = 1; i <= most; i++) {
      some.add(all.get((int) ((long) i * all.size() / (most + 1))));
    }
    return some;
  }

  /// Lists the ranges side by side to their ends. In memory are two pages of each.
  ///
  /// @throws IOException if a page could not be listed
  public Summary read(List<KeyRange> ranges, ObjectSink sink)
      throws IOException, InterruptedException {
    List<ListingReader> readers =
        ranges.stream()
            .map(range -> new ListingReader(new ListingPages(s3, bucket, range, versions), time))
            .toList();
    try {
      return Interleaved.read(readers, sink);
    } finally {
      Interleaved.close(readers);
    }
  }
}
