package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// The canonical form and the size once more, the slow and obvious way (Jackson's tree, BigDecimal,
/// java.util.Base64): what [ItemScanner] must agree with.
final class ReferenceItem {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final JsonNode item;

  ReferenceItem(byte[] json) {
    item = parse(json);
  }

  byte[] canonicalForm() {
    return entries(item);
  }

  byte[] key(KeySchema schema) {
    byte[] partition = value(item.get(schema.partition().name()));
    return schema
        .sort()
        .map(sort -> join(partition, value(item.get(sort.name()))))
        .orElse(partition);
  }

  int sizeBytes() {
    int size = 0;
    for (var entry : item.properties()) {
      size += utf8(entry.getKey()).length + size(entry.getValue());
    }
    return size;
  }

  /// Jackson's tree, but without its leniency about UTF-8 and surrogates.
  static JsonNode parse(byte[] json) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      JsonNode tree = JSON.readTree(text);
      UTF_8.newEncoder().encode(CharBuffer.wrap(allText(tree)));
      if (tree.isMissingNode()) {
        throw new IllegalArgumentException("nothing");
      }
      return tree;
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String allText(JsonNode tree) {
    StringBuilder all = new StringBuilder(tree.isTextual() ? tree.textValue() : "");
    tree.fieldNames().forEachRemaining(name -> all.append(name).append(' '));
    tree.forEach(child -> all.append(allText(child)).append(' '));
    return all.toString();
  }

  private static byte[] entries(JsonNode object) {
    TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    for (var entry : object.properties()) {
      sorted.put(utf8(entry.getKey()), value(entry.getValue()));
    }
    byte[] form = number(sorted.size());
    for (var entry : sorted.entrySet()) {
      form = join(form, text(entry.getKey()), entry.getValue());
    }
    return form;
  }

  private static byte[] value(JsonNode value) {
    String type = value.fieldNames().next();
    JsonNode body = value.get(type);
    return switch (type) {
      case "S", "N", "B" -> join(utf8(type), text(scalar(type, body)));
      case "BOOL" -> utf8(body.booleanValue() ? "T" : "F");
      case "NULL" -> utf8(body.booleanValue() ? "Z" : "z");
      case "M" -> join(utf8("M"), entries(body));
      case "L" -> {
        byte[] form = join(utf8("L"), number(body.size()));
        for (JsonNode element : body) {
          form = join(form, value(element));
        }
        yield form;
      }
      case "SS", "NS", "BS" -> {
        List<byte[]> members = new ArrayList<>();
        body.forEach(member -> members.add(scalar(type.substring(0, 1), member)));
        members.sort(Arrays::compareUnsigned);
        byte[] form =
            join(utf8(type.substring(0, 1).toLowerCase(Locale.ROOT)), number(members.size()));
        for (byte[] member : members) {
          form = join(form, text(member));
        }
        yield form;
      }
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static byte[] scalar(String type, JsonNode body) {
    return switch (type) {
      case "S" -> utf8(body.textValue());
      case "B" -> Base64.getDecoder().decode(body.textValue());
      default -> {
        // BigDecimal's own exponents end at 32 bits
        String[] parts = body.textValue().split("[eE]", 2);
        BigInteger exponent = parts.length == 1 ? BigInteger.ZERO : new BigInteger(parts[1]);
        BigDecimal number = new BigDecimal(parts[0]).stripTrailingZeros();
        BigInteger least = exponent.subtract(BigInteger.valueOf(number.scale()));
        yield utf8(number.signum() == 0 ? "0" : number.unscaledValue() + "E" + least);
      }
    };
  }

  private static int size(JsonNode value) {
    String type = value.fieldNames().next();
    JsonNode body = value.get(type);
    int size = 0;
    switch (type) {
      case "S", "N", "B" -> size = scalarSize(type, body);
      case "BOOL", "NULL" -> size = 1;
      case "M" -> {
        size = 3;
        for (var entry : body.properties()) {
          size += 1 + utf8(entry.getKey()).length + size(entry.getValue());
        }
      }
      case "L" -> {
        size = 3;
        for (JsonNode element : body) {
          size += 1 + size(element);
        }
      }
      default -> {
        for (JsonNode member : body) {
          size += scalarSize(type.substring(0, 1), member);
        }
      }
    }
    return size;
  }

  private static int scalarSize(String type, JsonNode body) {
    if (!type.equals("N")) {
      return scalar(type, body).length;
    }
    BigDecimal number = new BigDecimal(body.textValue()).stripTrailingZeros();
    return number.signum() == 0
        ? 1
        : 1 + Math.ceilDiv(number.precision(), 2) + (number.signum() < 0 ? 1 : 0);
  }

  private static byte[] text(byte[] bytes) {
    return join(number(bytes.length), bytes);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
