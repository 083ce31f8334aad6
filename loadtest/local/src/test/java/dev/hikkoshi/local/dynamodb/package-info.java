@NullMarked
package dev.hikkoshi.local.dynamodb;

import org.jspecify.annotations.NullMarked;
