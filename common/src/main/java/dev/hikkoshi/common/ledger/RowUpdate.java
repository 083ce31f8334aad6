package dev.hikkoshi.common.ledger;

/// One conditional update of one row.
///
/// @param condition what must hold
/// @param set attributes that get a value
/// @param setIfAbsent attributes that get a value unless they have one
/// @param add numbers added to attributes; one that is not there is 0
public record RowUpdate(RowCondition condition, Row set, Row setIfAbsent, Row add) {
  /// Sets attributes of a row that is there.
  public static RowUpdate set(Row values) {
    return new RowUpdate(RowCondition.exists(), values, new Row(), new Row());
  }

  /// Sets attributes that have no value yet.
  public RowUpdate setIfAbsent(Row values) {
    return new RowUpdate(condition, set, values, add);
  }

  /// Adds to numbers.
  public RowUpdate add(Row values) {
    return new RowUpdate(condition, set, setIfAbsent, values);
  }

  /// Replaces the condition.
  public RowUpdate when(RowCondition other) {
    return new RowUpdate(other, set, setIfAbsent, add);
  }
}
