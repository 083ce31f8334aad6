package dev.hikkoshi.common.objects;

/// A pattern for whole keys: `*` stands for any characters, slashes too, `?` for one, and `\`
/// before one of these three for itself. One slash at the beginning, of the pattern or of the key,
/// makes no difference: `/photos/*` and `photos/*` mean the same.
///
/// Matching takes time in proportion to key times pattern at most, and no memory.
///
/// @param text as written
public record KeyPattern(String text) {
  private static final char ESCAPE = '\\';

  /// @throws IllegalArgumentException if it is empty or ends with a lone `\`
  public KeyPattern {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty pattern matches nothing");
    }
    int i = 0;
    while (i < text.length()) {
      i += text.charAt(i) == ESCAPE ? 2 : 1;
    }
    if (i > text.length()) {
      throw new IllegalArgumentException("pattern '" + text + "' ends with a lone \\");
    }
  }

  /// Whether the pattern matches the whole key.
  public boolean matches(String key) {
    int pattern = start(text);
    return matches(pattern, key, 0) || (start(key) > 0 && matches(pattern, key, 1));
  }

  private static int start(String path) {
    return path.startsWith("/") ? 1 : 0;
  }

  /// Goes on greedily and comes back to the last `*` only: what an earlier one took never has to be
  /// taken back.
  private boolean matches(int from, String key, int keyFrom) {
    int at = from;
    int keyAt = keyFrom;
    int star = -1;
    int starKey = keyFrom;
    while (keyAt < key.length()) {
      if (at < text.length() && text.charAt(at) == '*') {
        star = at++;
        starKey = keyAt;
      } else if (at < text.length() && one(at, key, keyAt)) {
        keyAt += text.charAt(at) == '?' ? Character.charCount(key.codePointAt(keyAt)) : 1;
        at += text.charAt(at) == ESCAPE ? 2 : 1;
      } else if (star >= 0) {
        at = star + 1;
        keyAt = ++starKey;
      } else {
        return false;
      }
    }
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
    }
    return at == text.length();
  }

  private boolean one(int at, String key, int keyAt) {
    char c = text.charAt(at);
    if (c == '?') {
      return true;
    }
    return key.charAt(keyAt) == (c == ESCAPE ? text.charAt(at + 1) : c);
  }
}
