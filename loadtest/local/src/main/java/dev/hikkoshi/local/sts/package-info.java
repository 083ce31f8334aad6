/// The embedded AWS's Security Token Service, and who may use what.
@NullMarked
package dev.hikkoshi.local.sts;

import org.jspecify.annotations.NullMarked;
