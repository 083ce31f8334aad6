/// Digests of whole tables: what proves that two of them hold the same items.
@NullMarked
package dev.hikkoshi.common.digest;

import org.jspecify.annotations.NullMarked;
