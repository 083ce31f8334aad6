package dev.hikkoshi.common.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All items that differ from a given one in a single small thing.
final class Mutations {
  private Mutations() {}

  /// Neighbours of an item; its key attributes are changed like the others, but never away.
  static List<Map<String, Value>> of(Map<String, Value> item, KeySchema schema) {
    List<Map<String, Value>> neighbours = new ArrayList<>();
    for (Map<String, Value> mutated : ofEntries(item)) {
      Value key = mutated.get(schema.partition().name());
      if (key instanceof Value.Text(String text) && !text.isEmpty()) {
        neighbours.add(mutated);
      }
    }
    return neighbours;
  }

  private static List<Map<String, Value>> ofEntries(Map<String, Value> entries) {
    List<Map<String, Value>> neighbours = new ArrayList<>();
    neighbours.add(with(entries, "added to it", new Value.Text("")));
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      Map<String, Value> less = Value.copy(entries);
      less.remove(entry.getKey());
      neighbours.add(less);
      neighbours.add(with(less, entry.getKey() + "'", entry.getValue()));
      for (Value mutated : of(entry.getValue())) {
        neighbours.add(with(entries, entry.getKey(), mutated));
      }
    }
    return neighbours;
  }

  private static Map<String, Value> with(Map<String, Value> entries, String name, Value value) {
    Map<String, Value> more = Value.copy(entries);
    more.put(name, value);
    return more;
  }

  private static List<Value> of(Value value) {
    List<Value> neighbours = new ArrayList<>();
    switch (value) {
      case Value.Text(String text) -> {
        strings(text).forEach(s -> neighbours.add(new Value.Text(s)));
        neighbours.add(new Value.Members("SS", List.of(text)));
        neighbours.add(new Value.Elements(List.of(value)));
        neighbours.add(new Value.Entries(Map.of("S", value)));
        if (text.chars().allMatch(c -> c < 256)) {
          neighbours.add(new Value.Binary(text));
        }
      }
      case Value.Numeric(String digits) -> {
        numbers(digits).forEach(s -> neighbours.add(new Value.Numeric(s)));
        neighbours.add(new Value.Text(digits));
        neighbours.add(new Value.Members("NS", List.of(digits)));
      }
      case Value.Binary(String bytes) -> {
        strings(bytes).forEach(s -> neighbours.add(new Value.Binary(s)));
        neighbours.add(new Value.Text(bytes));
        neighbours.add(new Value.Members("BS", List.of(bytes)));
      }
      case Value.Bool(boolean truth) -> {
        neighbours.add(new Value.Bool(!truth));
        neighbours.add(new Value.Text(String.valueOf(truth)));
        neighbours.add(new Value.Null());
      }
      case Value.Null() -> {
        neighbours.add(new Value.Bool(true));
        neighbours.add(new Value.Text(""));
        neighbours.add(new Value.Text("null"));
      }
      case Value.Members(String type, List<String> members) -> {
        ofMembers(type, members).forEach(m -> neighbours.add(new Value.Members(type, m)));
        neighbours.add(
            new Value.Elements(members.stream().<Value>map(m -> member(type, m)).toList()));
      }
      case Value.Elements(List<Value> elements) -> {
        ofElements(elements).forEach(e -> neighbours.add(new Value.Elements(e)));
        neighbours.add(new Value.Elements(List.of(value)));
      }
      case Value.Entries(Map<String, Value> entries) -> {
        ofEntries(entries).forEach(e -> neighbours.add(new Value.Entries(e)));
        neighbours.add(new Value.Elements(List.of(value)));
      }
    }
    return neighbours;
  }

  private static List<String> strings(String text) {
    List<String> neighbours = new ArrayList<>();
    neighbours.add(text + "x");
    neighbours.add("\u0000" + text);
    for (int i = 0; i < text.length() && i < 50; i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        char other = text.charAt(i) == 'b' ? 'c' : 'b';
        neighbours.add(text.substring(0, i) + other + text.substring(i + 1));
        neighbours.add(text.substring(0, i) + text.substring(i + 1));
      }
    }
    return neighbours;
  }

  private static List<String> numbers(String digits) {
    boolean zero = digits.chars().takeWhile(c -> c != 'E').noneMatch(c -> c >= '1' && c <= '9');
    if (zero) {
      return List.of("1", "-1", "1E-130");
    }
    List<String> neighbours = new ArrayList<>();
    neighbours.add("0");
    neighbours.add(digits.startsWith("-") ? digits.substring(1) : "-" + digits);
    int end = digits.indexOf('E') < 0 ? digits.length() : digits.indexOf('E');
    for (int i = 0; i < end; i++) {
      char c = digits.charAt(i);
      if (c >= '0' && c <= '9') {
        neighbours.add(
            digits.substring(0, i) + (char) ('0' + (c - '0' + 1) % 10) + digits.substring(i + 1));
      }
    }
    neighbours.add(end < digits.length() ? digits.substring(0, end) : digits + "E1");
    return neighbours;
  }

  private static List<List<String>> ofMembers(String type, List<String> members) {
    List<List<String>> neighbours = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      List<String> less = new ArrayList<>(members);
      String member = less.remove(i);
      neighbours.add(less);
      List<String> twice = new ArrayList<>(members);
      twice.add(member);
      neighbours.add(twice);
    }
    List<String> more = new ArrayList<>(members);
    more.add(type.equals("NS") ? "987654321" : "added to it");
    neighbours.add(more);
    return neighbours;
  }

  private static Value member(String type, String member) {
    return switch (type) {
      case "SS" -> new Value.Text(member);
      case "NS" -> new Value.Numeric(member);
      default -> new Value.Binary(member);
    };
  }

  private static List<List<Value>> ofElements(List<Value> elements) {
    List<List<Value>> neighbours = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      List<Value> less = new ArrayList<>(elements);
      Value removed = less.remove(i);
      neighbours.add(less);
      for (Value mutated : of(removed)) {
        List<Value> changed = new ArrayList<>(elements);
        changed.set(i, mutated);
        neighbours.add(changed);
      }
      if (i > 0 && !elements.get(i).equals(elements.get(i - 1))) {
        List<Value> swapped = new ArrayList<>(less);
        swapped.add(i - 1, removed);
        neighbours.add(swapped);
      }
    }
    return neighbours;
  }
}
