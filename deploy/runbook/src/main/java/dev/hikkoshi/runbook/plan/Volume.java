package dev.hikkoshi.runbook.plan;

/// What is moved.
///
/// @param kind `items` or `objects`
/// @param items how many, as the manifests count them
/// @param bytes of them, as DynamoDB counts items or S3 objects
/// @param files data files of the source
/// @param sampled lines that means were taken from
/// @param estimated whether even the number is an estimate
/// @param unitsEach write units of an item with all indexes, or requests of an object
public record Volume(
    String kind,
    long items,
    double bytes,
    long files,
    long sampled,
    boolean estimated,
    double unitsEach) {
  /// Write units, or requests, in all.
  public double units() {
    return items * unitsEach;
  }
}
