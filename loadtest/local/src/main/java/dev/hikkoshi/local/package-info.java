/// The embedded AWS: what a migration needs of it, in one process, for tests and for trying out.
@NullMarked
package dev.hikkoshi.local;

import org.jspecify.annotations.NullMarked;
