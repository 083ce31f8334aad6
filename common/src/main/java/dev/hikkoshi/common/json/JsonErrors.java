package dev.hikkoshi.common.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/// What Jackson says of a text that is no JSON, in words for whoever wrote it.
public final class JsonErrors {
  /// Jackson names a place as its source, which it does not show, and where in it.
  private static final Pattern PLACE =
      Pattern.compile("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]");

  private JsonErrors() {}

  /// What is wrong, and in which line and column.
  public static String text(JsonProcessingException e) {
    String what = PLACE.matcher(e.getOriginalMessage()).replaceAll("line $1, column $2");
    JsonLocation at = e.getLocation();
    return at == null
        ? what
        : what + ", in line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
