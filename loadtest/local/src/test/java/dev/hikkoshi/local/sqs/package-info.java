@NullMarked
package dev.hikkoshi.local.sqs;

import org.jspecify.annotations.NullMarked;
