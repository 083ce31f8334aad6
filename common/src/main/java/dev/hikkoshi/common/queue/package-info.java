/// The queue port, and Amazon SQS behind it: through JMS, and for work messages directly.
@NullMarked
package dev.hikkoshi.common.queue;

import org.jspecify.annotations.NullMarked;
