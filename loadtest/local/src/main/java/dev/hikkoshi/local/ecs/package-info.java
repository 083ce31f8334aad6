/// ECS services whose tasks run in this process, and the autoscaler that bounds their number.
@NullMarked
package dev.hikkoshi.local.ecs;

import org.jspecify.annotations.NullMarked;
