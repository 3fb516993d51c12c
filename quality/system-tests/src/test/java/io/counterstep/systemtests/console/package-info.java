/** The console in a real browser, on the whole system. */
@NullMarked
package io.counterstep.systemtests.console;

import org.jspecify.annotations.NullMarked;
