/// The queue port, and Amazon SQS behind it through JMS.
@NullMarked
package dev.hikkoshi.common.queue;

import org.jspecify.annotations.NullMarked;
