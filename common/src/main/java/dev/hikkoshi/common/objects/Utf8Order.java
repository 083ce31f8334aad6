package dev.hikkoshi.common.objects;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The order S3 lists keys in: that of their UTF-8 bytes, which is the order of code points.
/// `String.compareTo` compares UTF-16 units and puts U+10000 and above before U+E000..U+FFFF.
public final class Utf8Order implements Comparator<String> {
  public static final Utf8Order INSTANCE = new Utf8Order();

  private Utf8Order() {}

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return rank(a) - rank(b);
      }
    }
    return left.length() - right.length();
  }

  /// The smallest string greater than every string that starts with `prefix`, or null if there is
  /// none.
  public static @Nullable String after(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      int start = end - Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return prefix.substring(0, start) + Character.toString(next);
      }
      end = start;
    }
    return null;
  }

  /// Surrogates stand for code points above every other UTF-16 unit.
  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }
}
