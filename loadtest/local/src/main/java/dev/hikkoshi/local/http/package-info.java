/// What the embedded services share.
@NullMarked
package dev.hikkoshi.local.http;

import org.jspecify.annotations.NullMarked;
