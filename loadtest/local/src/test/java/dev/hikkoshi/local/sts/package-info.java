@NullMarked
package dev.hikkoshi.local.sts;

import org.jspecify.annotations.NullMarked;
