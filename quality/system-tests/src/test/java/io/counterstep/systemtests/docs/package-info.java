/** The documents say what is true: their commands parse, their snippets compile, what they name exists. */
@NullMarked
package io.counterstep.systemtests.docs;

import org.jspecify.annotations.NullMarked;
