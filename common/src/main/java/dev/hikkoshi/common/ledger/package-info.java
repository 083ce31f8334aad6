/// The ledger: one DynamoDB table that remembers migrations, splits, units, workers and digests.
@NullMarked
package dev.hikkoshi.common.ledger;

import org.jspecify.annotations.NullMarked;
