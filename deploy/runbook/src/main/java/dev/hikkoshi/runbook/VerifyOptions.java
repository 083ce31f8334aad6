package dev.hikkoshi.runbook;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import java.util.Optional;

/// How source and destination are compared.
///
/// @param mode what counts; nothing = what the migration file says
/// @param against an export or inventory of the destination to read instead of the table or bucket
/// @param repair whether what is missing or different is written, and everything compared again
/// @param deleteExtra whether a repair deletes what only the destination has
public record VerifyOptions(
    Optional<VerifyMode> mode, Optional<S3Location> against, boolean repair, boolean deleteExtra) {
  /// As the migration file says; changes nothing.
  public static final VerifyOptions AS_PLANNED =
      new VerifyOptions(Optional.empty(), Optional.empty(), false, false);

  /// After a repair: no export shows what it wrote, so that the table is read.
  VerifyOptions again() {
    return new VerifyOptions(mode, Optional.empty(), false, false);
  }
}
