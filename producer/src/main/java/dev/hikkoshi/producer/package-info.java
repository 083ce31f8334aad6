/// The producer service: takes splits, reads their files side by side, and sends their items as
/// work units.
@NullMarked
package dev.hikkoshi.producer;

import org.jspecify.annotations.NullMarked;
