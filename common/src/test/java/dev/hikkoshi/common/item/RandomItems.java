package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Random items of one table, all of which DynamoDB accepts, with a taste for what breaks movers:
/// all ten types, deep nesting, attributes named like types, empty values, text outside the BMP,
/// numbers of 38 digits. The same seed gives the same items; no two items have the same key.
public final class RandomItems {
  private static final String[] NAMES = {
    "M",
    "S",
    "B",
    "N",
    "L",
    "SS",
    "NULL",
    "BOOL",
    "Item",
    "Keys",
    "a",
    "ab",
    "abc",
    "value",
    "a.b",
    "a b",
    "\"",
    "\\",
    "/",
    "\n",
    "\u0000",
    "\u007f",
    "é",
    "ж",
    "引っ越し",
    "\uffee",
    "😀",
    "😀a",
    "#n",
    ":v",
    "0",
    "true",
    "null",
    "{}",
    "updatedAt",
    "attribute-with-a-rather-long-name-of-its-own"
  };
  private static final String[] TEXTS = {
    "a",
    "Z",
    " ",
    "\"",
    "\\",
    "/",
    "\b\f\n\r\t",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u0080",
    "é",
    "߿",
    "ࠀ",
    "引",
    "\ud7ff",
    "\ue000",
    "\uffff",
    "😀",
    "\ud800\udc00",
    "\udbff\udfff",
    "{\"S\":\"x\"}",
    "0123456789abcdefghijklmnopqrstuvwxyz",
    "\\u0041",
    "'",
    "&",
    "\u2028"
  };

  /// DynamoDB allows 32 levels below the item.
  private static final int DEEPEST = 30;

  private final KeySchema schema;
  private final RandomGenerator random;
  private long made;

  public RandomItems(KeySchema schema, long seed) {
    this.schema = schema;
    this.random = new SplittableRandom(seed);
  }

  /// The next item: its attributes in a random order.
  public Map<String, Value> next() {
    Map<String, Value> item = new LinkedHashMap<>();
    int attributes = random.nextInt(8);
    for (int i = 0; i < attributes; i++) {
      item.put(name(), value(3));
    }
    if (random.nextInt(20) == 0) {
      item.put("deep", deep(DEEPEST));
    }
    made++;
    item.put(schema.partition().name(), key(schema.partition().type()));
    schema.sort().ifPresent(sort -> item.put(sort.name(), key(sort.type())));
    return shuffled(item);
  }

  /// The source of chance, for what a test does with the items.
  public RandomGenerator random() {
    return random;
  }

  /// A number of up to 38 digits in DynamoDB's range, not always in its shortest spelling.
  public String number() {
    String sign = random.nextInt(3) == 0 ? "-" : "";
    return switch (random.nextInt(6)) {
      case 0 -> "0";
      case 1 -> sign + random.nextInt(1000);
      case 2 -> sign + random.nextInt(1000) + "." + random.nextInt(100);
      case 3 -> sign + digits(38);
      case 4 -> sign + "0." + digits(1 + random.nextInt(38));
      default -> sign + digits(1 + random.nextInt(10)) + "E" + (random.nextInt(240) - 125);
    };
  }

  private Value key(KeyType type) {
    return switch (type) {
      case S -> new Value.Text(text() + made);
      case N -> new Value.Numeric(made + (random.nextBoolean() ? "" : ".5"));
      case B -> new Value.Binary(bytes() + made);
    };
  }

  private String name() {
    return random.nextInt(4) == 0
        ? "attribute" + random.nextInt(100)
        : NAMES[random.nextInt(NAMES.length)];
  }

  private Value value(int levels) {
    return switch (random.nextInt(levels > 0 ? 10 : 8)) {
      case 0 -> new Value.Text(text());
      case 1 -> new Value.Numeric(number());
      case 2 -> new Value.Binary(bytes());
      case 3 -> new Value.Bool(random.nextBoolean());
      case 4 -> new Value.Null();
      case 5 -> new Value.Members("SS", members("SS"));
      case 6 -> new Value.Members("NS", members("NS"));
      case 7 -> new Value.Members("BS", members("BS"));
      case 8 -> new Value.Elements(elements(levels - 1));
      default -> new Value.Entries(entries(levels - 1));
    };
  }

  private Value deep(int levels) {
    if (levels == 0) {
      return value(0);
    }
    Value inner = deep(levels - 1);
    return random.nextBoolean()
        ? new Value.Elements(List.of(inner))
        : new Value.Entries(Map.of(name(), inner));
  }

  private List<Value> elements(int levels) {
    List<Value> elements = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      elements.add(value(levels));
    }
    return elements;
  }

  private Map<String, Value> entries(int levels) {
    Map<String, Value> entries = new LinkedHashMap<>();
    int count = random.nextInt(40) == 0 ? 60 : random.nextInt(5);
    for (int i = 0; i < count; i++) {
      entries.put(name(), value(levels));
    }
    return entries;
  }

  /// One to many different members; the numbers differ in value.
  private List<String> members(String type) {
    Set<String> members = new LinkedHashSet<>();
    int count = random.nextInt(20) == 0 ? 50 : 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      members.add(
          switch (type) {
            case "SS" -> text() + i;
            case "NS" ->
                (random.nextBoolean() ? "-" : "") + (i + 1) + (random.nextBoolean() ? "" : ".25");
            default -> bytes() + (char) i;
          });
    }
    return new ArrayList<>(members);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(30) == 0 ? 200 : random.nextInt(5);
    for (int i = 0; i < parts; i++) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.toString();
  }

  private String bytes() {
    byte[] bytes = new byte[random.nextInt(12)];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder().append((char) ('1' + random.nextInt(9)));
    while (digits.length() < count) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private Map<String, Value> shuffled(Map<String, Value> item) {
    List<String> names = new ArrayList<>(item.keySet());
    Map<String, Value> shuffled = new LinkedHashMap<>();
    while (!names.isEmpty()) {
      String name = names.remove(random.nextInt(names.size()));
      Value value = item.get(name);
      if (value != null) {
        shuffled.put(name, value);
      }
    }
    return shuffled;
  }
}
