package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.amazon.ion.IonType;
import com.amazon.ion.IonWriter;
import com.amazon.ion.system.IonTextWriterBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;

/// Export lines as Ion text, from DynamoDB JSON: numbers are decimals, sets annotated lists.
final class IonText {
  private static final byte[] VERSION = "$ion_1_0 ".getBytes(US_ASCII);
  private static final IonTextWriterBuilder WRITERS = IonTextWriterBuilder.standard().immutable();

  private IonText() {}

  /// A line of these structs of attributes, with its line feed.
  static byte[] line(JsonNode parts) {
    return line(parts, false);
  }

  /// The same within the struct that AWS puts around the parts of an incremental line.
  static byte[] record(JsonNode parts) {
    return line(parts, true);
  }

  private static byte[] line(JsonNode parts, boolean isRecord) {
    var line = new ByteArrayOutputStream();
    line.writeBytes(VERSION);
    try (IonWriter ion = WRITERS.build(line)) {
      ion.stepIn(IonType.STRUCT);
      if (isRecord) {
        ion.setFieldName("Record");
        ion.stepIn(IonType.STRUCT);
      }
      for (Map.Entry<String, JsonNode> part : parts.properties()) {
        ion.setFieldName(part.getKey());
        struct(part.getValue(), ion);
      }
      if (isRecord) {
        ion.stepOut();
      }
      ion.stepOut();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void struct(JsonNode attributes, IonWriter ion) throws IOException {
    ion.stepIn(IonType.STRUCT);
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      ion.setFieldName(attribute.getKey());
      value(attribute.getValue(), ion);
    }
    ion.stepOut();
  }

  private static void value(JsonNode typed, IonWriter ion) throws IOException {
    Map.Entry<String, JsonNode> only = typed.properties().iterator().next();
    String type = only.getKey();
    JsonNode value = only.getValue();
    switch (type) {
      case "S", "N", "B" -> scalar(type.charAt(0), value.textValue(), ion);
      case "BOOL" -> ion.writeBool(value.booleanValue());
      case "NULL" -> ion.writeNull();
      case "SS", "NS", "BS" -> {
        ion.setTypeAnnotations("$dynamodb_" + type);
        ion.stepIn(IonType.LIST);
        for (JsonNode member : value) {
          scalar(type.charAt(0), member.textValue(), ion);
        }
        ion.stepOut();
      }
      case "L" -> {
        ion.stepIn(IonType.LIST);
        for (JsonNode element : value) {
          value(element, ion);
        }
        ion.stepOut();
      }
      case "M" -> struct(value, ion);
      default -> throw new IllegalStateException("DynamoDB has no type " + type);
    }
  }

  private static void scalar(char type, String text, IonWriter ion) throws IOException {
    switch (type) {
      case 'S' -> ion.writeString(text);
      case 'N' -> ion.writeDecimal(new BigDecimal(text));
      default -> ion.writeBlob(Base64.getDecoder().decode(text));
    }
  }
}
