/// Work units and the JSON messages that carry them over SQS.
@NullMarked
package dev.hikkoshi.common.unit;

import org.jspecify.annotations.NullMarked;
