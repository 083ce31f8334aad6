package dev.hikkoshi.common.migration;

import org.jspecify.annotations.Nullable;

/// An IAM role that is assumed for one side of a migration.
///
/// @param arn such as `arn:aws:iam::111122223333:role/hikkoshi-read`
/// @param externalId what the role's trust policy may ask for
public record Role(String arn, @Nullable String externalId) {}
