/// The worker service: takes units, has them executed, settles them in the ledger, and only then
/// acknowledges.
@NullMarked
package dev.hikkoshi.worker;

import org.jspecify.annotations.NullMarked;
