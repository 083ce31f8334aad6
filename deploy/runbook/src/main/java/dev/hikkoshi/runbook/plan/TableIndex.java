package dev.hikkoshi.runbook.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.item.KeySchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// A secondary index: which items it holds, and what of them. Writing an item writes its entries
/// too, each for ⌈size ÷ 1 KB⌉ units.
///
/// @param name as the table calls it
/// @param global whether it has a capacity of its own; otherwise its units are the table's
/// @param keys its key attributes with their types
/// @param projected the other attributes it holds beside the table's key
/// @param everything whether it holds all attributes
/// @param startRate write units per second it takes at once; 0 if that is not said
record TableIndex(
    String name,
    boolean global,
    Map<String, String> keys,
    Set<String> projected,
    boolean everything,
    double startRate) {
  TableIndex {
    keys = Map.copyOf(keys);
    projected = Set.copyOf(projected);
  }

  /// All indexes of a table.
  static List<TableIndex> of(TableDescription table) {
    Map<String, String> types =
        table.attributeDefinitions().stream()
            .collect(
                Collectors.toMap(
                    AttributeDefinition::attributeName,
                    AttributeDefinition::attributeTypeAsString));
    var indexes = new ArrayList<TableIndex>();
    table
        .localSecondaryIndexes()
        .forEach(
            i -> indexes.add(of(i.indexName(), false, i.keySchema(), i.projection(), types, 0)));
    table
        .globalSecondaryIndexes()
        .forEach(i ->
            indexes.add(
                of(
                    i.indexName(),
                    true,
                    i.keySchema(),
                    i.projection(),
                    types,
                    TableModel.rate(i.warmThroughput(), i.provisionedThroughput()))));
    return indexes;
  }

  private static TableIndex of(
      String name,
      boolean global,
      List<KeySchemaElement> keys,
      Projection projection,
      Map<String, String> types,
      double startRate) {
    return new TableIndex(
        name,
        global,
        keys.stream()
            .map(KeySchemaElement::attributeName)
            .collect(Collectors.toMap(key -> key, key -> types.getOrDefault(key, ""))),
        Set.copyOf(projection.nonKeyAttributes()),
        projection.projectionType() == ProjectionType.ALL,
        startRate);
  }

  /// Whether it holds an item: one that has all its key attributes, of their types.
  boolean holds(JsonNode item) {
    return keys.entrySet().stream().allMatch(key -> item.path(key.getKey()).has(key.getValue()));
  }

  /// What it holds of an item.
  ObjectNode entry(ObjectNode item, KeySchema table) {
    if (everything) {
      return item;
    }
    var kept = new HashSet<>(projected);
    kept.addAll(keys.keySet());
    Stream.concat(Stream.of(table.partition()), table.sort().stream())
        .forEach(key -> kept.add(key.name()));
    return item.deepCopy().retain(kept);
  }
}
