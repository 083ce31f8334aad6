/// The migration file: what moves where, at which rate.
@NullMarked
package dev.hikkoshi.common.migration;

import org.jspecify.annotations.NullMarked;
