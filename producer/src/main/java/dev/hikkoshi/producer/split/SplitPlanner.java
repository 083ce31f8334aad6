package dev.hikkoshi.producer.split;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Groups source files into splits.
///
/// One data file holds one source partition's hash range, so files are dealt out like cards: files
/// next to each other in the manifest go to different splits, and each split holds files from all
/// over the key space, to be read side by side.
public final class SplitPlanner {
  /// The most files one producer reads side by side; each takes a connection and about 80 KB.
  public static final int MAX_FILES = 256;

  /// The fewest, so that even a small export is interleaved.
  static final int MIN_FILES = 4;

  /// As long as its files allow, an export is cut into at least this many splits. Few: a producer
  /// reads faster than any table writes, and the more files are read side by side, the more evenly
  /// the destination's partitions are used.
  static final int WANTED_SPLITS = 2;

  private SplitPlanner() {}

  /// Deals the files of one load out; the same files give the same splits.
  ///
  /// @param first the first split's number: ids count on over all loads
  public static List<Split> plan(int phase, String bucket, List<ShardFile> files, int first) {
    return deal(phase, bucket, files, first, count(files.size()));
  }

  /// How many splits so many files make.
  public static int count(int files) {
    return Math.ceilDiv(files, Math.clamp(files / WANTED_SPLITS, MIN_FILES, MAX_FILES));
  }

  /// Deals the files of one load out to so many splits.
  ///
  /// @param first the first split's number
  public static List<Split> deal(
      int phase, String bucket, List<ShardFile> files, int first, int count) {
    var splits = new ArrayList<Split>(count);
    for (int split = 0; split < count; split++) {
      var dealt = new ArrayList<ShardFile>();
      for (int i = split; i < files.size(); i += count) {
        dealt.add(files.get(i));
      }
      splits.add(
          Split.planned(String.format(Locale.ROOT, "s%05d", first + split), phase, bucket, dealt));
    }
    return splits;
  }
}
