/// The permissions that a migration needs, and no more.
@NullMarked
package dev.hikkoshi.runbook.policies;

import org.jspecify.annotations.NullMarked;
