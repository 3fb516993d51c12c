/** What all system tests share: a running system, and ways to use, watch and disturb it from outside. */
@NullMarked
package io.counterstep.systemtests.support;

import org.jspecify.annotations.NullMarked;
