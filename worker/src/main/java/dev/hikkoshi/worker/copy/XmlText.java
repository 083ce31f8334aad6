package dev.hikkoshi.worker.copy;

/// What can be said in XML 1.0, which S3's requests and answers are written in.
final class XmlText {
  private XmlText() {}

  /// Whether a character can stand in a document, as itself or as a reference.
  private static boolean allows(int codePoint) {
    return codePoint == '\t'
        || codePoint == '\n'
        || codePoint == '\r'
        || (codePoint >= 0x20 && codePoint <= 0xD7FF)
        || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
        || codePoint >= 0x10000;
  }

  /// Whether a text can.
  static boolean allows(String text) {
    return text.codePoints().allMatch(XmlText::allows);
  }
}
