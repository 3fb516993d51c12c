/** Deploying a new version: whether active sagas can go on under it, and how they are moved to it. */
@NullMarked
package io.counterstep.core.migrate;

import org.jspecify.annotations.NullMarked;
