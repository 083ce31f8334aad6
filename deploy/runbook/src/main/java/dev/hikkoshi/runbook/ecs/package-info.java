/// A fleet of ECS services, brought up for a migration and back to zero.
@NullMarked
package dev.hikkoshi.runbook.ecs;

import org.jspecify.annotations.NullMarked;
